/* In a frame: tells the page around it how high the content is, once that page has greeted and whenever it changes.

   Which pages may frame us, our policy has decided; the height goes to the one that greeted, by its exact origin. */

let origin = "";
let told = 0;

function tell() {
  const height = Math.ceil(document.body.getBoundingClientRect().height);
  if (!origin || height === told) return;
  told = height;
  parent.postMessage({ signon: "height", height }, origin);
}

addEventListener("message", (event) => {
  if (event.source !== parent || event.source === window || event.data?.signon !== "greeting") return;
  if (event.origin === "null") return;          // a page without an origin cannot be told anything alone
  origin = event.origin;
  told = 0;
  tell();
});
new ResizeObserver(tell).observe(document.body);
