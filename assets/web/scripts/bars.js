// A static code's lines, as loyalty_api/bars.py makes them: EAN-13 and Code 128 with their quiet zones, "1" dark.
/** @import { StaticCode } from "./shapes" */
const LEFT = ["0001101", "0011001", "0010011", "0111101", "0100011",
  "0110001", "0101111", "0111011", "0110111", "0001011"];
const PARITY = ["OOOOOO", "OOEOEE", "OOEEOE", "OOEEEO", "OEOOEE", "OEEOOE", "OEEEOO", "OEOEOE", "OEOEEO", "OEEOEO"];
const WIDTHS = ("212222222122222221121223121322131222122213122312132212221213221312231212112232122132122231113222" +
  "123122123221223211221132221231213212223112312131311222321122321221312212322112322211212123212321" +
  "232121111323131123131321112313132113132311211313231113231311112133112331132131113123113321133121" +
  "313121211331231131213113213311213131311123311321331121312113312311332111314111221411431111111224" +
  "111422121124121421141122141221112214112412122114122411142112142211241211221114413111241112134111" +
  "111242121142121241114212124112124211411212421112421211212141214121412121111143111341131141114113" +
  "114311411113411311113141114131311141411131211412211214211232").match(/.{6}/g);
const START_B = 104;
const START_C = 105;
const STOP = "1100011101011";
const QUIET = { ean13: 11, code128: 10 };

// One row of modules, or null for what this symbology cannot hold.
/** @param {StaticCode} code @returns {string | null} */
export function barRow({ symbology, payload }) {
  const modules = symbology === "ean13" ? ean13(payload) : code128(payload);
  const quiet = "0".repeat(symbology === "ean13" ? QUIET.ean13 : QUIET.code128);
  return modules && quiet + modules + quiet;
}

/** @param {string} digits */
function ean13(digits) {
  if (!/^\d{13}$/.test(digits)) return null;
  const [first, ...rest] = [...digits].map(Number);
  /** @param {number} digit */
  const even = (digit) => mirrored(inverted(LEFT[digit]));
  const left = rest.slice(0, 6).map((digit, at) => (PARITY[first][at] === "O" ? LEFT[digit] : even(digit)));
  const right = rest.slice(6).map((digit) => inverted(LEFT[digit]));
  return `101${left.join("")}01010${right.join("")}101`;
}

/** @param {string} text */
function code128(text) {
  if (!/^[ -~]+$/.test(text)) return null;
  const values = /^(\d\d)+$/.test(text)
    ? [START_C, ...(text.match(/../g) ?? []).map(Number)]
    : [START_B, ...[...text].map((character) => character.charCodeAt(0) - 32)];
  const check = values.reduce((sum, value, at) => sum + at * value) % 103;
  return [...values, check].map((value) => modulesOf(WIDTHS?.[value] ?? "")).join("") + STOP;
}

/** @param {string} modules */
const inverted = (modules) => modules.replace(/./g, (module) => (module === "1" ? "0" : "1"));
/** @param {string} modules */
const mirrored = (modules) => [...modules].reverse().join("");
/** @param {string} widths */
const modulesOf = (widths) => [...widths].map((width, at) => `${1 - (at % 2)}`.repeat(Number(width))).join("");
