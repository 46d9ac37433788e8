// The device's hand, asked for by Python when the member has pressed something: a sheet for sending, a printer, a tap.
import { print } from "./paper.js";

const TREMBLES_MS = 12;
const KEPT_WITHIN_MS = 60_000; // in which a browser has long read what it is to keep
export const canShare = "share" in navigator;
export const canSharePictures =
  canShare && !!navigator.canShare?.({ files: [pictureOf("picture.png", new Uint8Array(1))] });

/** @type {Record<string, (text: string, bytes: Uint8Array<ArrayBuffer>) => unknown>} */
const ORDERS = {
  sendPicture: (name, bytes) => sendFile(pictureOf(name, bytes)),
  print,
  tap: () => navigator.userActivation?.hasBeenActive && navigator.vibrate?.(TREMBLES_MS),
};

/** @param {[string, string, Uint8Array<ArrayBuffer>]} order */
export function askHand([order, text, bytes]) {
  ORDERS[order](text, bytes);
}

/** @param {string} name @param {Uint8Array<ArrayBuffer>} bytes */
function pictureOf(name, bytes) {
  return new File([bytes], name, { type: "image/png" });
}

/** @param {unknown} why */
const isRefusal = (why) => !NOT_REFUSED.includes(/** @type {DOMException} */ (why).name);
const NOT_REFUSED = ["AbortError", "InvalidStateError"]; // closed by the member; the sheet of the press before is open

// A sheet that does not take it leaves it among the downloads: it may refuse a file, or come too late after the press.
/** @param {File} file */
async function sendFile(file) {
  try {
    await navigator.share({ files: [file] });
  } catch (why) {
    if (isRefusal(why)) keep(file);
  }
}

// Answers through `port` whether the sheet took the text, or the member closed it and has changed their mind.
/** @param {[string, string]} order @param {MessagePort} port */
export async function askSheet([, text], port) {
  try {
    await navigator.share({ text });
    port.postMessage(true);
  } catch (why) {
    port.postMessage(!isRefusal(why));
  }
}

/** @param {File} file */
function keep(file) {
  const href = URL.createObjectURL(file);
  Object.assign(document.createElement("a"), { href, download: file.name }).click();
  setTimeout(() => URL.revokeObjectURL(href), KEPT_WITHIN_MS);
}
