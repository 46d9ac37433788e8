// A telephone number in the groups of its country, while it is typed (international formats of Google's libphonenumber).
// What is of another country stays as it was typed.
// As in kopilka/ui/look/phone_forms.py; the first that a number fits is its own.
const FORMS = [
  "1 ### ###-####",
  "7 ### ###-##-##",
  "44 11# ### ####",
  "44 1#1 ### ####",
  "44 2# #### ####",
  "44 3## ### ####",
  "44 8## ### ####",
  "44 #### ######",
  "374 ## ######",
  "375 ## ###-##-##",
  "380 ## ### ####",
  "992 ## ### ####",
  "993 ## ##-##-##",
  "994 ## ### ## ##",
  "995 ### ## ## ##",
  "996 ### ### ###",
  "998 ## ### ## ##",
];
const AT_HOME = ["7 ### ###-##-##", "8 ### ###-##-##"]; // how Russians write +7
const NUMBER_SO_FAR = /^\s*\+?[\d\s()\-–.]*$/;
const DIGIT = /[\d+]/;

/** @param {string} typed */
export function grouped(typed) {
  if (!NUMBER_SO_FAR.test(typed)) return typed;
  const digits = typed.replace(/\D/g, "");
  const isWhole = typed.trimStart().startsWith("+");
  const form = (isWhole ? FORMS : AT_HOME).find((each) => fits(each, digits));
  return form && digits ? (isWhole ? "+" : "") + filled(form, digits) : typed;
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

// Whether a number may begin so.
/** @param {string} form @param {string} digits */
function fits(form, digits) {
  const places = form.replace(/[ -]/g, "");
  return [...digits].every((digit, at) => !/\d/.test(places[at] ?? "") || places[at] === digit);
}

/** @param {string} form @param {string} digits */
function filled(form, digits) {
  const left = [...digits];
  let text = "";
  for (const sign of form) {
    if (!left.length) return text;
    text += /[\d#]/.test(sign) ? left.shift() : sign;
  }
  return text + left.join("");
}

/** @param {string} words @param {number} count */
function placeBehind(words, count) {
  let place = 0;
  for (let left = count; left > 0; place++) if (DIGIT.test(words[place])) left--;
  return place;
}
