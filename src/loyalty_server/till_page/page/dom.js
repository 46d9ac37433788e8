/** Elements without a framework, for the page and the demo's till: `h("button.tile", { onclick }, "text")`. Text is
 * text, never markup; focus survives a redraw. */

const SVG = "http://www.w3.org/2000/svg";

/** @typedef {Node | string | number | false | null | undefined} Child */
/** @typedef {Child | (Child | Child[])[]} Children */
/**
 * @typedef {{ [Name in keyof HTMLElementEventMap as `on${Name}`]?: (event: HTMLElementEventMap[Name]) => void }
 *   & Record<string, unknown>} Properties
 */
/**
 * @template {string} Selector
 * @typedef {Selector extends keyof HTMLElementTagNameMap ? HTMLElementTagNameMap[Selector]
 *   : Selector extends `${infer Tag extends keyof HTMLElementTagNameMap}.${string}` ? HTMLElementTagNameMap[Tag]
 *   : HTMLElement} Made
 */

/**
 * @template {string} Selector
 * @param {Selector} selector @param {Properties} [properties] @param {...Children} children
 * @returns {Made<Selector>}
 */
export function h(selector, properties = {}, ...children) {
  const [tag, ...classes] = selector.split(".");
  const element = document.createElement(tag || "div");
  element.classList.add(...classes);
  for (const [name, value] of Object.entries(properties)) {
    if (value === undefined || value === null || value === false) continue;
    if (name.startsWith("on")) element.addEventListener(name.slice(2), /** @type {EventListener} */ (value));
    else element.setAttribute(name, value === true ? "" : /** @type {string} */ (value));
  }
  element.append(...children.flat(2).filter(isShown));
  return /** @type {Made<Selector>} */ (element);
}

/** Conditions may stand among children; a zero is text. */
/** @param {Child} child @returns {child is Node | string} */
const isShown = (child) => child !== null && child !== undefined && child !== false;

/** A drawing of the page's sprite; the words beside it name it. */
/** @param {string} name */
export function icon(name) {
  const svg = document.createElementNS(SVG, "svg");
  svg.setAttribute("class", "icon");
  svg.setAttribute("aria-hidden", "true");
  const use = document.createElementNS(SVG, "use");
  use.setAttribute("href", `#i-${name}`);
  svg.append(use);
  return svg;
}

/** Puts new children in place; what has the same `data-key` keeps focus, text (unless it is
 * `data-live`) and scroll. */
/** @param {Element} place @param {...Children} children */
export function redraw(place, ...children) {
  const active = document.activeElement;
  const focused =
    active instanceof HTMLElement && place.contains(active) ? active.dataset.key : undefined;
  const typed = remembered(place, "input[type=text]:not([data-live])", "value");
  const scrolled = remembered(place, "[data-scroll]", "scrollTop");
  place.replaceChildren(...children.flat(2).filter(isShown));
  typed();
  scrolled();
  if (focused) focusOn(place, focused);
}

/** @param {Element} place @param {string} selector @param {string} property */
function remembered(place, selector, property) {
  /** @type {() => NodeListOf<HTMLElement & Record<string, unknown>>} */
  const all = () => place.querySelectorAll(selector);
  const named = () => [...all()];
  const before = new Map(named().map((element) => [element.dataset.key, element[property]]));
  return () =>
    named()
      .filter((element) => before.has(element.dataset.key))
      .forEach((element) => {
        element[property] = before.get(element.dataset.key);
      });
}

/** What is gone or disabled gives the focus to the panel's heading, never to nowhere. */
/** @param {Element} place @param {string} key */
function focusOn(place, key) {
  /** @type {HTMLElement | null} */
  const same = place.querySelector(
    `[data-key="${CSS.escape(key)}"]:enabled, a[data-key="${CSS.escape(key)}"]`,
  );
  /** @type {HTMLElement | null} */
  const shown = same ?? place.querySelector('[data-key="heading"]');
  shown?.focus({ preventScroll: true });
}
