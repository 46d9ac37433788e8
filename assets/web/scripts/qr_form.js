// The card's QR in a view: what stands in its place, and what puts the code of a step there.
import { cardCode } from "./card_code.js";
import { element } from "./dom.js";
import { drawPicture } from "./picture.js";
import { qrRows } from "./qr.js";

// `type` is the code's (see card_code.js); `room` tells how wide it may be now.
export function qrForm(speaker, card, type, room) {
  const canvas = element("canvas", { role: "img", "aria-label": speaker.say("qr") });
  const place = element("div");
  const make = async (step) => {
    const rows = qrRows(await cardCode(card.keys.qr, card.kid, step, type));
    return () => drawPicture(canvas, place, rows, room());
  };
  return { canvas, face: element("div", { class: "panel" }, place), make };
}
