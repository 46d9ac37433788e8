/** The amount of a sale, typed with a thumb: big keys, and a field for whoever has a keyboard. */

import { h, icon } from "./dom.js";
import { createRun } from "./scanner.js";

/** @import { View, Wording } from "../shapes" */
const KEYS = ["1", "2", "3", "4", "5", "6", "7", "8", "9"];
const WHOLE_DIGITS = 7;
const run = createRun();

/** @param {View} view */
export function padPanel(view) {
  const { sale, fixed, words, act } = view;
  const { typed } = sale.phase === "done" ? { typed: "" } : sale;
  /** @param {string} text */
  const type = (text) => act.type(text, words.amount(text));
  /** @param {string} key */
  const press = (key) => type(withKey(typed, key, words));
  const field = h("input.typed", {
    id: "amount",
    type: "text",
    inputmode: "none",
    "data-key": "amount",
    "data-live": "",
    autocomplete: "off",
    readonly: fixed,
    placeholder: words.money(0),
    oninput: () => {
      if (isAmount(field.value, words)) type(field.value);
    },
    onkeydown: (event) => {
      if (fixed) return;
      if (event.key !== "Enter") return run.goOn(event.timeStamp, field.value);
      event.preventDefault();
      const { amount, code } = parted(field.value, run.end(), words);
      if (code) {
        field.value = amount;
        if (amount !== typed) type(amount);
        scanned(code, view);
      } else if (words.amount(amount) > 0) act.ready();
    },
  });
  field.value = typed;
  return h(
    "div.pad",
    { role: "group", "aria-label": words.say("amount") },
    h("label.unseen", { for: "amount" }, words.say("amount")),
    field,
    h(
      "div.keys",
      {},
      KEYS.map((key) => padKey(key, press, fixed)),
      words.digits > 0 ? padKey(words.separator, press, fixed) : padKey("00", press, fixed),
      padKey("0", press, fixed),
      h(
        "button.key",
        {
          "data-key": "key-erase",
          disabled: fixed || typed === "",
          "aria-label": words.say("erase"),
          onclick: () => type(typed.slice(0, -1)),
        },
        icon("erase"),
      ),
    ),
  );
}

/** @param {string} key @param {(key: string) => void} press @param {boolean} fixed */
function padKey(key, press, fixed) {
  return h(
    "button.key",
    { "data-key": `key-${key}`, disabled: fixed, onclick: () => press(key) },
    key,
  );
}

/** As it would stand after this key; a key that makes no amount changes nothing. */
/** @param {string} typed @param {string} key @param {Wording} words */
function withKey(typed, key, words) {
  const after = typed === "0" && key !== words.separator ? key : typed + key;
  return isAmount(after, words) ? after : typed;
}

/** Also what is on its way to be one. */
/** @param {string} text @param {Wording} words */
function isAmount(text, { digits }) {
  if (text === "") return true;
  const [whole, part, ...more] = text.split(/[.,]/);
  if (more.length > 0 || (part !== undefined && digits === 0)) return false;
  return (
    /^\d+$/.test(whole) &&
    whole.length <= WHOLE_DIGITS &&
    /^\d*$/.test(part ?? "") &&
    (part ?? "").length <= digits
  );
}

/** A scanner types wherever the focus is: what is no amount is a code, behind the amount that stood there `before`. */
/** @param {string} text @param {string} before @param {Wording} words */
function parted(text, before, words) {
  if (isAmount(text, words)) return { amount: text, code: "" };
  const amount = isAmount(before, words) ? before : "";
  return { amount, code: text.startsWith(amount) ? text.slice(amount.length) : text };
}

/** It is a card's, or a coupon's once there is a card. */
/** @param {string} code @param {Pick<View, "sale" | "act">} view */
function scanned(code, { sale, act }) {
  if (sale.scan && sale.phase !== "done") act.addCoupon(code);
  else act.scan(code);
}
