// Keys of the queue, "all on this page" and the list of keys: comfort only, every row is reached by Tab as well.
// Single letters can be switched off (WCAG 2.1.4); the choice stays in this browser.

const OFF = "queue-keys-off";
const dialog = document.getElementById("keys");
const search = document.getElementById("q");
const links = [...document.querySelectorAll("tbody [data-open]")];
const ticks = [...document.querySelectorAll("tbody .tick input")];

const stored = () => { try { return localStorage.getItem(OFF) === "yes"; } catch { return false; } };
const store = (off) => { try { localStorage.setItem(OFF, off ? "yes" : ""); } catch { /* kept for this page only */ } };
let off = stored();

function step(by) {
  const row = document.activeElement?.closest("tbody tr");
  const here = links.findIndex((link) => link.closest("tr") === row);
  const next = here < 0 ? (by > 0 ? 0 : links.length - 1) : here + by;
  links[Math.min(Math.max(next, 0), links.length - 1)]?.focus();
}

const KEYS = {
  j: () => step(1),
  k: () => step(-1),
  x: () => document.activeElement?.closest("tbody tr")?.querySelector(".tick input")?.click(),
  "/": () => { search.focus(); search.select(); },
  "?": () => dialog.showModal(),
};

const isTyping = (element) => element.matches("textarea, select, [contenteditable], input:not([type='checkbox'], [type='radio'])");

document.addEventListener("keydown", (event) => {
  const deed = KEYS[event.key];
  if (!deed || off || dialog.open || event.isComposing || event.ctrlKey || event.altKey || event.metaKey) return;
  if (isTyping(event.target)) return;
  event.preventDefault();
  deed();
});

function offerKeys() {
  const button = document.getElementById("show-keys");
  button.hidden = false;
  button.addEventListener("click", () => dialog.showModal());
  document.getElementById("close-keys").addEventListener("click", () => dialog.close());
  const choice = document.getElementById("keys-off");
  choice.checked = off;
  choice.addEventListener("change", () => { off = choice.checked; store(off); });
}

function offerAll() {
  const head = document.querySelector("thead .tick");
  if (!head || !ticks.length) return;
  const label = document.createElement("label");
  const all = document.createElement("input");
  const words = document.createElement("span");
  all.type = "checkbox";
  words.className = "vh";
  words.textContent = "勾选本页全部";
  label.append(all, words);
  head.replaceChildren(label);
  all.addEventListener("change", () => ticks.forEach((tick) => { tick.checked = all.checked; }));
  ticks.forEach((tick) => tick.addEventListener("change", () => { all.checked = ticks.every((each) => each.checked); }));
}

offerKeys();
offerAll();
