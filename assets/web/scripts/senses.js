// What Flutter leaves to the page: its tree of names from the first moment on, zoom by pinching, Escape, the order of Tab,
// and where the focus is when another place opens.
import { hold, keepFocus } from "./focus.js";
import { keepOrder } from "./order.js";
import { keepPanes } from "./panes.js";
import { drawRing } from "./ring.js";
import { keepTyped } from "./typed.js";

export function serveEverySense() {
  allowZoom();
  onceThere("flt-semantics-placeholder", nameEverything);
  onceThere("meta[flt-viewport]", (/** @type {HTMLMetaElement} */ viewport) => {
    viewport.content = "width=device-width, initial-scale=1, viewport-fit=cover";
  });
  onceThere("flutter-view", (view) => view.setAttribute("role", "main"));
  addEventListener("keydown", closeByEscape);
  keepFocus();
  keepOrder(hold);
  keepPanes();
  keepTyped();
  drawRing();
}

// Flutter makes its names when its own button is pressed, on a phone in the very middle of it.
/** @param {Element} button */
function nameEverything(button) {
  const { left, top, width, height } = button.getBoundingClientRect();
  const middle = { clientX: left + width / 2, clientY: top + height / 2 };
  button.dispatchEvent(new MouseEvent("click", { bubbles: true, ...middle }));
}

// Flutter draws anew for what is seen of the page; drawn for all of it, a pinch enlarges as on every page.
function allowZoom() {
  const { visualViewport } = globalThis;
  if (!visualViewport) return;
  for (const side of ["width", "height"]) {
    const { get } = Object.getOwnPropertyDescriptor(VisualViewport.prototype, side) ?? {};
    if (!get) continue;
    Object.defineProperty(visualViewport, side, { get: () => get.call(visualViewport) * visualViewport.scale });
  }
}

// A dialog closes by itself; any other view has one way out, the topmost is the last.
/** @param {KeyboardEvent} event */
function closeByEscape({ key, defaultPrevented }) {
  if (key !== "Escape" || defaultPrevented || document.querySelector('[role="dialog"], [role="alertdialog"]')) return;
  [...document.querySelectorAll('[flt-semantics-identifier="close"]')].at(-1)?.dispatchEvent(new MouseEvent("click", { bubbles: true }));
}

/** @template {Element} Found @param {string} selector @param {(found: Found) => void} act */
function onceThere(selector, act) {
  const observer = new MutationObserver(() => {
    /** @type {Found | null} */
    const found = document.querySelector(selector);
    if (!found) return;
    observer.disconnect();
    act(found);
  });
  observer.observe(document, { childList: true, subtree: true });
}
