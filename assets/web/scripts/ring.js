// The ring around what has the focus, dark and light so that it differs from every ground. Flutter hides its tree of names,
// and with it every outline that a browser would draw.
const THICKNESS = 5; // pixels, which the edge of the window must not hide

export function drawRing() {
  const ring = document.createElement("div");
  ring.id = "ring";
  ring.setAttribute("aria-hidden", "true");
  ring.hidden = true;
  document.body.append(ring);
  document.addEventListener("focusin", ({ target }) => follow(ring, target));
}

/** @param {EventTarget | null} target @returns {target is HTMLElement} */
const isRinged = (target) =>
  target instanceof HTMLElement && target.matches(":focus-visible") && !!target.closest("flt-semantics-host") && target.tabIndex >= 0;

// Until the focus is elsewhere, since what has it may move.
/** @param {HTMLElement} ring @param {EventTarget | null} target */
function follow(ring, target) {
  ring.hidden = true;
  if (!isRinged(target)) return;
  ring.hidden = false;
  const { left, top, right, bottom } = target.getBoundingClientRect();
  const [x, y] = [Math.max(left, THICKNESS), Math.max(top, THICKNESS)];
  const width = Math.min(right, innerWidth - THICKNESS) - x;
  const height = Math.min(bottom, innerHeight - THICKNESS) - y;
  Object.assign(ring.style, { left: `${x}px`, top: `${y}px`, width: `${width}px`, height: `${height}px` });
  requestAnimationFrame(() => {
    if (document.activeElement === target) follow(ring, target);
    else ring.hidden = !isRinged(document.activeElement);
  });
}
