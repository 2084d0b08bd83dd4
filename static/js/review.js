/* The review queue by keyboard, without loading the page for every name.

   Every act is a form of the page; this sends the same form by fetch, asks for JSON, and takes the name out of the list
   or draws it anew. Whoever presses goes on to the next name at once; what could not be done is said inside its name.
   Single keys work only while the focus is inside the list, not in a field, and can be turned off (WCAG 2.1.4). */

const list = document.getElementById("queue");
const said = document.querySelector("[data-said]");
const keyboard = document.querySelector("[data-keyboard]");
const shortcuts = document.getElementById("shortcuts");
const help = document.querySelector("[data-help]");
const KEPT = "signon-review-keys";
const undone = [];            // what can be undone, the newest last: {to, seen}
let left = Number(list?.dataset.left);

if (list?.matches(".cases")) start();

function start() {
  keyboard.hidden = false;
  shortcuts.checked = remembered() !== "off";
  shortcuts.addEventListener("change", () => remember(shortcuts.checked ? "on" : "off"));
  const last = document.querySelector("[data-undo]");
  if (last) undone.push({ to: last.getAttribute("action"), seen: last.dataset.undo });
  last?.addEventListener("submit", (event) => {
    event.preventDefault();
    undo();
  });
  list.addEventListener("submit", (event) => {
    event.preventDefault();
    send(event.target, event.submitter);
  });
  list.addEventListener("keydown", pressed);
  // The browser itself goes to the list that the address names, before or after this.
  list.addEventListener("focus", () => focus(list.firstElementChild));
  if (document.activeElement === list || location.hash.startsWith("#case-")) focus(target() ?? list.firstElementChild);
}

/* What this browser remembers of the switch; without storage it is on. */
function remembered() {
  try { return localStorage.getItem(KEPT); } catch { return null; }
}

function remember(value) {
  try { localStorage.setItem(KEPT, value); } catch { /* it holds for this page */ }
}

function target() {
  const found = document.getElementById(location.hash.slice(1));
  return found?.matches(".case") ? found : null;
}

function here() {
  return document.activeElement?.closest(".case");
}

function focus(one) {
  if (!one) return;
  one.focus({ preventScroll: true });
  one.scrollIntoView({ block: "nearest" });
  if (one.getBoundingClientRect().top < 0) one.scrollIntoView({ block: "start" });
}

function say(text) {
  said.textContent = text;
}

const KEYS = {
  j: () => move(1), ArrowDown: () => move(1), k: () => move(-1), ArrowUp: () => move(-1),
  a: () => press("accept"), m: () => press("same"), s: () => open("strike"), q: () => open("ask"),
  u: undo, "?": () => { help.open = !help.open; if (help.open) say(help.innerText); },
};

function pressed(event) {
  if (event.ctrlKey || event.metaKey || event.altKey || event.isComposing) return;
  const field = event.target.closest("input, textarea, select");
  if (event.key === "Escape" && here()) return close(event);
  if (!shortcuts.checked) return;
  if (/^[1-9]$/.test(event.key) && (!field || (field.name === "reason" && !field.value))) return quick(event);
  if (field || !Object.hasOwn(KEYS, event.key)) return;
  event.preventDefault();
  if (!event.repeat || /^Arrow|^[jk]$/.test(event.key)) KEYS[event.key]();
}

function move(by) {
  const one = here();
  focus(one ? (by > 0 ? one.nextElementSibling : one.previousElementSibling) ?? one : list.firstElementChild);
}

function press(act) {
  const buttons = here()?.querySelectorAll(`button[data-act~="${act}"]`) ?? [];
  const others = here()?.querySelectorAll('button[data-act~="same"]') ?? [];
  if (buttons.length === 1) buttons[0].click();
  else if (buttons.length) buttons[0].focus();          // which of them it is, a person says
  else if (act === "accept" && others.length) others[0].focus();
}

function open(act) {
  const part = here()?.querySelector(`details[data-act="${act}"]`);
  if (!part) return;
  part.open = true;
  part.querySelector("input:not([type=hidden]), textarea").focus();
}

function close(event) {
  const one = here();
  event.target.closest("details")?.removeAttribute("open");
  event.preventDefault();
  focus(one);
}

