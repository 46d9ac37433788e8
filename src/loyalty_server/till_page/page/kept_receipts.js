/** Receipts of this till: kept once they are paid, found again, returned from and delivered. */

/**
 * @import { Answer, App, FoundReceipt, Receipt, ReceiptLine, RefundLine, Resolved, Return, Waiting }
 *   from "../shapes"
 */
import { doneBy, problemOf } from "./answers.js";
import { exact } from "./basket.js";

const KEPT_RECEIPTS = 30;

/** @param {App} app @param {Waiting & { kind: "complete" }} call @param {Resolved} outcome @returns {App} */
export function withReceipt(app, call, outcome) {
  const receipt = {
    purchase_id: outcome.purchase_id,
    receipt_id: call.receipt,
    at: new Date().toISOString(),
    lines: call.lines,
    paid: call.paid,
    earned: outcome.earned,
    delivery: call.delivery,
    returned: {},
  };
  return { ...app, receipts: [receipt, ...app.receipts].slice(0, KEPT_RECEIPTS) };
}

/** @param {Receipt} receipt @returns {Return} */
export function openRefund(receipt) {
  return { receipt, quantities: {}, amount: 0, outcome: null, problem: null };
}

/** @param {Receipt} receipt @param {ReceiptLine} line */
export const leftOf = (receipt, line) => exact(line.quantity - (receipt.returned[line.sku] ?? 0));

/** @param {App} app @param {Waiting & { kind: "refund" }} call @param {Answer} answer @returns {App} */
export function afterRefund(app, call, answer) {
  const shown = app.refund?.receipt?.receipt_id === call.receipt ? app.refund : null;
  if (!answer.ok) {
    const problem = problemOf(answer);
    return shown
      ? { ...app, refund: { ...shown, problem } }
      : { ...app, notice: { receipt: call.receipt, problem } };
  }
  const receipts = app.receipts.map((one) =>
    one.receipt_id === call.receipt ? withReturned(one, call.body.lines ?? []) : one,
  );
  const refund = shown && { ...shown, outcome: doneBy(call, answer.body), problem: null };
  const notice = shown ? app.notice : { receipt: call.receipt, problem: null };
  return { ...app, receipts, refund, notice };
}

/** The goods are there: the receipt says since when, in the list and where it is open. */
/** @param {App} app @param {Waiting & { kind: "deliver" }} call @param {Answer} answer @returns {App} */
export function afterDelivery(app, call, answer) {
  if (!answer.ok) return { ...app, notice: { receipt: call.receipt, problem: problemOf(answer) } };
  const delivered = new Date().toISOString();
  /** @param {Receipt} one @returns {Receipt} */
  const noted = (one) =>
    one.purchase_id === call.body.purchase_id ? { ...one, delivered } : one;
  const { refund } = app;
  return {
    ...app,
    receipts: app.receipts.map(noted),
    refund: refund?.receipt ? { ...refund, receipt: noted(refund.receipt) } : refund,
  };
}

/** A receipt that the server found by its number, as those of this till are kept. */
/** @param {FoundReceipt} found @returns {Receipt} */
export const foundReceipt = (found) => ({
  purchase_id: found.purchase_id,
  receipt_id: found.receipt_id,
  at: found.at,
  lines: found.lines.map((line) => ({ ...line, quantity: Number(line.quantity) })),
  paid: found.refundable,
  delivered: found.delivered_at ?? undefined,
  returned: {},
});

/** @param {Receipt} receipt @param {RefundLine[]} lines */
function withReturned(receipt, lines) {
  const returned = { ...receipt.returned };
  for (const { sku, quantity } of lines) returned[sku] = exact((returned[sku] ?? 0) + quantity);
  return { ...receipt, returned };
}
