// The card's code for a till that reads no QR: lines, or digits to type. Seldom needed, so not in the page itself.
/** @import { Card, CodeForm, Rows } from "./shapes" */
/** @import { Speaker } from "./words.js" */
import { barRow } from "./bars.js";
import { manualCode } from "./card_code.js";
import { element } from "./dom.js";
import { drawPicture } from "./picture.js";

const BARS_ROOM = 410;
const BAR_HEIGHT = 120;

// The static code, as the server issued it: earns, never burns. `qrRows` is the page's own encoder.
/** @param {Speaker} say @param {Card} card @param {(text: string) => Rows} qrRows @returns {CodeForm} */
export function barcodeForm(say, { wallet }, qrRows) {
  const issued = wallet.card.static_code;
  const isQr = issued.symbology === "qr";
  const bars = barRow(issued);
  const rows = isQr ? qrRows(issued.payload) : bars ? [bars] : [];
  const canvas = element("canvas", { role: "img", "aria-label": say.say("barcode") });
  const place = rows.length ? element("div") : element("p", { class: "number" }, issued.payload);
  const room = () => Math.min(innerWidth, BARS_ROOM);
  const put = () => {
    if (rows.length) drawPicture(canvas, place, rows, room(), isQr ? null : BAR_HEIGHT);
  };
  const remark = muted(say, "earn_only");
  return { canvas, face: element("div", { class: "padded" }, place), make: async () => put, remark };
}

// Eight digits that the cashier types after the card's number.
/** @param {Speaker} say @param {Card} card @returns {CodeForm} */
export function manualForm(say, card) {
  const digits = element("p", { class: "digits" });
  /** @param {number} step */
  const make = async (step) => {
    const code = await manualCode(card.keys.manual, step);
    return () => { digits.textContent = `${code.slice(0, 4)} ${code.slice(4)}`; };
  };
  const face = element("div", { class: "padded" }, muted(say, "manual_code"), digits, muted(say, "manual_hint"));
  return { canvas: null, face, make };
}

/** @param {Speaker} say @param {string} word */
function muted(say, word) {
  return element("p", { class: "muted" }, say.say(word));
}
