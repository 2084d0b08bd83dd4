/* Solves the sum that came with the form, while it is filled in, and sends the answer along.

   Nothing is shown and nothing waits: whoever presses the button sooner than it is solved, or has no script, sends the
   form without it. The answer goes into what is sent and not into the page, so that no browser restores it into another
   showing of the form; and it goes along once. */

const LATEST = 3_000;       // milliseconds after which a page that is never idle begins all the same

/** Solves `challenge` in a worker, away from the page. Answers undefined where that cannot be. */
function solved(challenge) {
  return new Promise((resolve) => {
    const worker = new Worker(new URL("proof-worker.js", import.meta.url), { type: "module" });
    worker.addEventListener("message", (event) => { resolve(event.data); worker.terminate(); });
    worker.addEventListener("error", () => resolve(undefined));
    worker.postMessage(challenge);
  });
}

/** Runs `act` once: when the page has nothing else to do, or when somebody begins to type. */
function soon(form, act) {
  let begun = false;
  const begin = () => { if (!begun) { begun = true; act(); } };
  form.addEventListener("focusin", begin, { once: true });
  if ("waits" in form.dataset) return;      // most people only read the text beside it
  if (window.requestIdleCallback) requestIdleCallback(begin, { timeout: LATEST });
  else setTimeout(begin, 500);
}

for (const field of document.querySelectorAll("[data-challenge]")) {
  const challenge = JSON.parse(field.dataset.challenge);
  let answer;
  soon(field.form, async () => {
    const solution = await solved(challenge.parameters);
    if (solution) answer = btoa(JSON.stringify({ challenge, solution }));
    field.dataset.state = solution ? "solved" : "unsolved";
  });
  field.form.addEventListener("formdata", (event) => {
    if (answer) event.formData.set(field.name, answer);
    answer = undefined;
  });
}
