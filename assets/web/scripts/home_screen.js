// The wallet on the device's home screen. Chromium offers once a page to put it there and is held to that until the member
// wants it (`holdOffer`, from the page's first moment); on iOS only the member's own hand does.
/** @import { InstallOffer } from "./shapes" */
const HELD = "kopilka offer";
const held = /** @type {Record<string, InstallOffer | undefined>} */ (/** @type {unknown} */ (globalThis));
const byHand = /** @type {{ standalone?: boolean }} */ (navigator).standalone;
const ICON_SIDE = 128; // CSS pixels

// Whether this page is one of a browser's, and not what opens from the home screen.
export const inTab = !byHand && !matchMedia("(display-mode: standalone)").matches;

/** @type {Record<string, () => Promise<unknown>>} */
const ORDERS = { way, add };

export function holdOffer() {
  addEventListener("beforeinstallprompt", (event) => {
    event.preventDefault();
    held[HELD] = /** @type {InstallOffer} */ (event);
  });
}

/** @param {[string]} order @param {MessagePort} port */
export async function askHomeScreen([order], port) {
  port.postMessage(await ORDERS[order]().catch(() => null));
}

async function way() {
  if (held[HELD]) return "offered";
  return byHand === false ? "by_hand" : "by_menu";
}

// Whether the member said yes; the browser hears an offer taken up once.
async function add() {
  const offer = held[HELD];
  held[HELD] = undefined;
  await offer?.prompt();
  return (await offer?.userChoice)?.outcome === "accepted";
}

// What iOS shows while the wallet opens from the home screen: the brand's icon on the page's ground. It takes a picture of
// exactly its screen's size or none, so each device draws its own.
/** @param {string} icons */
export async function drawLaunch(icons) {
  if (byHand !== false) return;
  const icon = new Image();
  icon.src = `${icons}icon-512.png`;
  await icon.decode();
  const [short, long] = [screen.width, screen.height].sort((one, other) => one - other);
  document.head.append(
    launchLink("portrait", drawn(icon, short, long)),
    launchLink("landscape", drawn(icon, long, short)),
  );
}

/** @param {string} orientation @param {string} picture */
function launchLink(orientation, picture) {
  const link = document.createElement("link");
  Object.assign(link, { rel: "apple-touch-startup-image", media: `(orientation: ${orientation})`, href: picture });
  return link;
}

/** @param {HTMLImageElement} icon @param {number} width @param {number} height */
function drawn(icon, width, height) {
  const canvas = document.createElement("canvas");
  [canvas.width, canvas.height] = [width * devicePixelRatio, height * devicePixelRatio];
  const pen = /** @type {CanvasRenderingContext2D} */ (canvas.getContext("2d"));
  pen.scale(devicePixelRatio, devicePixelRatio);
  pen.fillStyle = getComputedStyle(document.body).backgroundColor;
  pen.fillRect(0, 0, width, height);
  pen.drawImage(icon, (width - ICON_SIDE) / 2, (height - ICON_SIDE) / 2, ICON_SIDE, ICON_SIDE);
  return canvas.toDataURL();
}
