// The card's QR: error correction Q, quiet zone of four modules (ISO/IEC 18004), as the app draws it.
/** @import { Rows } from "./shapes" */
import { correction, generate, mode } from "lean-qr";

const QUIET = 4;
const LW1 = /^LW1[0-9A-Z]+$/; // alphanumeric: a text of any kind costs the encoder its table of Shift JIS
// The app's mask (loyalty_api/card_code.py): with another the picture would change under the scanner when it takes over.
const TERMS = { minCorrectionLevel: correction.Q, maxCorrectionLevel: correction.Q, mask: /** @type {const} */ (7) };

// Rows of "0" and "1", the quiet zone inside.
/** @param {string} text @returns {Rows} */
export function qrRows(text) {
  return withQuiet(rowsOf(generate(LW1.test(text) ? mode.alphaNumeric(text) : text, TERMS)));
}

/** @param {Rows} rows */
function withQuiet(rows) {
  const beside = "0".repeat(QUIET);
  const line = "0".repeat(rows.length + 2 * QUIET);
  const lines = Array(QUIET).fill(line);
  return [...lines, ...rows.map((row) => beside + row + beside), ...lines];
}

/** @param {{ size: number, get(x: number, y: number): number | boolean }} bitmap */
function rowsOf(bitmap) {
  const places = [...Array(bitmap.size).keys()];
  return places.map((y) => places.map((x) => +bitmap.get(x, y)).join(""));
}
