/** Coupons that were read: each has its turn with the price, and what was not used is told. */

/** @import { App, Call, Sale, Trouble, Waiting } from "../shapes" */
import { calls } from "./calls.js";

/** Whether this coupon is there already, in whichever case it was typed. */
/** @param {Sale} sale @param {string} code */
export function isRead({ coupons, queued = [] }, code) {
  return [...coupons, ...queued].some((one) => one.toUpperCase() === code.toUpperCase());
}

/** The price is there: the next coupon has its turn, one at a time, so that a refusal is its own. */
/** @param {Sale} sale @param {Trouble} [told] @returns {{ sale: Sale, next?: Call }} */
export function withNextCoupon(sale, told) {
  const [code, ...queued] = sale.queued ?? [];
  if (!sale.quote || !code) return { sale };
  const more = { ...sale, coupons: [...sale.coupons, code], queued };
  return { sale: more, next: { ...calls.reopen(more, sale.quote), told, turn: code } };
}

/** Without the coupon whose turn it was. Where it was nobody's turn, some coupon has ended since it was accepted: each
 * has its turn again, and the one that ended is found. */
/** @param {Sale} sale @param {Waiting} call @returns {Sale} */
export function withoutRefused(sale, { turn }) {
  const { coupons, queued = [] } = sale;
  if (!turn) return { ...sale, coupons: [], queued: [...coupons, ...queued] };
  return { ...sale, coupons: coupons.filter((one) => one !== turn) };
}

/** A coupon belongs to a member: none outlives the card. */
/** @param {Sale} sale @returns {Sale} */
export const withoutCard = (sale) => ({ ...sale, scan: null, coupons: [], queued: [] });

/** These were not used, and the cashier is told until it is heard. */
/** @param {App} app @param {string[]} codes @returns {App} */
export const withUnused = (app, codes) => ({ ...app, unused: [...(app.unused ?? []), ...codes] });
