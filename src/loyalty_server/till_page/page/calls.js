/** What to ask the server; `receipt` ties the answer to the sale it was asked for. */

/** @import { Call, Kind, Quote, Receipt, Return, Sale, Scan } from "../shapes" */
import { total } from "./basket.js";

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
