// Shows what needs passkeys where the browser has them, and says it in words when one fails.
// The ceremony itself is allauth's: mfa/js/webauthn.js.
const able = Boolean(window.PublicKeyCredential);

for (const part of document.querySelectorAll("[data-with-passkeys]")) {
  part.hidden = !able;
}
for (const part of document.querySelectorAll("[data-without-passkeys]")) {
  part.hidden = able;
}

document.addEventListener("allauth.error", (event) => {
  const trouble = document.querySelector("[data-passkey-trouble]");
  if (!trouble) return;
  event.preventDefault();
  trouble.textContent = trouble.dataset.passkeyTrouble;
});
