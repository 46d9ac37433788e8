/** Receipts: choose one of this till, choose what comes back or note that it arrived, see what that did. */

/** @import { Receipt, ReceiptLine, Refunded, RefundView, Return, Search } from "../shapes" */
import { exact } from "./basket.js";
import { deliveryBox } from "./delivery.js";
import { h, icon } from "./dom.js";
import { leftOf } from "./kept_receipts.js";
import { heading, primary, quantity, row, sent } from "./pieces.js";

/** @param {RefundView} view */
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

/** @param {RefundView} view */
function body(view) {
  const { refund } = view;
  if (!refund.receipt) return receiptList({ ...view, refund });
  return refund.outcome ? refunded(refund.outcome, view) : choice({ ...view, refund });
}

/** @param {RefundView<Search>} view */
function receiptList(view) {
  const { receipts, refund, words } = view;
  const { found } = refund;
  if (found) {
    return [
      search(view),
      found.length === 0 && h("p.muted", { role: "status" }, words.say("refund_not_found")),
      listed(found, view),
    ];
  }
  return [
    search(view),
    h("h3", {}, words.say(receipts.length > 0 ? "refund_choose" : "refund_none")),
    listed(receipts, view),
  ];
}

/** Sold by a colleague, by another till or before today: by the number on the receipt. */
/** @param {RefundView} view */
function search({ words, act }) {
  return h(
    "form.search",
    {
      onsubmit: (event) => {
        const { text } = sent(event);
        act.findReceipt(text("number"), text("day"));
      },
    },
    h(
      "label.grow",
      {},
      words.say("refund_number"),
      h("input", {
        name: "number",
        type: "text",
        "data-key": "refund-number",
        autocomplete: "off",
        spellcheck: "false",
        enterkeyhint: "search",
        maxlength: 200,
      }),
    ),
    h("label", {}, words.say("refund_day"), h("input", { name: "day", type: "date" })),
    h("button.secondary", { "data-key": "refund-find" }, words.say("refund_find")),
  );
}

/** @param {Receipt[]} receipts @param {RefundView} view */
function listed(receipts, { words, act }) {
  return h(
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
            (receipt.delivery || receipt.delivered) &&
              h(
                "span.muted.coming",
                {},
                icon("truck"),
                words.say(receipt.delivered ? "delivered" : "delivery"),
              ),
          ),
          h("span.amount", {}, words.money(receipt.paid)),
          words.collects && receipt.earned !== undefined && h("span.gain", {}, words.signed(receipt.earned)),
        ),
      ),
    ),
  );
}

/** @param {RefundView<Return>} view */
function choice(view) {
  const { refund, words, act, refunding } = view;
  const { receipt, quantities } = refund;
  const picked = receipt.lines.filter((line) => quantities[line.sku] > 0);
  const known = receipt.lines.every((line) => line.amount !== undefined);
  const worth = picked.reduce(
    (sum, line) => sum + Math.round(((line.amount ?? 0) * quantities[line.sku]) / line.quantity),
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
      receipt.lines.map((line) => refundLine(line, view)),
    ),
    view.config.types && amountBack(view),
    (receipt.delivery !== false || receipt.delivered) && deliveryBox(view, receipt),
    h(
      "footer",
      {},
      primary(
        "refund",
        refund.amount > 0
          ? words.say("refund_do", { money: words.money(refund.amount) })
          : picked.length === 0
            ? words.say("refund_pick")
            : known
              ? words.say("refund_do", { money: words.money(worth) })
              : words.say("refund_chosen"),
        act.refund,
        {
          disabled: refunding || (picked.length === 0 && refund.amount <= 0),
        },
      ),
      refunding && h("p.muted", {}, words.say("waiting")),
    ),
  ];
}

/** A part of what was paid, where no line says what came back. */
/** @param {RefundView<Return>} view */
function amountBack({ refund, words, act, refunding }) {
  const field = h("input", {
    type: "text",
    inputmode: "decimal",
    "data-key": "refund-amount",
    disabled: refunding,
    autocomplete: "off",
    value: refund.amount > 0 ? undefined : "",
    onchange: () => act.returnAmount(words.amount(field.value)),
  });
  return h("label.search", {}, words.say("refund_amount"), field);
}

/** @param {ReceiptLine} line @param {RefundView<Return>} view */
function refundLine(line, { refund, goods, words, act, refunding }) {
  const left = leftOf(refund.receipt, line);
  const chosen = refund.quantities[line.sku] ?? 0;
  const by = goods.get(line.sku)?.step ?? 1;
  /** @param {number} change @param {string} name */
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
    line.amount !== undefined && h("span.amount", {}, words.money(line.amount)),
  );
}

/** @param {Refunded} outcome @param {RefundView} view */
function refunded({ amount, restored, reversed, balance }, { words, act }) {
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
      words.collects && row(words.say("refund_restored"), words.signed(restored)),
      words.collects && row(words.say("refund_reversed"), words.signed(-reversed)),
      words.collects && row(words.say("balance_now"), words.points(balance)),
      balance < 0 && h("p.problem", {}, words.say("refund_debt")),
    ),
    h(
      "footer",
      {},
      primary("refund-done", words.say("close"), act.closeRefund, { disabled: false }),
    ),
  ];
}
