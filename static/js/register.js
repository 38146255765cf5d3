// The register at the door: a tap is saved at once, and what cannot be sent waits in this browser
// until there is a network. Each thing seen carries a nonce, so sending it again changes nothing.
// Without this file the page is one form with a Save button.
const RETRY = 15_000; // milliseconds

const part = document.querySelector("[data-register]");
const state = part.querySelector("[data-state]");
const marks = part.querySelector("[data-marks]");
const scan = part.querySelector("[data-scan]");
const find = part.querySelector("[data-find]");
const key = part.dataset.queue;
const csrf = scan.elements.namedItem("csrfmiddlewaretoken").value;
let underway = false;

const waiting = () => JSON.parse(localStorage.getItem(key) ?? "[]");
const keep = (queue) =>
  queue.length ? localStorage.setItem(key, JSON.stringify(queue)) : localStorage.removeItem(key);

// randomUUID is there on https only; a school's own network may not be.
const nonce = () =>
  crypto.randomUUID?.() ??
  "10000000-1000-4000-8000-100000000000".replace(/[018]/g, (digit) =>
    (Number(digit) ^ (crypto.getRandomValues(new Uint8Array(1))[0] & (15 >> (Number(digit) / 4)))).toString(16),
  );

const say = (text) => {
  if (state) state.textContent = text;
};

const counted = () => {
  const people = [...part.querySelectorAll("[data-person]")];
  const marked = people.filter((person) => person.querySelector("input[type=radio]:checked"));
  return `${marked.length} of ${people.length} marked`;
};

const tell = (said = "") => {
  const left = waiting().length;
  const rest = left ? `. ${left} waiting for the network` : "";
  say(`${said ? `${said}. ` : ""}${counted()}${rest}`);
};

const show = ({ place, mark, row }) => {
  const radio = document.getElementById(`mark-${place}-${mark}`);
  if (radio) radio.checked = true;
  const seen = marks?.elements.namedItem(`seen-${place}`);
  if (seen) seen.value = row;
};

// One after the other, in the order in which they were seen.
const send = async () => {
  if (underway) return;
  underway = true;
  try {
    for (let queue = waiting(); queue.length; queue = waiting()) {
      const answer = await fetch(part.dataset.register, {
        method: "POST",
        headers: { "X-CSRFToken": csrf },
        body: new URLSearchParams(queue[0]),
      });
      const isTold = answer.headers.get("Content-Type")?.startsWith("application/json");
      if (!isTold) {
        tell("Not saved: load the page again, and sign in if it asks");
        return;
      }
      const told = await answer.json();
      const [sent] = queue;
      keep(waiting().filter((one) => one.nonce !== sent.nonce));
      if (answer.ok) show(told);
      tell(told.says);
    }
  } catch {
    tell("No network");
  } finally {
    underway = false;
  }
};

const note = (what) => {
  keep([...waiting(), { nonce: nonce(), seen_at: new Date().toISOString(), ...what }]);
  tell();
  send();
};

marks?.addEventListener("change", ({ target }) => {
  if (target.type === "radio") {
    note({ place: target.name.replace("place-", ""), mark: target.value });
  }
});
// What was tapped before this file had come, over a slow network, was heard by nobody.
for (const early of marks?.querySelectorAll("input[type=radio]:checked") ?? []) {
  if (!early.defaultChecked) early.dispatchEvent(new Event("change", { bubbles: true }));
}
marks?.querySelector(".hlp-register__bar button")?.setAttribute("hidden", "");

scan.addEventListener("submit", (event) => {
  event.preventDefault();
  const box = scan.elements.namedItem("code");
  if (box.value.trim()) note({ code: box.value.trim() });
  box.value = "";
  box.focus();
});

if (find) {
  find.hidden = false;
  find.addEventListener("input", ({ target }) => {
    const sought = target.value.trim().toLowerCase();
    for (const person of part.querySelectorAll("[data-person]")) {
      const who = person.querySelector("legend").textContent.toLowerCase();
      person.hidden = !who.includes(sought);
    }
  });
}

addEventListener("online", send);
setInterval(() => waiting().length && send(), RETRY);
if (waiting().length) send();
