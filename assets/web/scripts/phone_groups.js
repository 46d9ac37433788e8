// A telephone number in the groups of its country, while it is typed (international formats of Google's libphonenumber).
// What is of another country stays as it was typed.
/** @type {Record<string, string>} */
const FORMS = {
  1: "### ###-####",
  7: "### ###-##-##",
  374: "## ######",
  375: "## ###-##-##",
  380: "## ### ####",
  992: "## ### ####",
  993: "## ##-##-##",
  994: "## ### ## ##",
  995: "### ## ## ##",
  996: "### ### ###",
  998: "## ### ## ##",
};
/** @type {Record<string, string>} */
const TRUNK = { 8: FORMS[7] }; // how Russians write +7 at home
const NUMBER_SO_FAR = /^\s*\+?[\d\s()\-–.]*$/;
const DIGIT = /[\d+]/;

/** @param {string} typed */
export function grouped(typed) {
  if (!NUMBER_SO_FAR.test(typed)) return typed;
  const digits = typed.replace(/\D/g, "");
  const isWhole = typed.trimStart().startsWith("+");
  const forms = isWhole ? FORMS : { 7: FORMS[7], ...TRUNK };
  const code = Object.keys(forms).find((each) => digits.startsWith(each));
  if (!code) return typed;
  const rest = filled(forms[code], digits.slice(code.length));
  return (isWhole ? "+" : "") + code + (rest && ` ${rest}`);
}

// Groups what is typed into `control`; the caret stays behind the digit that it was behind.
/** @param {HTMLInputElement} control */
export function groupTyped(control) {
  const caret = control.selectionStart ?? control.value.length;
  const before = [...control.value.slice(0, caret)].filter((sign) => DIGIT.test(sign)).length;
  const words = grouped(control.value);
  if (words === control.value) return;
  control.value = words;
  const place = placeBehind(words, before);
  control.setSelectionRange(place, place);
}

/** @param {string} form @param {string} digits */
function filled(form, digits) {
  const left = [...digits];
  let text = "";
  for (const sign of form) {
    if (!left.length) return text;
    text += sign === "#" ? left.shift() : sign;
  }
  return text + left.join("");
}

/** @param {string} words @param {number} count */
function placeBehind(words, count) {
  let place = 0;
  for (let left = count; left > 0; place++) if (DIGIT.test(words[place])) left--;
  return place;
}
