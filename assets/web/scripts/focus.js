// The focus goes to the heading of a place or a step that opens, and back to where it was when somebody comes back. It goes
// into a dialog that opens, and to what stands in the place of something that is gone.
import { WIDE_FROM, middleOf } from "./frame.js";
import { DIALOG, NAVIGATION, isNowhere, stopsIn } from "./order.js";

const PATIENCE = 10_000; // milliseconds, for a place that has no heading or is slow to come
const SETTLES = 600; // milliseconds in which Flutter draws what it drew anew, and puts the focus where it thinks best
const SLOW_FRAME = 100; // milliseconds: after one that took longer, Flutter still has to come to rest
const LOST_AFTER = 300; // milliseconds in which a dialog opens, or a field takes the focus itself
const REPLACED_AFTER = 1_000; // milliseconds, for a title beside the list that is called as the one before
const FAULT = "aria-description";
const FOCUSABLE = "a, button, input, textarea, [tabindex]";
const WORDS = `flutter-view :is(h1, h2, span, ${FOCUSABLE})`;

/** @type {Map<string, number>} */
const touched = new Map(); // when, by the name of what was pressed or had the focus as a key was: Flutter may give it back
const left = new Map(); // the name of what was pressed, by the path that was left
/** @type {string[]} */
let trail = []; // the paths that were left and can be come back to
let path = location.pathname;
let acts = 0;
let actedAt = 0;
let arrivedAfter = -1; // acts: a place that comes in parts goes through no steps
/** @type {string[]} */
let steps = [];
/** @type {{ name: string, isNavigation: boolean, seen: string[], ends: number, list: string, beside: Element | undefined }} */
let pressed = { name: "", isNavigation: false, seen: [], ends: 0, list: "", beside: undefined };
/** @type {{ element: Element, box: DOMRect } | null} */
let last = null; // what a key pressed
/** @type {Element | null} */
let dialog = null;
/** @type {(() => void) | undefined} */
let again; // what was held last is drawn anew

export function keepFocus() {
  addEventListener("keydown", (event) => act(event, document.activeElement), { capture: true });
  addEventListener("pointerdown", (event) => act(event, event.target), { capture: true });
  for (const method of /** @type {const} */ (["pushState", "replaceState"])) {
    const change = history[method];
    history[method] = function (...what) {
      change.apply(this, what);
      arrive(false);
    };
  }
  addEventListener("popstate", () => arrive(true));
  new MutationObserver(changed).observe(document.body, { subtree: true, childList: true, attributeFilter: [FAULT] });
}

/** @param {Element | null} [element] */
const named = (element) => element?.ariaLabel || element?.textContent || "";

// What somebody does ends every wait. A key that presses goes to nothing but what has the focus: Flutter would press what it
// thinks has it.
/** @param {Event} event @param {EventTarget | null} target */
function act(event, target) {
  acts += 1;
  actedAt = performance.now();
  const element = target instanceof Element ? target.closest(FOCUSABLE) : null;
  const [seen, ends] = [headings().map(described), endOf(element)];
  const [list, beside] = [described(titleOfList(ends)), titlesBeside(ends)[0]];
  touched.set(named(element), actedAt);
  pressed = { name: named(element), isNavigation: !!element?.closest(NAVIGATION), seen, ends, list, beside };
  last = null;
  if (!(event instanceof KeyboardEvent) || !["Enter", " "].includes(event.key) || !element?.closest("flutter-view")) return;
  if (!isNowhere(element) && !element.closest(DIALOG)) last = { element, box: element.getBoundingClientRect() };
  if (isNowhere(element)) event.stopImmediatePropagation();
  else if (element.hasAttribute("flt-tappable")) press(element, event);
}

// Flutter hears of the focus a moment later, and would press what had it before.
/** @param {Element} element @param {KeyboardEvent} event */
function press(element, event) {
  event.stopImmediatePropagation();
  event.preventDefault();
  if (!event.repeat) element.dispatchEvent(new MouseEvent("click", { bubbles: true }));
}

