// The ring around what has the focus. Flutter hides its tree of names, and with it every outline that a browser would draw.
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
  const { left, top, width, height } = target.getBoundingClientRect();
  Object.assign(ring.style, { left: `${left}px`, top: `${top}px`, width: `${width}px`, height: `${height}px` });
  requestAnimationFrame(() => {
    if (document.activeElement === target) follow(ring, target);
    else ring.hidden = !isRinged(document.activeElement);
  });
}
