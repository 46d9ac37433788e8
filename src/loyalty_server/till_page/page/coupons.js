/** Coupons of a receipt: the field a scanner types into, those that were read, those that came too late. */

/** @import { Sale, View } from "../shapes" */
import { h, icon } from "./dom.js";
import { sent } from "./pieces.js";

/** @param {View} view */
export function couponBox(view) {
  const { sale, words, act, config } = view;
  if (!config.types || !sale.scan) return null;
  return h(
    "form.box.scan",
    {
      onsubmit: (event) => {
        const { form, text } = sent(event);
        form.reset();
        act.addCoupon(text("coupon"));
      },
    },
    h("label", { for: "coupon" }, words.say("coupon")),
    h(
      "div.field",
      {},
      h("input", {
        id: "coupon",
        name: "coupon",
        type: "text",
        "data-key": "coupon",
        autocomplete: "off",
        autocapitalize: "characters",
        spellcheck: "false",
        enterkeyhint: "done",
        maxlength: 64,
      }),
      h(
        "button.round",
        { "data-key": "add-coupon", "aria-label": words.say("coupon_add") },
        icon("plus"),
      ),
    ),
    chips(view),
  );
}

/** @param {View} view */
function chips({ sale, words, act, busy }) {
  const { coupons, queued = [] } = sale;
  const read = [...coupons, ...queued];
  /** @param {string} code */
  const chip = (code) =>
    h(
      "button.chip",
      {
        "data-key": `coupon-${code}`,
        type: "button",
        disabled: busy,
        "aria-label": words.say("coupon_drop", { code }),
        onclick: () => act.dropCoupon(code),
      },
      code,
      icon("close"),
    );
  return read.length > 0 && h("ul.coupons", {}, read.map((code) => h("li", {}, chip(code))));
}

/** Read while the receipt was being paid, and worth what they were: the cashier gives them back. */
/** @param {Sale} sale @param {View["words"]} words */
export const tooLate = ({ queued = [] }, words) =>
  queued.map((code) => h("p.problem", { role: "alert" }, words.say("coupon_late", { code })));
