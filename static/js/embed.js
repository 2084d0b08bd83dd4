/* For pages that show our frames: gives each frame the height of what is in it, and shows its top when it turns a page.

   Without this script a frame keeps the height that the page gave it, and scrolls. It is no module, so that any page can
   load it, and does nothing but this: it listens to our frames alone, and what it sends them is an empty greeting, by
   which they learn whom to tell their height. It sets one property of the frame, which no policy for styles refuses. */

(function () {
  "use strict";
  var ours = new URL(document.currentScript.src).origin;
  var LONGEST = 20000; // pixels: nothing of ours is longer
  var loaded = new WeakSet();

  function isOurs(frame) {
    if (frame.tagName !== "IFRAME") return false;
    try {
      var address = new URL(frame.src);
      return address.origin === ours && /\/embed\/[^/]/.test(address.pathname);
    } catch (_) {
      return false;
    }
  }

  function greet(frame) {
    if (frame.contentWindow) frame.contentWindow.postMessage({ signon: "greeting" }, "*");
  }

  function turned(frame) {
    if (loaded.has(frame) && frame.getBoundingClientRect().top < 0) frame.scrollIntoView();
    loaded.add(frame);
  }

  addEventListener("message", function (event) {
    if (event.origin !== ours || !event.data || event.data.signon !== "height") return;
    var height = Math.ceil(Number(event.data.height));
    if (!(height > 0 && height <= LONGEST)) return;
    document.querySelectorAll("iframe").forEach(function (frame) {
      if (frame.contentWindow === event.source && isOurs(frame)) frame.style.height = height + "px";
    });
  });

  // Frames do not bubble their loads, but they can be caught on the way down: those that are added later too.
  document.addEventListener("load", function (event) {
    if (!isOurs(event.target)) return;
    turned(event.target);
    greet(event.target);
  }, true);
  document.querySelectorAll("iframe").forEach(function (frame) {
    if (isOurs(frame)) greet(frame);
  });
})();
