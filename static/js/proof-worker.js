/* The work itself: looks for the counter whose derived key begins as the challenge wants (altcha, version 2). */

const bytes = (hex) => Uint8Array.from(hex.match(/../g), (pair) => parseInt(pair, 16));
const hex = (buffer) => Array.from(new Uint8Array(buffer), (byte) => byte.toString(16).padStart(2, "0")).join("");

/** The key derived from the challenge's nonce and `counter`, in hex. */
async function derived(challenge, counter) {
  const nonce = bytes(challenge.nonce);
  const password = new Uint8Array(nonce.length + 4);
  password.set(nonce);
  new DataView(password.buffer).setUint32(nonce.length, counter);
  const key = await crypto.subtle.importKey("raw", password, "PBKDF2", false, ["deriveBits"]);
  const how = { name: "PBKDF2", hash: "SHA-256", salt: bytes(challenge.salt), iterations: challenge.cost };
  return hex(await crypto.subtle.deriveBits(how, key, challenge.keyLength * 8));
}

addEventListener("message", async ({ data: challenge }) => {
  if (!globalThis.crypto?.subtle) return postMessage(undefined);    // only where the page came by https
  for (let counter = 0; ; counter++) {
    const derivedKey = await derived(challenge, counter);
    if (derivedKey.startsWith(challenge.keyPrefix)) return postMessage({ counter, derivedKey });
  }
});
