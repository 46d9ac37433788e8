// The device's hand, asked for by Python when the member has pressed something: a sheet for sending, a printer, a tap.
import { print } from "./paper.js";

const TREMBLES_MS = 12;
export const canShare = "share" in navigator;

/** @type {Record<string, (text: string) => unknown>} */
const ORDERS = {
  // Whoever closes the sheet has changed their mind.
  send: (text) => navigator.share({ text }).catch(() => {}),
  print,
  tap: () => navigator.userActivation?.hasBeenActive && navigator.vibrate?.(TREMBLES_MS),
};

/** @param {[string, string]} order */
export function askHand([order, text]) {
  ORDERS[order](text);
}
