/** The right half of the till: the receipt, its payment, the thanks. */

/** @import { Join, Line, Receipt, Resolved, View } from "../shapes" */
import { AMOUNT, isTyped, total } from "./basket.js";
import { cardBox, memberCard } from "./card.js";
import { couponBox, tooLate } from "./coupons.js";
import { deliveryBox } from "./delivery.js";
import { h, icon } from "./dom.js";
import { paymentPanel } from "./payment.js";
import { breakdown, heading, primary, quantity, row, troubles } from "./pieces.js";

/** @param {View} view */
export function receiptPanel(view) {
  switch (view.sale.phase) {
    case "payment":
      return paymentPanel(view);
    case "done":
      return thanks(view);
    default:
      return basket(view);
  }
}

/** @param {View} view */
function basket(view) {
  const { sale, words, act, busy, config } = view;
  const needsCard = !sale.scan && !config.display && sale.basket.length > 0;
  return [
    h(
      "header.row",
      {},
      heading(words.say("receipt")),
      h("span.muted.grow.number", {}, words.say("receipt_number", { number: sale.receipt })),
      sale.basket.length > 0 &&
        h(
          "button.quiet",
          { "data-key": "clear", disabled: busy, onclick: act.clear },
          words.say("clear"),
        ),
    ),
    troubles(view),
    sale.scan ? memberCard(view, sale.scan) : cardBox(view),
    couponBox(view),
    sale.basket.length > 0
      ? !isTyped(sale) && lines(view)
      : h("p.empty.muted", {}, words.say(view.config.catalogue.length ? "empty" : "empty_amount")),
    h(
      "footer",
      {},
      row(words.say("total"), words.money(total(sale.basket)), "big"),
      primary(
        "checkout",
        needsCard
          ? words.say("card_first")
          : words.say("checkout", { money: words.money(total(sale.basket)) }),
        act.checkout,
        { disabled: busy || needsCard || sale.basket.length === 0 },
      ),
    ),
  ];
}

/** @param {View} view */
function lines({ sale, goods, words, act, fixed }) {
  /** @param {Line} line @param {1 | -1} sign @param {string} name */
  const step = (line, sign, name) =>
    h(
      "button.step",
      {
        "data-key": `${name}-${line.sku}`,
        "aria-label": words.say(name, { title: line.title }),
        disabled: fixed || !goods.has(line.sku),
        onclick: () => act.add(line.sku, sign),
      },
      icon(sign > 0 ? "plus" : "minus"),
    );
  return h(
    "ul.lines",
    { "data-scroll": "", "data-key": "lines", tabindex: "-1" },
    sale.basket.map((line) =>
      h(
        "li",
        {},
        h("span.name", {}, words.title(line.title)),
        line.sku !== AMOUNT && step(line, -1, "less"),
        line.sku !== AMOUNT && h("span.quantity", {}, quantity(line, goods, words)),
        line.sku !== AMOUNT && step(line, 1, "more"),
        h("span.amount", {}, words.money(line.amount)),
      ),
    ),
  );
}

/** @param {View} view */
function thanks(view) {
  const { sale, words, act, receipts } = view;
  const paid = receipts.find((one) => one.purchase_id === sale.outcome?.purchase_id);
  return [
    h(
      "header.row",
      {},
      heading(words.say("receipt")),
      h("span.muted.grow.number", {}, words.say("receipt_number", { number: sale.receipt })),
    ),
    troubles(view),
    sale.outcome && tooLate(sale, words),
    h(
      "div.scroller",
      { "data-scroll": "", "data-key": "thanks", tabindex: "-1" },
      h("div.thanks", {}, h("span.tick", {}, icon("check")), h("p.thanked", {}, words.say("done"))),
      paid?.delivery && deliveryBox(view, paid),
      sale.outcome && outcome(view, sale.outcome, paid),
      sale.join && joining(sale.join, words),
      sale.offline && h("section.box", {}, h("p", {}, words.say("sold_offline"))),
    ),
    h("footer", {}, primary("next", words.say("next"), act.next, {})),
  ];
}

/** @param {View} view @param {Resolved} resolved @param {Receipt} [receipt] */
function outcome({ words, act }, resolved, receipt) {
  const { earned, burned, balance, breakdown: effects } = resolved;
  return h(
    "section.box",
    {},
    receipt && row(words.say("paid"), words.money(receipt.paid)),
    words.collects &&
      h(
        "div.row",
        {},
        h("h3.grow", {}, words.say("earned")),
        h("span.amount.gain", {}, words.signed(earned)),
      ),
    breakdown(effects, words),
    burned > 0 && row(words.say("burned"), words.signed(-burned)),
    words.collects && row(words.say("balance_now"), words.points(balance)),
    receipt &&
      h(
        "button.quiet",
        { "data-key": "refund-this", onclick: () => act.chooseRefund(receipt) },
        words.say("refund_this"),
      ),
  );
}

/** @param {Join} join @param {View["words"]} words */
function joining({ will_earn: points, expires_at: until }, words) {
  const text =
    points > 0
      ? words.say("join_text", { points: words.points(points), time: words.time(until) })
      : words.say("join_nothing");
  return h(
    "section.box.join",
    {},
    icon("qr"),
    h("div", {}, h("h3", {}, words.say("join_ready")), h("p.muted", {}, text)),
  );
}
