// The card's QR in a view: what stands in its place, and what puts the code of a step there.
/** @import { Card, CodeForm } from "./shapes" */
/** @import { Speaker } from "./words.js" */
import { cardCode } from "./card_code.js";
import { element } from "./dom.js";
import { drawPicture } from "./picture.js";
import { qrRows } from "./qr.js";

// `type` is the code's (see card_code.js); `room` tells how wide it may be now.
/**
 * @param {Speaker} speaker @param {Card} card @param {string} type @param {() => number} room
 * @returns {CodeForm & { canvas: HTMLCanvasElement }}
 */
export function qrForm(speaker, card, type, room) {
  const canvas = element("canvas", { role: "img", "aria-label": speaker.say("qr") });
  const place = element("div");
  /** @param {number} step */
  const make = async (step) => {
    const rows = qrRows(await cardCode(card.keys.qr, card.kid, step, type));
    return () => drawPicture(canvas, place, rows, room());
  };
  return { canvas, face: element("div", { class: "panel" }, place), make };
}
