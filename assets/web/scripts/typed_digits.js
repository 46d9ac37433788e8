// Digits as keyboards of other scripts type them, and as other programs copy them: as kopilka/ui/parts/typed_digits.py.
const INVISIBLE = /\p{Cf}/gu;
const DIGIT = /\p{Nd}/u;

// In compatible forms, digits of any script as 0 to 9, without what nobody sees.
/** @param {string} typed */
export function plain(typed) {
  const seen = typed.normalize("NFKC").replace(INVISIBLE, "");
  return [...seen].map((sign) => (DIGIT.test(sign) ? digitOf(sign) : sign)).join("");
}

// A script's digits stand in a row from its zero on (The Unicode Standard, 4.6).
/** @param {string} digit */
function digitOf(digit) {
  const place = /** @type {number} */ (digit.codePointAt(0));
  let value = 0;
  while (DIGIT.test(String.fromCodePoint(place - value - 1))) value++;
  return String(value);
}
