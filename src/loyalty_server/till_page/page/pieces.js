/** Pieces that more than one panel of the till is made of. */

import { h } from "./dom.js";

/** @import { Goods, RefundLine, RuleEffect, View, Wording } from "../shapes" */
/** What was typed into the form that is sent; none leaves the page by itself. */
/** @param {Event} event */
export function sent(event) {
  event.preventDefault();
  const form = /** @type {HTMLFormElement} */ (event.target);
  const typed = new FormData(form);
  return { form, text: (/** @type {string} */ name) => String(typed.get(name) ?? "") };
}

/** The panel's name, and where the focus goes when what had it is gone. */
/** @param {string} text */
export const heading = (text) => h("h2", { tabindex: "-1", "data-key": "heading" }, text);

/** @param {string} name @param {string} value */
export const row = (name, value, style = "plain") =>
  h(`div.row.${style}`, {}, h("span.grow", {}, name), h("span.amount", {}, value));

/**
 * @param {string} key @param {string} text @param {(() => void) | undefined} onclick
 * @param {{ disabled?: boolean }} [state]
 */
export const primary = (key, text, onclick, { disabled = false } = {}) =>
  h("button.primary", { "data-key": key, disabled, onclick }, text);

/** @param {RefundLine} line @param {Goods} goods @param {Wording} words */
export function quantity(line, goods, words) {
  const shown = words.weight(line.quantity);
  return goods.get(line.sku)?.unit === "kg" ? words.say("kg", { quantity: shown }) : shown;
}

/** What each rule did, in its own unit: money that was taken off, or points. */
/** @param {RuleEffect[]} effects @param {Wording} words */
export function breakdown(effects, words) {
  if (effects.length === 0) return null;
  return h(
    "ul.breakdown",
    {},
    effects.map((effect) =>
      h(
        "li.row",
        {},
        h("span.grow", {}, effect.text),
        h(
          "span.amount",
          {},
          effect.money
            ? words.less(effect.money)
            : effect.points
              ? words.signed(effect.points)
              : "",
        ),
      ),
    ),
  );
}

/** What went wrong and what is being waited for, where the cashier looks anyway. */
/** @param {View} view */
export function troubles({ sale, lost, words, act, canLeave, canGiveUp, canSellOffline }) {
  return [
    sale.problem &&
      h(
        "div.problem",
        { role: "alert" },
        h("p.grow", {}, words.problem(sale.problem)),
        h("button.quiet", { "data-key": "dismiss", onclick: act.dismiss }, words.say("dismiss")),
      ),
    lost &&
      h(
        "div.problem",
        { role: "alert" },
        h("p", {}, words.say("lost")),
        h(
          "div.row",
          {},
          h("button.quiet", { "data-key": "retry", onclick: act.retryNow }, words.say("retry_now")),
          canGiveUp &&
            h("button.quiet", { "data-key": "give-up", onclick: act.giveUp }, words.say("give_up")),
          canSellOffline &&
            h(
              "button.quiet",
              { "data-key": "sell-offline", onclick: act.sellOffline },
              words.say("sell_offline"),
            ),
          canLeave &&
            h("button.quiet", { "data-key": "park", onclick: act.next }, words.say("next")),
        ),
      ),
  ];
}
