/** Returns: choose a receipt of this till, choose what comes back, see what that did. */

import { h, icon } from "./dom.js";
import { heading, primary, quantity, row } from "./pieces.js";
import { exact, leftOf } from "./sale.js";

export function refundPanel(view) {
  const { refund } = view;
  return [
    h(
      "header.row",
      {},
      heading(view.words.say("refund_title")),
      h("span.grow"),
      h(
        "button.round",
        {
          "data-key": "refund-close",
          "aria-label": view.words.say("close"),
          onclick: view.act.closeRefund,
        },
        icon("close"),
      ),
    ),
    refund.problem && h("div.problem", { role: "alert" }, view.words.problem(refund.problem)),
    body(view),
  ];
}

function body(view) {
  if (!view.refund.receipt) return receiptList(view);
  return view.refund.outcome ? refunded(view) : choice(view);
}

function receiptList({ receipts, words, act }) {
  if (receipts.length === 0) return h("p.muted", {}, words.say("refund_none"));
  return [
    h("h3", {}, words.say("refund_choose")),
    h(
      "ul.receipts",
      { "data-scroll": "", "data-key": "receipts", tabindex: "-1" },
      receipts.map((receipt) =>
        h(
          "li",
          {},
          h(
            "button.receipt",
            {
              "data-key": `receipt-${receipt.receipt_id}`,
              onclick: () => act.chooseRefund(receipt),
            },
            h(
              "span.grow",
              {},
              h("strong", {}, words.time(receipt.at)),
              h("span.muted", {}, words.say("receipt_number", { number: receipt.receipt_id })),
            ),
            h("span.amount", {}, words.money(receipt.paid)),
            h("span.gain", {}, words.signed(receipt.earned)),
          ),
        ),
      ),
    ),
  ];
}

function choice(view) {
  const { refund, goods, words, act, refunding } = view;
  const { receipt, quantities } = refund;
  const picked = receipt.lines.filter((line) => quantities[line.sku] > 0);
  const worth = picked.reduce(
    (sum, line) => sum + Math.round((line.amount * quantities[line.sku]) / line.quantity),
    0,
  );
  return [
    h(
      "button.quiet",
      { "data-key": "refund-back", onclick: act.openRefund },
      words.say("refund_back"),
    ),
    h("h3", {}, words.say("refund_lines")),
    h(
      "ul.lines",
      { "data-scroll": "", "data-key": "refund-lines", tabindex: "-1" },
      receipt.lines.map((line) => refundLine(line, view, goods)),
    ),
    h(
      "footer",
      {},
      primary(
        "refund",
        picked.length
          ? words.say("refund_do", { money: words.money(worth) })
          : words.say("refund_pick"),
        act.refund,
        {
          disabled: refunding || picked.length === 0,
        },
      ),
      refunding && h("p.muted", {}, words.say("waiting")),
    ),
  ];
}

function refundLine(line, { refund, words, act, refunding }, goods) {
  const left = leftOf(refund.receipt, line);
  const chosen = refund.quantities[line.sku] ?? 0;
  const by = goods.get(line.sku)?.step ?? 1;
  const step = (change, name) =>
    h(
      "button.step",
      {
        "data-key": `refund-${name}-${line.sku}`,
        "aria-label": words.say(name, { title: line.title }),
        disabled: refunding || exact(chosen + change) < 0 || exact(chosen + change) > left,
        onclick: () => act.returnMore(line, exact(chosen + change)),
      },
      icon(change > 0 ? "plus" : "minus"),
    );
  const some = quantity({ ...line, quantity: chosen }, goods, words);
  const all = quantity({ ...line, quantity: left }, goods, words);
  return h(
    "li",
    {},
    h("span.name", {}, words.title(line.title)),
    left > 0 && step(-by, "less"),
    h("span.quantity", {}, left > 0 ? words.say("of", { some, all }) : words.say("refunded")),
    left > 0 && step(by, "more"),
    h("span.amount", {}, words.money(line.amount)),
  );
}

function refunded({ refund, words, act }) {
  const { amount, restored, reversed, balance } = refund.outcome;
  return [
    h(
      "div.thanks",
      {},
      h("span.tick", {}, icon("check")),
      h("h2", {}, words.say("refund_done", { money: words.money(amount.amount) })),
    ),
    h(
      "section.box",
      {},
      row(words.say("refund_restored"), words.signed(restored)),
      row(words.say("refund_reversed"), words.signed(-reversed)),
      row(words.say("balance_now"), words.points(balance)),
      balance < 0 && h("p.problem", {}, words.say("refund_debt")),
    ),
    h(
      "footer",
      {},
      primary("refund-done", words.say("close"), act.closeRefund, { disabled: false }),
    ),
  ];
}
