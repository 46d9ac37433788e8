// The device's hand, asked for by Python when the member has pressed something: a sheet for sending, a printer, a tap.
import { print } from "./paper.js";

const TREMBLES_MS = 12;
export const canShare = "share" in navigator;
export const canSharePictures =
  canShare && !!navigator.canShare?.({ files: [pictureOf("picture.png", new Uint8Array(1))] });

/** @type {Record<string, (text: string, bytes: Uint8Array<ArrayBuffer>) => unknown>} */
const ORDERS = {
  // Whoever closes the sheet has changed their mind.
  send: (text) => navigator.share({ text }).catch(() => {}),
  sendPicture: (name, bytes) => navigator.share({ files: [pictureOf(name, bytes)] }).catch(() => {}),
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
