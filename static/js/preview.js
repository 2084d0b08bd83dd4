/* Keeps the preview beside the editor up to date while somebody types, says so, and minds what is not saved yet.
   The form is sent as it stands to an address that acts on nothing. Without it a button asks for the preview. */

const form = document.querySelector("form[data-preview]");
const place = document.querySelector("[data-preview-shown]");
const status = document.querySelector("[data-preview-status]");
const views = document.querySelector("[data-views]");
const save = form.querySelector("[data-save]");
const PAUSE = 400; // milliseconds without a key

let view = "preview-page";
let waiting;
let asked;
let sure = false; // that somebody is there to take what is saved
let unsaved = document.querySelector(".met, .summary") !== null;

function say(words) {
  status.textContent = words;
  status.classList.toggle("visually-hidden", !words);
}

async function show() {
  asked?.abort();
  asked = new AbortController();
  const { signal } = asked;
  const typed = new FormData(form);
  typed.set("do", view);
  place.classList.add("is-behind");
  try {
    const answer = await fetch(form.dataset.preview, { method: "POST", body: typed, signal });
    if (answer.redirected) return say(status.dataset.left);
    if (!answer.ok) return say(status.dataset.failed);
    const drawn = new DOMParser().parseFromString(await answer.text(), "text/html");
    place.replaceChildren(...drawn.body.childNodes);
    place.classList.remove("is-behind");
    say("");
  } catch {
    if (!signal.aborted) say(status.dataset.failed);
  }
}

function soon() {
  unsaved = true;
  clearTimeout(waiting);
  waiting = setTimeout(show, PAUSE);
}

function look(wanted) {
  view = wanted;
  for (const button of views.querySelectorAll("button")) {
    const kind = (name) => name.replace(/[0-9]+$/, "");
    button.setAttribute("aria-pressed", String(kind(button.dataset.view) === kind(view)));
  }
  show();
}

// Whoever was signed out meanwhile would be led to the sign-in page, and what they typed would be gone.
async function make_sure(pressed) {
  try {
    const answer = await fetch(form.action, { redirect: "manual" });
    if (answer.type === "opaqueredirect") return say(status.dataset.left);
    sure = true;
    form.requestSubmit(pressed);
  } catch {
    say(status.dataset.away);
  }
}

form.addEventListener("input", soon);
form.addEventListener("rows", soon);
form.addEventListener("submit", (event) => {
  const pressed = event.submitter;
  if (pressed?.value.startsWith("preview")) {
    event.preventDefault();
    look(pressed.value === "preview" ? view : pressed.value);
    if (!pressed.classList.contains("visually-hidden")) place.focus();
  } else if (!sure && pressed?.value.startsWith("save")) {
    event.preventDefault();
    make_sure(pressed);
  } else {
    unsaved = false;
  }
});
for (const button of views.querySelectorAll("button")) {
  button.addEventListener("click", () => look(button.dataset.view));
}
document.addEventListener("keydown", (event) => {
  if ((event.ctrlKey || event.metaKey) && event.key === "s") {
    event.preventDefault();
    form.requestSubmit(save);
  }
});
addEventListener("beforeunload", (event) => {
  if (unsaved) event.preventDefault();
});
views.hidden = false;
