// The card's QR: error correction Q, quiet zone of four modules (ISO/IEC 18004), as the app draws it.
import { correction, generate, mode } from "lean-qr";

const QUIET = 4;
const MASKS = [0, 1, 2, 3, 4, 5, 6, 7];
const FINDER = "1011101";
const LW1 = /^LW1[0-9A-Z]+$/; // alphanumeric: a text of any kind costs the encoder its table of Shift JIS

// Rows of "0" and "1", the quiet zone inside. The mask is the one the standard's own score picks (7.8.3), as in the
// app: with another mask the picture would change under the scanner when the app takes over.
export function qrRows(text) {
  const content = LW1.test(text) ? mode.alphaNumeric(text) : text;
  const terms = { minCorrectionLevel: correction.Q, maxCorrectionLevel: correction.Q };
  const symbols = MASKS.map((mask) => rowsOf(generate(content, { ...terms, mask })));
  const scores = symbols.map((rows) => penalty(withoutFormat(rows)));
  return withQuiet(symbols[scores.indexOf(Math.min(...scores))]);
}

function withQuiet(rows) {
  const beside = "0".repeat(QUIET);
  const line = "0".repeat(rows.length + 2 * QUIET);
  const lines = Array(QUIET).fill(line);
  return [...lines, ...rows.map((row) => beside + row + beside), ...lines];
}

function rowsOf(bitmap) {
  const places = [...Array(bitmap.size).keys()];
  return places.map((y) => places.map((x) => +bitmap.get(x, y)).join(""));
}

// The score is taken before the format information is placed.
function withoutFormat(rows) {
  const last = rows.length - 1;
  return rows.map((row, y) =>
    row.replace(/./g, (dark, x) => {
      const besideFinder = (x === 8 && (y < 9 || y > last - 8)) || (y === 8 && (x < 9 || x > last - 8));
      return besideFinder && x !== 6 && y !== 6 ? "0" : dark;
    }),
  );
}

function penalty(rows) {
  const columns = [...rows[0]].map((_, x) => rows.map((row) => row[x]).join(""));
  const lines = [...rows, ...columns];
  const dark = rows.join("").replaceAll("0", "").length / rows.length ** 2;
  const balance = 10 * Math.trunc(Math.abs(dark * 100 - 50) / 5);
  return sum(lines, runScore) + sum(lines, finderScore) + blockScore(rows) + balance;
}

function runScore(line) {
  return sum([...line.matchAll(/(.)\1{4,}/g)], ([run]) => run.length - 2);
}

function finderScore(line) {
  let score = 0;
  let at = line.indexOf(FINDER);
  while (at >= 0) {
    const end = at + FINDER.length;
    const before = line.slice(Math.max(at - 4, 0), at);
    const counts = at === 0 || end === line.length || isLight(before) || isLight(line.slice(end, end + 4));
    score += counts ? 40 : 0;
    at = line.indexOf(FINDER, counts ? end : at + 4);
  }
  return score;
}

function blockScore(rows) {
  let score = 0;
  for (let y = 1; y < rows.length; y++) {
    for (let x = 1; x < rows.length; x++) {
      const dark = rows[y][x];
      if (dark === rows[y][x - 1] && dark === rows[y - 1][x] && dark === rows[y - 1][x - 1]) score += 3;
    }
  }
  return score;
}

const isLight = (modules) => !modules.includes("1");
const sum = (list, score) => list.reduce((total, each) => total + score(each), 0);
