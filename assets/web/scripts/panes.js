// A pane that holds nothing to press is a stop of its own, and the arrows move it: else no key would show what is below its end.
import { PANE, stopsIn } from "./order.js";

const PANES = `flt-semantics-host ${PANE}`;
const OURS = "data-stop";
const STEP = 0.15; // of what the pane shows
const PAGE = 0.8;
/** @type {Record<string, number>} */
const MOVES = { ArrowDown: STEP, ArrowUp: -STEP, PageDown: PAGE, PageUp: -PAGE, " ": PAGE, End: Infinity, Home: -Infinity };

export function keepPanes() {
  addEventListener("keydown", move, { capture: true });
  new MutationObserver(mark).observe(document.body, { subtree: true, childList: true, attributeFilter: ["style", "tabindex"] });
}

function mark() {
  for (const pane of /** @type {NodeListOf<HTMLElement>} */ (document.querySelectorAll(PANES))) {
    const isOurs = pane.hasAttribute(OURS);
    const isStop = pane.scrollHeight > pane.clientHeight && !stopsIn(pane).length;
    if (isStop === isOurs) continue;
    pane.toggleAttribute(OURS, isStop);
    if (isStop) pane.tabIndex = 0;
    else pane.removeAttribute("tabindex");
    pane.ariaLabel = isStop ? (pane.querySelector("h1, h2")?.textContent ?? null) : null;
  }
}

/** @param {KeyboardEvent} event */
function move(event) {
  const pane = document.activeElement;
  const share = MOVES[event.key];
  if (!share || !pane?.hasAttribute(OURS) || event.altKey || event.ctrlKey || event.metaKey) return;
  event.stopImmediatePropagation();
  event.preventDefault();
  const way = event.shiftKey && event.key === " " ? -share : share;
  pane.scrollTop = Math.min(Math.max(pane.scrollTop + way * pane.clientHeight, 0), pane.scrollHeight);
}
