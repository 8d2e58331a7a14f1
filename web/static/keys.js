// Shortcuts: an element with `data-keys` is clicked, or focused where one writes, by these keys. Never while somebody types.

const WRITING = "input, textarea, select, [contenteditable]";
const PAUSE = 1500; // milliseconds between the keys of a sequence
const OFF = "claimpost-keys-off";

const dialog = document.getElementById("keys");
let before = "";
let at = 0;

function isOff() {
  try {
    return localStorage.getItem(OFF) === "1";
  } catch {
    return false; // a browser that keeps nothing
  }
}

function remember(off) {
  try {
    localStorage.setItem(OFF, off ? "1" : "0");
  } catch {
    // as above
  }
}

function find(keys) {
  return [...document.querySelectorAll("[data-keys]")].find((element) => element.dataset.keys === keys);
}

function use(element) {
  if (element.matches(WRITING)) {
    element.focus();
    element.scrollIntoView({ block: "nearest" });
  } else {
    element.click();
  }
}

/** The next or the previous row of a list gets the focus; of a task, the next or previous document is opened. */
function step(by) {
  const documents = [...document.querySelectorAll(".side .tree a[hx-get]")].filter((link) => link.checkVisibility());
  if (documents.length) {
    const current = documents.findIndex((link) => link.hasAttribute("aria-current"));
    documents[current + by]?.click();
    return;
  }
  const rows = [...document.querySelectorAll(".rows .title")];
  const current = rows.indexOf(document.activeElement);
  rows[current < 0 ? 0 : Math.max(0, current + by)]?.focus();
}

const MOVES = { j: 1, k: -1, ArrowRight: 1, ArrowLeft: -1 };

function moves(event) {
  const onTask = document.body.classList.contains("task");
  return event.key in MOVES && (onTask || !event.key.startsWith("Arrow"));
}

document.addEventListener("keydown", (event) => {
  const target = event.target;
  if (event.ctrlKey || event.metaKey || event.altKey || event.isComposing || event.repeat) return;
  if (target.matches?.(`${WRITING}, video, audio`) || dialog?.open) return;
  if (event.key === "?" && dialog) {
    event.preventDefault();
    dialog.showModal();
    return;
  }
  if (isOff()) return;
  const sequence = event.timeStamp - at < PAUSE && before ? `${before} ${event.key}` : "";
  before = event.key;
  at = event.timeStamp;
  const found = (sequence && find(sequence)) || find(event.key);
  if (found) {
    event.preventDefault();
    before = "";
    use(found);
  } else if (moves(event)) {
    event.preventDefault();
    step(MOVES[event.key]);
  }
});

if (dialog) {
  const open = document.getElementById("keys-open");
  const on = document.getElementById("keys-on");
  open.hidden = false;
  open.addEventListener("click", () => dialog.showModal());
  on.checked = !isOff();
  on.addEventListener("change", () => remember(!on.checked));
}