/* A digit: the quick reason with that number, where the reasons are open. */
function quick(event) {
  const button = here()?.querySelector(`details[data-act="strike"][open] [data-quick="${event.key}"]`);
  if (!button) return;
  event.preventDefault();
  button.click();
}

async function send(form, button) {
  const one = form.closest(".case");
  if (one.getAttribute("aria-busy")) return;
  const fields = new FormData(form, button);
  const strikes = form.elements.reason && (fields.get("quick") || fields.get("reason").trim());
  const decides = Boolean(button?.dataset.act || strikes);
  one.setAttribute("aria-busy", "true");
  complain(one, "");
  if (decides) focus(next(one) ?? one);                 // the answer comes while the next name is read
  const answer = await ask(form.getAttribute("action"), fields);
  one.removeAttribute("aria-busy");
  take(one, answer, form.querySelector("input[type=text], textarea"));
}

/* The name to go on with: the nearest that is not being decided. */
function next(one) {
  for (const way of ["nextElementSibling", "previousElementSibling"]) {
    let other = one[way];
    while (other?.getAttribute("aria-busy")) other = other[way];
    if (other) return other;
  }
  return null;
}

/* What the door answers: {said, gone, case, undo}, and whether it was done. */
async function ask(address, fields) {
  try {
    const answer = await fetch(address, { method: "POST", body: fields, headers: { Accept: "application/json" } });
    if (!answer.headers.get("Content-Type")?.includes("json")) throw new Error(String(answer.status));
    return { done: answer.ok, ...(await answer.json()) };
  } catch {
    return { done: false, said: list.dataset.failed };
  }
}

/* Puts the answer into the page; `typed` is the field that a refusal is about. */
function take(one, answer, typed) {
  if (answer.done && answer.gone) {
    if (answer.undo) undone.push(answer.undo);
    return leave(one, answer.said);
  }
  const held = one.contains(document.activeElement);
  const drawn = answer.case ? draw(one, answer.case) : one;
  if (!answer.done) complain(drawn, answer.said, drawn === one ? typed : null);
  if (!answer.done && answer.gone) drawn.querySelector(".do")?.remove();
  if (held && !answer.done && drawn === one && typed) typed.focus();
  else if (held) focus(drawn);
  say(answer.said);
}

function leave(one, text) {
  const held = one.contains(document.activeElement) || document.activeElement === document.body;
  const following = next(one);
  one.remove();
  left -= 1;
  say(`${text.replace(/\.$/, "")}. ${list.dataset.waiting.replace("{number}", left)}`);
  if (list.children.length === 0) return location.assign(again());
  if (held) focus(following);
}

/* The page that the next names are on; it offers to undo the last act too. */
function again() {
  const address = new URL(list.dataset.here, location.href);
  const last = undone.at(-1)?.to.match(/signatures\/(\d+)\//)?.[1];
  if (last) address.searchParams.set("done", last);
  address.searchParams.set("at", Date.now());           // else a browser that is here already only jumps
  address.hash = "queue";
  return address.href;
}

function draw(one, html) {
  const template = document.createElement("template");
  template.innerHTML = html;                            // our own server's page, escaped there
  const drawn = template.content.firstElementChild;
  if (one.parentNode) one.replaceWith(drawn);
  return drawn;
}

/* Says in the name's case what was not done, and ties it to the `field` that it is about. */
function complain(one, text, field = null) {
  const place = one.querySelector(".case-said");
  place.textContent = text;
  place.hidden = !text;
  field?.setAttribute("aria-invalid", "true");
  field?.setAttribute("aria-describedby", place.id);
}

async function undo() {
  const last = undone.pop();
  if (!last) return say(list.dataset.empty);
  const fields = new FormData();
  fields.set("csrf_token", document.querySelector("[name=csrf_token]").value);
  fields.set("seen", last.seen);
  const answer = await ask(last.to, fields);
  document.querySelector("[data-undo]")?.remove();
  say(answer.said);
  if (!answer.done || !answer.case) return answer.done || complain(here() ?? list.firstElementChild, answer.said);
  const drawn = draw(document.createElement("li"), answer.case);
  list.insertBefore(drawn, here() ?? null);
  left += 1;
  focus(drawn);
}
