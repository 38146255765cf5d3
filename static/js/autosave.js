// Saves a section a moment after the last keystroke and says so in the page's live region.
// Without this file the Save button does it. Two editors: the server says 409, nothing is lost.
const QUIET = 1500; // milliseconds without a keystroke

for (const part of document.querySelectorAll("[data-autosave]")) {
  const form = part.querySelector("form");
  const state = part.querySelector("[data-autosave-state]");
  const revision = form.elements.namedItem("revision");
  let timer = 0;
  let typed = 0; // counts changes, so that an answer to an older one does not say "saved"
  let sent = 0;
  let underway = false;
  let stopped = false;

  const say = (text) => {
    if (state.textContent !== text) state.textContent = text;
  };

  const save = async () => {
    if (underway || stopped || sent === typed) return;
    underway = true;
    const now = typed;
    try {
      const answer = await fetch(part.dataset.autosave, { method: "POST", body: new FormData(form) });
      const text = answer.headers.get("Content-Type")?.startsWith("text/plain") ? await answer.text() : "";
      if (answer.ok) {
        revision.value = answer.headers.get("X-Revision") ?? revision.value;
        sent = now;
        if (typed === now) say(text);
      } else {
        // A clash or a closed call is for the person to settle with the button.
        stopped = answer.status !== 422;
        say(text || "Not saved. Press Save to try again.");
      }
    } catch {
      say("Not saved: there is no connection. Your text stays in the box.");
    } finally {
      underway = false;
      if (typed !== now && !stopped) later();
    }
  };

  const later = () => {
    clearTimeout(timer);
    timer = setTimeout(save, QUIET);
  };

  form.addEventListener("input", () => {
    typed += 1;
    if (!stopped) {
      say("Not saved yet.");
      later();
    }
  });
  form.addEventListener("submit", () => {
    clearTimeout(timer);
    stopped = true;
  });
  addEventListener("beforeunload", (event) => {
    if (!stopped && sent !== typed) event.preventDefault();
  });
}
