/* Passkeys: lets the device make one (data-passkey="make") or answer with one ("use"), and sends what it said.

   Forms that begin this (data-passkey-with) are hidden until the browser is seen to be able to; the sentence that says
   it is not (data-passkey-without) stands there until then. Bytes travel as base64url. */

const bytes = (text) => Uint8Array.from(atob(text.replace(/-/g, "+").replace(/_/g, "/")), (c) => c.charCodeAt(0));
const text = (buffer) =>
  btoa(String.fromCharCode(...new Uint8Array(buffer))).replace(/\+/g, "-").replace(/\//g, "_").replace(/=+$/, "");
const known = (list) => (list ?? []).map((one) => ({ ...one, id: bytes(one.id) }));

async function make(options) {
  const user = { ...options.user, id: bytes(options.user.id) };
  const publicKey = {
    ...options, user, challenge: bytes(options.challenge), excludeCredentials: known(options.excludeCredentials),
  };
  const made = await navigator.credentials.create({ publicKey });
  return {
    id: made.id, rawId: text(made.rawId), type: made.type,
    extensions: JSON.stringify(made.getClientExtensionResults()),
    response: {
      attestationObject: text(made.response.attestationObject),
      clientDataJSON: text(made.response.clientDataJSON),
      transports: made.response.getTransports?.() ?? [],
    },
  };
}

async function use(options) {
  const publicKey = {
    ...options, challenge: bytes(options.challenge), allowCredentials: known(options.allowCredentials),
  };
  const given = await navigator.credentials.get({ publicKey });
  const { authenticatorData, clientDataJSON, signature, userHandle } = given.response;
  return {
    id: given.id, rawId: text(given.rawId), type: given.type,
    response: {
      authenticatorData: text(authenticatorData), clientDataJSON: text(clientDataJSON), signature: text(signature),
      userHandle: userHandle ? text(userHandle) : null,
    },
  };
}

async function ask(form) {
  const failed = form.querySelector("[data-passkey-failed]");
  const button = form.querySelector("[data-passkey-go]");
  failed.hidden = true;
  button.disabled = true;
  try {
    const options = JSON.parse(form.dataset.options);
    form.elements.credential.value = JSON.stringify(await (form.dataset.passkey === "make" ? make : use)(options));
    form.submit();
  } catch {
    failed.hidden = false;
    button.disabled = false;
  }
}

if (window.PublicKeyCredential && !/^[\d.]+$|:/.test(location.hostname)) {
  for (const one of document.querySelectorAll("[data-passkey-without]")) one.hidden = true;
  for (const one of document.querySelectorAll("[data-passkey-with]")) one.hidden = false;
}
for (const form of document.querySelectorAll("[data-passkey]")) {
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    ask(form);
  });
  ask(form);
}
