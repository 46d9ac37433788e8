/** Goods that are brought: said before the receipt is paid, noted when the shopper has them. */

/** @import { Quote, Receipt, View, Wording } from "../shapes" */
import { h, icon } from "./dom.js";

/** @param {View} view @param {Quote} quote */
export function deliveryChoice({ sale, words, act, busy }, quote) {
  const { delivery: isChosen } = sale;
  return h(
    "button.box.brought",
    { "data-key": "delivery", "aria-pressed": String(isChosen), disabled: busy, onclick: act.bring },
    icon("truck"),
    h("span.grow", {}, words.say("delivery")),
    isChosen && h("span", {}, words.say(quote.free_delivery ? "delivery_free" : "delivery_later")),
    isChosen && icon("check"),
  );
}

/** Where a receipt's goods are, and the button for when they have arrived. */
/** @param {View} view @param {Receipt} receipt */
export function deliveryBox({ words, act, delivering }, receipt) {
  const { delivered } = receipt;
  const state = delivered ? arrival(delivered, words) : words.say("delivery_mark");
  return h(
    "section.box.brought",
    {},
    icon("truck"),
    h("div.grow", {}, h("h3", {}, words.say("delivery")), h("p.muted", {}, state)),
    !delivered &&
      h(
        "button.secondary",
        {
          "data-key": "deliver",
          disabled: delivering.includes(receipt.purchase_id),
          onclick: () => act.deliver(receipt),
        },
        words.say("delivered"),
      ),
  );
}

/** The day stands with another day than today. */
/** @param {string} moment @param {Wording} words */
function arrival(moment, words) {
  const time = words.time(moment);
  return words.isToday(moment)
    ? words.say("delivered_at", { time })
    : words.say("delivered_on", { day: words.day(moment), time });
}
