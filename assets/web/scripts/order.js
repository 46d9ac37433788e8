// Tab goes through what a place holds, then through the navigation, then out of the page. Flutter orders what it can by where
// it stands and Flet cannot group it, so the page keeps the order: that of the names, in which a screen reader reads them.
const HOST = "flt-semantics-host";
const STOP = ':is([tabindex="0"], input, textarea):not(:disabled)';
export const DIALOG = `${HOST} :is([role="dialog"], [role="alertdialog"])`;
export const NAVIGATION = '[role="tablist"], [flt-semantics-identifier="navigation"]';
export const PANE = '[style*="overflow-y: scroll"]';
const SIDEWAYS = '[style*="overflow-x: scroll"]';
const STRIDE = 0.8; // of what a pane shows, so that nothing is passed over
const PATIENCE = 300; // milliseconds, for rows that Flutter draws only when they come near

/** @type {boolean[]} */
const waiting = []; // steps, each whether it goes back, for as long as a pane moves
let isMoving = false;

/** @typedef {(find: () => HTMLElement | undefined) => void} Hold */

// `hold` keeps the focus on what it finds until Flutter, which draws anew what comes near, has come to rest.
/** @param {Hold} hold */
export function keepOrder(hold) {
  addEventListener("keydown", (event) => walk(event, hold), { capture: true });
}

/** @param {KeyboardEvent} event @param {Hold} hold */
function walk(event, hold) {
  const { key, shiftKey: isBack, altKey, ctrlKey, metaKey } = event;
  const from = document.activeElement;
  if (key !== "Tab" || altKey || ctrlKey || metaKey || !from || !isInApp(from)) return;
  event.stopImmediatePropagation();
  if (isMoving) waiting.push(isBack);
  else if (!step(from, isBack, hold)) return leave(isBack);
  event.preventDefault();
}

const isDialogOpen = () => !!document.querySelector(DIALOG);

/** @param {Element} element */
function isInApp(element) {
  if (element !== document.body) return !!element.closest("flutter-view");
  return !document.getElementById("shell") && !!document.querySelector(HOST);
}

// Whether there was anywhere to go.
/** @param {Element} from @param {boolean} isBack @param {Hold} hold */
function step(from, isBack, hold) {
  const all = stops();
  const next = beside(from, all, isBack) ?? (isDialogOpen() ? all.at(isBack ? -1 : 0) : undefined);
  const pane = from.closest(PANE);
  if (pane && !pane.contains(next ?? null) && hasMore(pane, isBack)) further(pane, isBack, next, hold);
  else arriveAt(next, hold);
  return !!next || isMoving;
}

// What can be stopped at: what a place holds, then the navigation.
/** @returns {HTMLElement[]} */
function stops() {
  const all = stopsIn(document);
  return [...all.filter((one) => !isNavigation(one)), ...all.filter(isNavigation)];
}

/** @param {ParentNode} root @returns {HTMLElement[]} */
export const stopsIn = (root) => [...root.querySelectorAll(`${HOST} ${STOP}`)].filter((one) => one instanceof HTMLElement);

// Whether nothing of the app that could be pressed has the focus.
/** @param {Element | null} element */
export const isNowhere = (element) => !element?.closest(HOST) || !element.matches(STOP);

/** @param {Element} element */
const isNavigation = (element) => !!element.closest(NAVIGATION);

/** @param {Element} from @param {HTMLElement[]} all @param {boolean} isBack */
function beside(from, all, isBack) {
  if (from.matches("body, flutter-view")) return all.at(isBack ? -1 : 0);
  return isBack ? all.filter((one) => comesAfter(from, one)).at(-1) : all.find((one) => comesAfter(one, from));
}

/** @param {Element} one @param {Element} other */
function comesAfter(one, other) {
  if (isNavigation(one) !== isNavigation(other)) return isNavigation(one);
  return !!(other.compareDocumentPosition(one) & Node.DOCUMENT_POSITION_FOLLOWING);
}

/** @param {Element} pane @param {boolean} isBack */
function hasMore({ scrollTop, scrollHeight, clientHeight }, isBack) {
  return isBack ? scrollTop > 0 : scrollTop + clientHeight < scrollHeight - 1;
}

// Moves the pane on until there is something in it that was not there, or as far as it goes and on to `otherwise`.
/** @param {Element} pane @param {boolean} isBack @param {HTMLElement | undefined} otherwise @param {Hold} hold */
async function further(pane, isBack, otherwise, hold) {
  isMoving = true;
  const known = new Set(stops().map(({ id }) => id));
  const came = () => {
    const here = stops().filter((one) => pane.contains(one) && !known.has(one.id));
    return isBack ? here.at(-1) : here[0];
  };
  for (let before = NaN; !came() && hasMore(pane, isBack) && pane.scrollTop !== before; ) {
    before = pane.scrollTop;
    pane.scrollTop += (isBack ? -1 : 1) * STRIDE * pane.clientHeight;
    await drawn(came);
  }
  isMoving = false;
  arriveAt(came() ?? otherwise, hold);
  const pending = waiting.shift();
  if (pending !== undefined && document.activeElement) step(document.activeElement, pending, hold);
}

/** @param {() => HTMLElement | undefined} came */
async function drawn(came) {
  const until = performance.now() + PATIENCE;
  while (!came() && performance.now() < until) await new Promise(requestAnimationFrame);
}

// A name is as large as what is seen of it: one that ends where its pane ends may be the beginning of more.
/** @param {HTMLElement | undefined} stop @param {Hold} hold */
function arriveAt(stop, hold) {
  if (!stop) return;
  stop.focus();
  hold(() => (stop.isConnected ? stop : (document.getElementById(stop.id) ?? undefined)));
  const [pane, row] = [stop.closest(PANE), stop.closest(SIDEWAYS)];
  const seen = stop.getBoundingClientRect();
  if (row) row.scrollLeft += beyond(seen.left, seen.right, row.getBoundingClientRect().left, row.clientWidth);
  if (pane) pane.scrollTop += beyond(seen.top, seen.bottom, pane.getBoundingClientRect().top, pane.clientHeight);
}

// How far a pane from `edge` on has to go so that all of what is seen from `begin` to `end` stands in it.
/** @param {number} begin @param {number} end @param {number} edge @param {number} length */
function beyond(begin, end, edge, length) {
  if (end > edge + length - 1) return begin - edge - length / 3;
  return begin < edge + 1 ? -length / 3 : 0;
}

// The browser goes on from here, out of the page; `isBack` is out of its beginning.
/** @param {boolean} isBack */
function leave(isBack) {
  const edge = document.createElement("span");
  edge.tabIndex = -1;
  edge.setAttribute("aria-hidden", "true");
  edge.addEventListener("blur", () => edge.remove());
  isBack ? document.body.prepend(edge) : document.body.append(edge);
  edge.focus();
}
