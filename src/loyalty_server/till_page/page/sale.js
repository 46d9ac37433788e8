/** One sale from the first tap to the thanks: plain steps from state to state, no page and no network. */

/**
 * @import { Answer, App, Call, Guest, Kind, Quote, Receipt, Return, Sale, Scan, SoldOffline, Trouble, Waiting }
 *   from "../shapes"
 */
import { doneBy, problemOf } from "./answers.js";
import { isTyped, total } from "./basket.js";
import { afterDelivery, afterRefund, withReceipt } from "./kept_receipts.js";

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

/** What to ask the server; `receipt` ties the answer to the sale it was asked for. */
export const calls = {
  /** `at` by the server's clock: a code that waits for the network is judged by when it was read. */
  /** @param {Pick<Sale, "receipt">} sale @param {string} raw @param {Date} at @returns {Call & { kind: "scan" }} */
  scan: (sale, raw, at) => ({
    kind: "scan",
    receipt: sale.receipt,
    path: "/v1/till/scans",
    body: { raw, till_time: at.toISOString() },
  }),
  /** @param {Pick<Sale, "receipt" | "basket" | "burn" | "coupons">} sale @param {Scan} scan @returns {Call} */
  open: (sale, scan) => ({
    kind: "open",
    receipt: sale.receipt,
    path: "/v1/till/purchases",
    body: {
      scan_id: scan.scan_id,
      receipt_id: sale.receipt,
      lines: sale.basket,
      total: total(sale.basket),
      burn: sale.burn,
      coupons: sale.coupons,
    },
  }),
  /** @param {Pick<Sale, "receipt" | "basket" | "delivery">} sale @param {Quote} quote @returns {Call} */
  complete: (sale, quote) => ({
    ...resolving("complete", "complete", sale, quote),
    lines: sale.basket,
    paid: quote.to_pay,
    delivery: sale.delivery,
  }),
  /** @param {Sale} sale @param {Quote} quote @returns {Call} */
  cancel: (sale, quote) => resolving("cancel", "cancel", sale, quote),
  /** Another number of points to burn is another purchase: cancel this one, then open anew. */
  /** @param {Sale} sale @param {Quote} quote @returns {Call} */
  reopen: (sale, quote) => resolving("reopen", "cancel", sale, quote),
  /** @param {Sale} sale @returns {Call} */
  join: (sale) => ({
    kind: "join",
    receipt: sale.receipt,
    path: "/v1/till/joins",
    body: { receipt_id: sale.receipt, lines: sale.basket, total: total(sale.basket) },
  }),
  /** @param {Pick<Sale, "receipt">} sale @param {Scan} scan @param {string} event @returns {Call} */
  letIn: (sale, scan, event) => ({
    kind: "let_in",
    receipt: sale.receipt,
    method: "PUT",
    path: `/v1/till/events/${event}/guests/${scan.scan_id}`,
    event,
    body: {},
  }),
  /** @param {Receipt} receipt @returns {Call} */
  deliver: ({ receipt_id: receipt, purchase_id }) => ({
    kind: "deliver",
    receipt,
    path: "/v1/till/deliveries",
    body: { purchase_id },
  }),
  /** @param {Return} refund @returns {Call} */
  refund: (refund) => ({
    kind: "refund",
    receipt: refund.receipt.receipt_id,
    path: `/v1/till/purchases/${refund.receipt.purchase_id}/refunds`,
    body: refund.amount > 0 ? { amount: refund.amount } : { lines: chosen(refund.quantities) },
  }),
};

/**
 * @template {Kind} Resolving
 * @param {Resolving} kind @param {string} verb @param {Pick<Sale, "receipt">} sale @param {Quote} quote
 */
const resolving = (kind, verb, sale, quote) => ({
  kind,
  receipt: sale.receipt,
  path: `/v1/till/purchases/${quote.purchase_id}/${verb}`,
  body: {},
});

/** @param {Return["quantities"]} quantities */
const chosen = (quantities) =>
  Object.entries(quantities)
    .filter(([, quantity]) => quantity > 0)
    .map(([sku, quantity]) => ({ sku, quantity }));

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
      return { app: { ...app, sale }, next: again(sale, call.told) };
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
/** @param {Sale} sale @param {Trouble} [told] */
const again = (sale, told) => (sale.scan ? { ...calls.open(sale, sale.scan), told } : undefined);

/** The price is there; a coupon that was read meanwhile has its turn, one at a time, so that a refusal is its own. */
/** @param {App} app @param {Quote} quote @param {Trouble} [told] @returns {{ app: App, next?: Call }} */
function afterQuote(app, quote, told) {
  const [code, ...queued] = app.sale.queued ?? [];
  /** @type {Sale} */
  const sale = { ...app.sale, phase: "payment", quote, problem: told ?? null };
  if (!code) return { app: { ...app, sale } };
  const more = { ...sale, coupons: [...sale.coupons, code], queued };
  return { app: { ...app, sale: more }, next: { ...calls.reopen(more, quote), told } };
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
  if (call.kind === "open" && problem.code?.startsWith("coupon_")) {
    const sale = { ...app.sale, coupons: app.sale.coupons.slice(0, -1) };
    return { app: { ...app, sale }, next: again(sale, problem) };
  }
  const sale = refused(app.sale, call, problem);
  const unpaid = call.kind === "complete" && sale.quote;
  const next = unpaid ? { ...calls.reopen(sale, unpaid), told: problem } : undefined;
  return { app: { ...app, sale }, next };
}

/** What a refusal leaves of the sale: an ended scan is forgotten, a closed purchase leads back to the basket. */
/** @param {Sale} sale @param {Waiting} call @param {Trouble} problem @returns {Sale} */
function refused(sale, call, problem) {
  /** @type {Sale} */
  const back = { ...sale, phase: "sale", quote: null, burn: 0, problem };
  switch (problem.code) {
    case "scan_expired":
      return { ...back, scan: null };
    case "purchase_expired":
      return { ...back, scan: null };
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
