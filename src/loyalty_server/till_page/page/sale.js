/** One sale from the first tap to the thanks: plain steps from state to state, no page and no network. */

/** @import { Answer, App, Call, Guest, Quote, Sale, Scan, SoldOffline, Trouble, Waiting } from "../shapes" */
import { doneBy, problemOf } from "./answers.js";
import { isTyped } from "./basket.js";
import { calls } from "./calls.js";
import { afterDelivery, afterRefund, withReceipt } from "./kept_receipts.js";
import { withNextCoupon, withoutCard, withoutRefused, withUnused } from "./read_coupons.js";

/** @returns {App} */
export const opened = (now = new Date()) => ({
  sale: newSale(now),
  receipts: [],
  refund: null,
  notice: null,
});

/** @returns {Sale} */
export function newSale(now = new Date()) {
  return {
    phase: "sale",
    receipt: receiptNumber(now),
    basket: [],
    typed: "",
    coupons: [],
    scan: null,
    burn: 0,
    quote: null,
    outcome: null,
    join: null,
    offline: false,
    delivery: false,
    problem: null,
  };
}

/** Unique on this till: its own clock to the millisecond. */
/** @param {Date} now */
function receiptNumber(now) {
  /** @param {number} number */
  const two = (number) => String(number).padStart(2, "0");
  const date = `${two(now.getFullYear() % 100)}${two(now.getMonth() + 1)}${two(now.getDate())}`;
  const time = `${two(now.getHours())}${two(now.getMinutes())}${two(now.getSeconds())}`;
  return `${date}-${time}-${String(now.getMilliseconds()).padStart(3, "0")}`;
}

/** The state after an answer, and the call that has to follow, if any. */
/** @param {App} app @param {Waiting} call @param {Answer} answer @returns {{ app: App, next?: Call }} */
export function settled(app, call, answer) {
  if (call.kind === "refund") return { app: afterRefund(app, call, answer) };
  if (call.kind === "deliver") return { app: afterDelivery(app, call, answer) };
  if (call.sold && answer.ok && call.kind !== "complete")
    return { app, next: afterOffline(call, call.sold, answer.body) };
  if (call.sold || call.receipt !== app.sale.receipt)
    return { app: afterParked(app, call, answer) };
  if (!answer.ok) return afterRefusal(app, call, problemOf(answer));
  const sale = { ...app.sale, problem: null };
  switch (call.kind) {
    case "scan":
      return afterScan({ ...app, sale }, doneBy(call, answer.body));
    case "open":
      return afterQuote({ ...app, sale }, doneBy(call, answer.body), call.told);
    case "reopen":
      return { app: { ...app, sale }, next: again(sale, call) };
    case "cancel":
      return { app: { ...app, sale: { ...sale, phase: "sale", quote: null, burn: 0 } } };
    case "complete": {
      const outcome = doneBy(call, answer.body);
      const paid = { ...app, sale: { ...sale, phase: /** @type {const} */ ("done"), outcome } };
      return { app: withReceipt(paid, call, outcome) };
    }
    case "join":
      return { app: { ...app, sale: { ...sale, join: doneBy(call, answer.body) } } };
    case "let_in":
      return { app: { ...app, sale: withGuest(sale, call.event, doneBy(call, answer.body)) } };
    default:
      return { app };
  }
}

/** The card that was read, its member let in. */
/** @param {Sale} sale @param {string} event @param {Guest} guest @returns {Sale} */
function withGuest(sale, event, { came_at: cameAt }) {
  const events = (sale.scan?.events ?? []).map((place) =>
    place.event_id === event ? { ...place, came_at: cameAt } : place,
  );
  return { ...sale, scan: sale.scan && { ...sale.scan, events } };
}

/** The price of this sale, asked for once more; without a card there is none to ask for. */
/** @param {Sale} sale @param {Pick<Call, "told" | "turn">} mark */
const again = (sale, { told, turn }) =>
  sale.scan ? { ...calls.open(sale, sale.scan), told, turn } : undefined;

/** The price is there; a coupon that was read meanwhile has its turn. */
/** @param {App} app @param {Quote} quote @param {Trouble} [told] @returns {{ app: App, next?: Call }} */
function afterQuote(app, quote, told) {
  /** @type {Sale} */
  const priced = { ...app.sale, phase: "payment", quote, problem: told ?? null };
  const { sale, next } = withNextCoupon(priced, told);
  return { app: { ...app, sale }, next };
}

/** An amount was typed and a card read: nothing is left to ask before the price is. */
/** @param {App} app @param {Scan} scan */
function afterScan(app, scan) {
  const sale = { ...app.sale, scan };
  return { app: { ...app, sale }, next: isTyped(sale) ? calls.open(sale, scan) : undefined };
}

/** A coupon that is not accepted leaves the others; the sale goes on without it. A payment that is refused while its
 * price stands needs another price. */
/** @param {App} app @param {Waiting} call @param {Trouble} problem @returns {{ app: App, next?: Call }} */
function afterRefusal(app, call, problem) {
  const { coupons, queued = [] } = app.sale;
  if (call.kind === "open" && coupons.length > 0 && problem.code?.startsWith("coupon_")) {
    const sale = withoutRefused(app.sale, call);
    return { app: { ...app, sale }, next: again(sale, { told: call.turn ? problem : call.told }) };
  }
  const sale = refused(app.sale, call, problem);
  const unpaid = call.kind === "complete" && sale.quote;
  const next = unpaid ? { ...calls.reopen(sale, unpaid), told: problem } : undefined;
  const unused = sale.scan ? [] : [...coupons, ...queued];
  return { app: withUnused({ ...app, sale }, unused), next };
}

/** What a refusal leaves of the sale: an ended scan is forgotten, a closed purchase leads back to the basket. */
/** @param {Sale} sale @param {Waiting} call @param {Trouble} problem @returns {Sale} */
function refused(sale, call, problem) {
  /** @type {Sale} */
  const back = { ...sale, phase: "sale", quote: null, burn: 0, problem };
  switch (problem.code) {
    case "scan_expired":
    case "purchase_expired":
      return withoutCard(back);
    case "receipt_used":
      return { ...back, receipt: newSale().receipt };
    case "purchase_resolved":
      return back;
    default:
      return call.kind === "open" ? back : { ...sale, problem };
  }
}

/** A sale made without the network goes on by itself: what was scanned then is rung up and completed now. */
/** @param {Waiting} call @param {SoldOffline} sold @param {unknown} body @returns {Call | undefined} */
function afterOffline(call, sold, body) {
  const sale = { ...sold, burn: 0, coupons: [], delivery: false };
  switch (call.kind) {
    case "scan":
      return { ...calls.open(sale, doneBy(call, body)), sold, ...call.made };
    case "open":
      return { ...calls.complete(sale, doneBy(call, body)), sold, ...call.made };
    default:
      return undefined;
  }
}

/** An answer for a sale the cashier has already left: its receipt is kept, the cashier is told. */
/** @param {App} app @param {Waiting} call @param {Answer} answer @returns {App} */
function afterParked(app, call, answer) {
  const notice = { receipt: call.receipt, problem: answer.ok ? null : problemOf(answer) };
  const told = { ...app, notice };
  if (call.kind !== "complete" || !answer.ok) return told;
  return withReceipt(told, call, doneBy(call, answer.body));
}