/** @param {boolean} isBack */
function arrive(isBack) {
  if (location.pathname === path) return;
  left.set(path, pressed.name);
  const returns = trail.at(-1) === location.pathname;
  if (returns) trail.pop();
  else trail = pressed.isNavigation ? [] : [...trail, path];
  const stays = placeOf(path) === placeOf(location.pathname);
  path = location.pathname;
  [steps, last] = [[], null];
  arrivedAfter = acts;
  const before = isBack || performance.now() - actedAt > PATIENCE ? headings().map(described) : pressed.seen;
  const { ends, isNavigation, list } = pressed;
  const isWhereItOpens = (/** @type {Element} */ one) => !stays || isNavigation || isBeside(one, ends);
  const opened = () => headings().find((one) => !before.includes(described(one)) && isWhereItOpens(one));
  const was = returns || isBack ? left.get(path) : "";
  const [gone, since] = [pressed.beside, performance.now()];
  const besideNow = () => titlesBeside(ends).find((one) => one !== gone || performance.now() - since > REPLACED_AFTER);
  const another = () => [titleOfList(ends)].find((one) => stays && list && one && ![list, ...before].includes(described(one)));
  const comes = stays && isNavigation ? beginning : () => another() ?? opened() ?? (stays ? besideNow() : undefined);
  hold(() => lastPressed(was) ?? comes());
}

// A place that stays on a wide window begins with its title, or with what is seen of its list.
function beginning() {
  const all = [...titles(), ...stopsIn(document).filter((one) => !one.closest(NAVIGATION))];
  return all.reduce((first, one) => (one.compareDocumentPosition(first) & Node.DOCUMENT_POSITION_FOLLOWING ? one : first), all[0]);
}

// Of the place, then of what is open beside it, which may be called as what was open before.
const titles = () => headings("h1").filter((one) => !one.closest(NAVIGATION));

// Where something in a list of a wide window ends: what it opens stands beyond.
/** @param {Element | null} element */
function endOf(element) {
  const { left, right } = element?.getBoundingClientRect() ?? { left: innerWidth, right: 0 };
  const rail = document.querySelector(NAVIGATION)?.getBoundingClientRect().right ?? 0;
  return innerWidth < WIDE_FROM || left > middleOf(innerWidth, rail) ? 0 : right;
}

/** @param {Element} one @param {number} ends */
const isBeside = (one, ends) => one.getBoundingClientRect().left >= ends;

// Of a list that is scrolled, its own title is not there.
/** @param {number} ends */
const titlesBeside = (ends) => (ends ? titles().filter((one) => isBeside(one, ends)) : titles().slice(1));

// Where a place opens a list instead of its list, that has another title.
/** @param {number} ends */
const titleOfList = (ends) => (ends ? titles().find((one) => !isBeside(one, ends)) : undefined);

/** @param {string} address */
const placeOf = (address) => address.split("/")[1];

/** @param {Element} [heading] */
const described = (heading) => (heading ? heading.tagName + named(heading) : "");
const headings = (which = "h1, h2") => /** @type {HTMLElement[]} */ ([...document.querySelectorAll(`flutter-view :is(${which})`)]);

// By its name, or, where its state has changed since, by the first line of it, if no other begins so.
/** @param {string} [name] @returns {HTMLElement | undefined} */
function lastPressed(name) {
  if (!name) return undefined;
  const [all, line] = [stopsIn(document), (/** @type {string} */ words) => words.split("\n")[0]];
  const alike = all.filter((one) => line(named(one)) === line(name));
  return alike.find((one) => named(one) === name) ?? (alike.length === 1 ? alike[0] : undefined);
}

