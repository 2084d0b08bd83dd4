/* Hashes the file that is chosen or dropped, here, and asks about the hash alone: the file is not sent.
   Without it, or where the browser has no crypto (no https), the form sends the file, which is hashed as it comes in. */

const form = document.querySelector("[data-check]");
const input = form?.querySelector("input[type=file]");
const status = form?.querySelector("[data-check-status]");

async function ask(file) {
  status.textContent = form.dataset.checkWait;
  const digest = await crypto.subtle.digest("SHA-256", await file.arrayBuffer());
  const hex = Array.from(new Uint8Array(digest), (byte) => byte.toString(16).padStart(2, "0")).join("");
  location.assign(`${form.action}?sha256=${hex}`);
}

function begin(event) {
  const file = input.files[0];
  if (!file || !globalThis.crypto?.subtle) return;
  event?.preventDefault();
  ask(file).catch(() => form.submit());
}

if (form) {
  form.addEventListener("submit", begin);
  form.addEventListener("dragover", (event) => {
    event.preventDefault();
    form.classList.add("is-over");
  });
  form.addEventListener("dragleave", () => form.classList.remove("is-over"));
  form.addEventListener("drop", (event) => {
    event.preventDefault();
    form.classList.remove("is-over");
    if (!event.dataTransfer.files.length) return;
    input.files = event.dataTransfer.files;
    begin();
  });
}
