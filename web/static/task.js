// What makes pages quicker where scripts run: copying, menus that close, and a look for new tasks.

const LOOK = 20000; // milliseconds between two looks for new tasks

async function copy(text) {
  try {
    await navigator.clipboard.writeText(text);
  } catch {
    // Without TLS there is no clipboard: a field that is selected does it.
    const field = document.createElement("textarea");
    field.value = text;
    field.className = "hidden";
    document.body.append(field);
    field.select();
    document.execCommand("copy");
    field.remove();
  }
}

function reveal() {
  for (const button of document.querySelectorAll("[data-copy], [data-value]")) button.hidden = false;
  document.querySelector(".spot.current")?.scrollIntoView({ block: "nearest" });
}

document.addEventListener("click", async (event) => {
  const button = event.target.closest("[data-copy], [data-value]");
  if (!button) return;
  await copy(button.dataset.value ?? document.getElementById(button.dataset.copy).textContent);
  button.focus();
  button.classList.add("copied");
  const said = document.getElementById("copied");
  if (said) said.textContent = said.dataset.word;
  setTimeout(() => {
    button.classList.remove("copied");
    if (said) said.textContent = "";
  }, LOOK / 10);
});

// Menus: one at a time; the first field has the focus; Escape closes.
document.addEventListener(
  "toggle",
  (event) => {
    if (!event.target.matches?.("details.menu") || !event.target.open) return;
    for (const other of document.querySelectorAll("details.menu[open]")) {
      if (other !== event.target) other.open = false;
    }
    event.target.querySelector("input:not([type=hidden]), select, textarea")?.focus();
  },
  true,
);
document.addEventListener("click", (event) => {
  for (const menu of document.querySelectorAll("details.menu[open]")) {
    if (!menu.contains(event.target)) menu.open = false;
  }
});
document.addEventListener("keydown", (event) => {
  const menu = event.key === "Escape" && event.target.closest?.("details.menu[open]");
  if (!menu) return;
  menu.open = false;
  menu.querySelector("summary").focus();
});

// A link to a folded form opens it.
document.addEventListener("click", (event) => {
  const target = event.target.closest?.("a[href^='#']") && document.querySelector(event.target.closest("a").hash || null);
  const fold = target?.closest("details");
  if (!fold) return;
  fold.open = true;
  target.querySelector("input:not([type=hidden], [type=radio]), select")?.focus();
});

setInterval(() => {
  const fresh = document.getElementById("fresh");
  if (fresh && !document.hidden && !fresh.childElementCount) window.htmx?.trigger(fresh, "look");
}, LOOK);

// Who was logged out meanwhile gets the page for it, and not a piece of it.
document.addEventListener("htmx:beforeSwap", (event) => {
  if (new URL(event.detail.xhr.responseURL).pathname !== "/login") return;
  event.detail.shouldSwap = false;
  if (event.detail.target.id !== "fresh") location.reload();
});

document.addEventListener("htmx:afterSettle", (event) => {
  reveal();
  // What was clicked is gone; its fact has the focus then, unless the person is somewhere else already.
  const clicked = event.detail.requestConfig?.triggeringEvent?.submitter;
  if (clicked && document.activeElement === document.body) document.getElementById(`fact-${clicked.value}`)?.focus();
});
reveal();
