// Digits as keyboards of other scripts type them, and as other programs copy them: as kopilka/ui/parts/typed_digits.py.
const INVISIBLE = /[^\P{Cf}\u200c\u200d]/gu;
const FOLDED = /[\p{Nd}\uff01-\uff5e]/gu;
const DIGIT = /\p{Nd}/u;
const CODE = /\d{6}/;

// Digits of any script as 0 to 9, full-width signs as their own, without what nobody sees.
/** @param {string} typed */
export function plain(typed) {
  const seen = typed.replace(INVISIBLE, "");
  return seen.replace(FOLDED, (sign) => digitOf(sign.normalize("NFKC")));
}

// Its first six digits in a row, else what there is of digits.
/** @param {string} typed */
export function codeIn(typed) {
  const text = plain(typed);
  return CODE.exec(text)?.[0] ?? text.replace(/\D/g, "").slice(0, 6);
}

// A script's digits stand in a row from its zero on (The Unicode Standard, 4.6).
/** @param {string} sign */
function digitOf(sign) {
  if (!DIGIT.test(sign)) return sign;
  const place = /** @type {number} */ (sign.codePointAt(0));
  let value = 0;
  while (DIGIT.test(String.fromCodePoint(place - value - 1))) value++;
  return String(value);
}
