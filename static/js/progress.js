/* Work that the host goes on with by itself: what the page says of it is read again until it is done.

   <div data-progress="1"> is replaced by the same element of the page as it is now; without "1" it rests. */

const REST = 1500; // milliseconds between looks

async function lookAgain() {
  const shown = document.querySelector('[data-progress="1"]');
  if (!shown) return;
  try {
    const answer = await fetch(location.href, { credentials: "same-origin" });
    const page = new DOMParser().parseFromString(await answer.text(), "text/html");
    const fresh = page.querySelector("[data-progress]");
    if (answer.ok && fresh) shown.replaceWith(fresh);
  } catch {
    // The host does not answer just now; what is shown stays, and is looked at again.
  }
  setTimeout(lookAgain, REST);
}

setTimeout(lookAgain, REST);
