// A browser that runs short takes a page's graphics away ("context lost", WebGL 1.0, 5.15.2): an iPhone's from a wallet in
// the background, any from all when its driver fails. Flutter never draws again there, so the page begins anew, with the
// card at once. What is lost again within a minute stays without the app: the page's own card needs no such graphics.
const NOTE = "kopilka lost picture"; // in sessionStorage: when this window's was lost, or that it was lost again
const AGAIN = "again";
const SOON = 60_000; // milliseconds

export function beginAnewWithoutPicture() {
  let isLost = false;
  const lost = () => {
    if (isLost) return;
    isLost = true;
    note(Date.now() - Number(noted()) < SOON ? AGAIN : `${Date.now()}`);
    onceSeen(() => onceThere(() => location.reload()));
  };
  for (const kind of [HTMLCanvasElement, globalThis.OffscreenCanvas]) if (kind) watch(kind.prototype, lost);
}

// Whether this page is to do without the app; the one after it begins as ever.
export function wasLostAgain() {
  const again = noted() === AGAIN;
  if (again) note("");
  return again;
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

/** @param {() => void} act */
function onceSeen(act) {
  if (!document.hidden) return act();
  document.addEventListener("visibilitychange", act, { once: true });
}

// Kept by the service worker, or with a network to bring it.
/** @param {() => void} act */
function onceThere(act) {
  if (navigator.serviceWorker?.controller || navigator.onLine) return act();
  addEventListener("online", act, { once: true });
}

function noted() {
  try {
    return sessionStorage.getItem(NOTE);
  } catch {
    return null; // storage is denied
  }
}

/** @param {string} words */
function note(words) {
  try {
    sessionStorage.setItem(NOTE, words);
  } catch {
    // the next loss counts as the first
  }
}
