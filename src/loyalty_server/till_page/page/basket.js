/** What is being sold: the lines of a sale, of goods and of an amount that was typed. */

/** @import { Line, Sale, ShelvedGood } from "../shapes" */
/** Binary numbers add up with noise (0.1 + 0.2); the contract counts in millionths. */
/** @param {number} quantity */
export const exact = (quantity) => Math.round(quantity * 1e6) / 1e6;

/** @param {Line[]} lines */
export const total = (lines) => lines.reduce((sum, line) => sum + line.amount, 0);

/** The basket with so much more (or less) of one good; nothing left takes its line away. */
/** @param {Sale} sale @param {ShelvedGood} good @param {number} change @returns {Sale} */
export function withMore(sale, good, change) {
  const known = sale.basket.some((line) => line.sku === good.sku);
  const lines = known ? sale.basket : [...sale.basket, lineOf(good, 0)];
  const basket = lines
    .map((line) => (line.sku === good.sku ? lineOf(good, exact(line.quantity + change)) : line))
    .filter((line) => line.quantity > 0);
  return { ...sale, basket, problem: null };
}

/** What was typed on the pad is one line of the receipt, whatever was sold by it. */
export const AMOUNT = "amount";

/** @param {Sale} sale @param {string} typed @param {number} amount @param {string} title @returns {Sale} */
export function withTyped(sale, typed, amount, title) {
  const others = sale.basket.filter((line) => line.sku !== AMOUNT);
  const line = { sku: AMOUNT, title, category: AMOUNT, unit: "piece", quantity: 1, amount };
  return { ...sale, typed, basket: amount > 0 ? [...others, line] : others, problem: null };
}

/** Nothing but an amount is sold: no more will be added once it was typed. */
/** @param {Pick<Sale, "basket">} sale */
export const isTyped = ({ basket }) => basket.length === 1 && basket[0].sku === AMOUNT;

/** @param {ShelvedGood} good @param {number} quantity @returns {Line} */
function lineOf({ sku, title, category, price, unit }, quantity) {
  return { sku, title, category, unit, quantity, amount: Math.round(price * quantity) };
}
