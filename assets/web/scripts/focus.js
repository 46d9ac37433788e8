// The focus goes to the heading of a place that opens, and back to where it was when somebody comes back.
const PATIENCE = 4_000; // milliseconds, for a place that has no heading or is slow to come
const FOCUSABLE = "a, button, input, textarea, [tabindex]";

const left = new Map(); // the name of what had the focus, by the path that was left
let path = location.pathname;

export function keepFocus() {
  document.addEventListener("focusin", remember);
  for (const method of /** @type {const} */ (["pushState", "replaceState"])) {
    const change = history[method];
    history[method] = function (...what) {
      change.apply(this, what);
      arrive(false);
    };
  }
  addEventListener("popstate", () => arrive(true));
}

/** @param {Element | null} [element] */
const named = (element) => element?.ariaLabel || element?.textContent || "";

/** @param {FocusEvent} event */
function remember({ target }) {
  if (target instanceof Element && target.matches(FOCUSABLE) && named(target)) left.set(location.pathname, named(target));
}

/** @param {boolean} returning */
function arrive(returning) {
  if (location.pathname === path) return;
  path = location.pathname;
  const before = headings().map(described);
  const here = path;
  const until = performance.now() + PATIENCE;
  const look = () => {
    if (location.pathname !== here || isTyping() || performance.now() > until) return;
    const target = (returning && lastFocused(here)) || opened(before);
    if (target) focus(target);
    else requestAnimationFrame(look);
  };
  requestAnimationFrame(look);
}

/** @param {Element} heading */
const described = (heading) => heading.tagName + named(heading);
const headings = () => [...document.querySelectorAll("flutter-view h1, flutter-view h2")];
const isTyping = () => document.activeElement?.matches("input, textarea");

// The first heading that was not there before; it is there once Flutter has drawn the new place.
/** @param {string[]} before */
const opened = (before) => headings().find((one) => !before.includes(described(one)));

/** @param {string} here */
function lastFocused(here) {
  const name = left.get(here);
  return name && [...document.querySelectorAll(`flutter-view :is(${FOCUSABLE})`)].find((one) => named(one) === name);
}

/** @param {HTMLElement} target */
function focus(target) {
  if (!target.matches(FOCUSABLE)) target.tabIndex = -1;
  target.focus({ preventScroll: true });
}
