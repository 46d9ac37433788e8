// The wallet on the device's home screen: where Chromium offers to put it there, and on iOS, where only the member's own
// hand does.
import { isOffered, takeOffer } from "./offer.js";

const byHand = /** @type {{ standalone?: boolean }} */ (navigator).standalone;
const ICON_SIDE = 128; // CSS pixels

// Whether this page is one of a browser's, and not what opens from the home screen.
export const inTab = !byHand && !matchMedia("(display-mode: standalone)").matches;

/** @type {Record<string, () => Promise<unknown>>} */
const ORDERS = { way, add: takeOffer };

/** @param {[string]} order @param {MessagePort} port */
export async function askHomeScreen([order], port) {
  port.postMessage(await ORDERS[order]().catch(() => null));
}

async function way() {
  if (isOffered()) return "offered";
  return byHand === false ? "by_hand" : "by_menu";
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
