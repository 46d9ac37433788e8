// A browser that runs short takes a page's graphics away ("context lost", WebGL 1.0, 5.15.2): an iPhone's from a wallet in
// the background, any from all when its driver fails. Flutter never draws again there, so the page begins anew, with the
// card at once. What is lost twice within a minute before somebody's eyes stays without the app: the page's own card needs
// no such graphics.
const NOTE = "kopilka lost picture"; // in sessionStorage: the last two moments at which it was lost in this window
const SOON = 60_000; // milliseconds
const CARD = ["/", "/card/till"];
const DISPLAY = /^\/display\b/;

export function beginAnewWithoutPicture() {
  let isLost = false;
  const lost = () => {
    if (isLost) return;
    isLost = true;
    if (document.hidden) document.addEventListener("visibilitychange", beginAnew, { once: true });
    else {
      note([noted()[1], Date.now()]);
      beginAnew();
    }
  };
  for (const kind of [HTMLCanvasElement, globalThis.OffscreenCanvas]) if (kind) watch(kind.prototype, lost);
}

// Whether this page is to do without the app; the one after it begins as ever, and beside a till it does so by itself.
export function wasLostAgain() {
  const again = isAgain();
  if (again) note([0, 0]);
  if (again && isDisplay()) setTimeout(() => location.reload(), SOON);
  return again;
}

function isAgain() {
  const [before, last] = noted();
  return last - before < SOON && Date.now() - last < SOON;
}

const isDisplay = () => DISPLAY.test(location.pathname);

// Once it can be had: kept by the service worker, or with a network to bring it.
function beginAnew() {
  if (!navigator.serviceWorker?.controller && !navigator.onLine) addEventListener("online", beginAnew, { once: true });
  else if (isAgain() && !isDisplay() && !CARD.includes(location.pathname)) location.replace("/");
  else location.reload();
}

/** @param {HTMLCanvasElement | OffscreenCanvas} prototype @param {() => void} lost */
function watch(prototype, lost) {
  const { getContext } = prototype;
  /** @this {HTMLCanvasElement | OffscreenCanvas} @param {[string, ...unknown[]]} given */
  prototype.getContext = function (...given) {
    if (given[0].startsWith("webgl")) this.addEventListener("webglcontextlost", lost);
    return Reflect.apply(getContext, this, given);
  };
}

function noted() {
  try {
    const [before, last] = JSON.parse(sessionStorage.getItem(NOTE) ?? "[]");
    return [Number(before ?? 0), Number(last ?? 0)];
  } catch {
    return [0, 0]; // storage is denied
  }
}

/** @param {number[]} moments */
function note(moments) {
  try {
    sessionStorage.setItem(NOTE, JSON.stringify(moments));
  } catch {
    // the next loss counts as the first
  }
}
