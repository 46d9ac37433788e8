/** Elements without a framework, for the page and the demo's till: `h("button.tile", { onclick }, "text")`. Text is
 * text, never markup; focus survives a redraw. */

const SVG = "http://www.w3.org/2000/svg";

export function h(selector, properties = {}, ...children) {
  const [tag, ...classes] = selector.split(".");
  const element = document.createElement(tag || "div");
  element.classList.add(...classes);
  for (const [name, value] of Object.entries(properties)) {
    if (value === undefined || value === null || value === false) continue;
    if (name.startsWith("on")) element.addEventListener(name.slice(2), value);
    else element.setAttribute(name, value === true ? "" : value);
  }
  element.append(...children.flat(2).filter(isShown));
  return element;
}

/** Conditions may stand among children; a zero is text. */
const isShown = (child) => child !== null && child !== undefined && child !== false;

/** A drawing of the page's sprite; the words beside it name it. */
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

function remembered(place, selector, property) {
  const named = () => [...place.querySelectorAll(selector)];
  const before = new Map(named().map((element) => [element.dataset.key, element[property]]));
  return () =>
    named()
      .filter((element) => before.has(element.dataset.key))
      .forEach((element) => {
        element[property] = before.get(element.dataset.key);
      });
}

/** What is gone or disabled gives the focus to the panel's heading, never to nowhere. */
function focusOn(place, key) {
  const same = place.querySelector(
    `[data-key="${CSS.escape(key)}"]:enabled, a[data-key="${CSS.escape(key)}"]`,
  );
  (same ?? place.querySelector('[data-key="heading"]'))?.focus({ preventScroll: true });
}
