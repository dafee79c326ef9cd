// Asks the browser for a passkey, and sends what it answers along with the form around the button.
// The question lies in the page; nothing is fetched. Without this script the other ways stay.

const bytes = (text) =>
  Uint8Array.from(atob(text.replace(/-/g, "+").replace(/_/g, "/")), (c) => c.charCodeAt(0));

const text = (buffer) =>
  btoa(String.fromCharCode(...new Uint8Array(buffer)))
    .replace(/\+/g, "-")
    .replace(/\//g, "_")
    .replace(/=+$/, "");

const named = (list) => (list ?? []).map((one) => ({ ...one, id: bytes(one.id) }));

async function get(question) {
  const made = await navigator.credentials.get({
    publicKey: {
      ...question,
      challenge: bytes(question.challenge),
      allowCredentials: named(question.allowCredentials),
    },
  });
  return {
    authenticatorData: text(made.response.authenticatorData),
    clientDataJSON: text(made.response.clientDataJSON),
    signature: text(made.response.signature),
    userHandle: made.response.userHandle ? text(made.response.userHandle) : null,
    made,
  };
}

async function create(question) {
  const made = await navigator.credentials.create({
    publicKey: {
      ...question,
      challenge: bytes(question.challenge),
      user: { ...question.user, id: bytes(question.user.id) },
      excludeCredentials: named(question.excludeCredentials),
    },
  });
  return {
    attestationObject: text(made.response.attestationObject),
    clientDataJSON: text(made.response.clientDataJSON),
    transports: made.response.getTransports?.() ?? [],
    made,
  };
}

function answer({ made, ...response }) {
  return JSON.stringify({
    id: made.id,
    rawId: text(made.rawId),
    type: made.type,
    clientExtensionResults: {},
    response,
  });
}

function say(form, words) {
  const place = form.querySelector("[data-passkey-said]");
  place.textContent = words;
  place.hidden = words === "";
}

async function press(button) {
  const form = button.form;
  const makes = button.dataset.passkey === "create";
  if (makes && !form.reportValidity()) return;
  say(form, "");
  button.disabled = true;
  try {
    const question = JSON.parse(button.dataset.question);
    const said = makes ? await create(question) : await get(question);
    form.elements[makes ? "credential" : "assertion"].value = answer(said);
    proven(form, button, makes);
  } catch (refused) {
    say(form, button.dataset.failed);
  }
  button.disabled = false;
}

// Who has only shown who is there still decides about what the form is for.
function proven(form, button, makes) {
  const fields = button.closest("[data-proof]");
  if (makes || fields === null) {
    form.submit();
    return;
  }
  fields.querySelectorAll("input[required]").forEach((input) => (input.required = false));
  fields.querySelectorAll(".field").forEach((field) => (field.hidden = true));
  button.hidden = true;
  say(form, button.dataset.proven);
}

if (window.PublicKeyCredential) {
  for (const button of document.querySelectorAll("[data-passkey]")) {
    button.hidden = false;
    button.addEventListener("click", () => press(button));
  }
  for (const missing of document.querySelectorAll("[data-passkey-missing]")) {
    missing.hidden = true;
  }
}
