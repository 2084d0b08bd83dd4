/* Shows the button that opens the device's own ways to share (Signal among them), where the browser has one.
   Nothing is sent before somebody chose a way. */

for (const button of document.querySelectorAll("[data-share-url]")) {
  const what = { title: button.dataset.shareTitle, url: button.dataset.shareUrl };
  if (!navigator.share || (navigator.canShare && !navigator.canShare(what))) continue;
  button.hidden = false;
  button.addEventListener("click", () => navigator.share(what).catch(() => {}));
}