// Until somebody does something else, or Flutter has come to rest: what it was told to focus before, it may focus only now.
// A screen reader presses no key when it goes on: where the focus goes to what was not touched before, it stays.
/** @param {() => HTMLElement | undefined} find */
export function hold(find) {
  const [here, began] = [path, acts];
  const latest = performance.now() + PATIENCE;
  let [until, drawn] = [latest, performance.now()];
  let [isThere, isLeft] = [false, false];
  /** @type {HTMLElement | undefined} */
  let held; // a frame ago
  const isOver = () => isLeft || location.pathname !== here || acts !== began;
  again = () => {
    const target = isThere && !isOver() && document.activeElement === document.body ? find() : undefined;
    if (target) focus(target);
  };
  const look = () => {
    const now = performance.now();
    if (isThere && now - drawn > SLOW_FRAME) until = Math.min(latest, now + SETTLES);
    drawn = now;
    if (isOver() || now > until) return;
    const target = find();
    if (isTyping() && document.activeElement !== target) return;
    isLeft = !!target && target === held && document.activeElement !== target && isChosen(document.activeElement);
    if (isLeft) return;
    if (target && !isThere) until = now + SETTLES;
    isThere ||= !!target;
    if (target && document.activeElement !== target) focus(target);
    held = target;
    requestAnimationFrame(look);
  };
  requestAnimationFrame(look);
}

/** @param {Element | null} element */
const isChosen = (element) => !isNowhere(element) && performance.now() - (touched.get(named(element)) ?? -PATIENCE) >= PATIENCE;

const isTyping = () => document.activeElement?.matches("input, textarea");

/** @param {MutationRecord[]} changes */
function changed(changes) {
  const opened = document.querySelector(DIALOG);
  if (opened !== dialog) {
    dialog = opened;
    if (opened) return hold(() => (opened.isConnected ? stopsIn(opened)[0] : undefined));
  }
  if (!opened) watchSteps();
  watchLost();
  again?.();
  if (changes.some(({ type }) => type === "attributes")) markFaults();
}

// What is wrong with a field is told with its name, and whoever sent it is led there.
function markFaults() {
  const fields = /** @type {HTMLElement[]} */ ([...document.querySelectorAll(`flutter-view :is(input, textarea)`)]);
  const faulty = fields.filter((field) => field.getAttribute(FAULT));
  for (const field of fields) field.ariaInvalid = String(faulty.includes(field));
  if (!isTyping() && performance.now() - actedAt < PATIENCE) faulty[0]?.focus();
}

// The next question of a survey has the address of the one before.
function watchSteps() {
  const before = steps;
  steps = headings("h1").map(named);
  const isNew = (/** @type {Element} */ one) => !before.includes(named(one));
  if (!before.length || path !== location.pathname || performance.now() - actedAt > PATIENCE) return;
  if (acts > arrivedAfter && headings("h1").some(isNew)) hold(() => headings("h1").find(isNew));
}

// Flutter gives the focus back to what had it before the thing that is gone, or to nothing.
function watchLost() {
  if (!last || last.element.isConnected) return;
  const { box } = last;
  last = null;
  const began = acts;
  setTimeout(() => {
    if (acts === began && path === location.pathname && !dialog && !isTyping()) focusNear(box);
  }, LOST_AFTER);
}

// What overlaps the place that `gone` had and begins where it began, or is nearest to that: where a button became a remark
// with a way back, the remark.
/** @param {DOMRect} gone */
function focusNear(gone) {
  const all = /** @type {HTMLElement[]} */ ([...document.querySelectorAll(WORDS)]);
  const near = all.map((one) => ({ one, far: distance(one.getBoundingClientRect(), gone) })).sort((a, b) => a.far - b.far);
  if (near[0]) focus(near[0].one);
}

/** @param {DOMRect} one @param {DOMRect} other */
function distance(one, other) {
  const gap = Math.max(0, one.left - other.right, other.left - one.right, one.top - other.bottom, other.top - one.bottom);
  const begins = Math.hypot(one.x - other.x, one.y + one.height / 2 - other.y - other.height / 2);
  return gap * innerHeight + begins;
}

/** @param {HTMLElement} target */
function focus(target) {
  if (!target.matches(FOCUSABLE)) target.tabIndex = -1;
  target.focus({ preventScroll: true });
}
