/** One sale from the first tap to the thanks: plain steps from state to state, no page and no network. */

const KEPT_RECEIPTS = 30;

export const opened = (now = new Date()) => ({
  sale: newSale(now),
  receipts: [],
  refund: null,
  notice: null,
});

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
    problem: null,
  };
}

/** Unique on this till: its own clock to the millisecond. */
function receiptNumber(now) {
  const two = (number) => String(number).padStart(2, "0");
  const date = `${two(now.getFullYear() % 100)}${two(now.getMonth() + 1)}${two(now.getDate())}`;
  const time = `${two(now.getHours())}${two(now.getMinutes())}${two(now.getSeconds())}`;
  return `${date}-${time}-${String(now.getMilliseconds()).padStart(3, "0")}`;
}

/** Binary numbers add up with noise (0.1 + 0.2); the contract counts in millionths. */
export const exact = (quantity) => Math.round(quantity * 1e6) / 1e6;

export const total = (lines) => lines.reduce((sum, line) => sum + line.amount, 0);

/** The basket with so much more (or less) of one good; nothing left takes its line away. */
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

export function withTyped(sale, typed, amount, title) {
  const others = sale.basket.filter((line) => line.sku !== AMOUNT);
  const line = { sku: AMOUNT, title, category: AMOUNT, unit: "piece", quantity: 1, amount };
  return { ...sale, typed, basket: amount > 0 ? [...others, line] : others, problem: null };
}

/** Nothing but an amount is sold: no more will be added once it was typed. */
export const isTyped = ({ basket }) => basket.length === 1 && basket[0].sku === AMOUNT;

function lineOf({ sku, title, category, price, unit }, quantity) {
  return { sku, title, category, unit, quantity, amount: Math.round(price * quantity) };
}

/** What to ask the server; `receipt` ties the answer to the sale it was asked for. */
export const calls = {
  /** `at` by the server's clock: a code that waits for the network is judged by when it was read. */
  scan: (sale, raw, at) => ({
    kind: "scan",
    receipt: sale.receipt,
    path: "/v1/till/scans",
    body: { raw, till_time: at.toISOString() },
  }),
  open: (sale) => ({
    kind: "open",
    receipt: sale.receipt,
    path: "/v1/till/purchases",
    body: {
      scan_id: sale.scan.scan_id,
      receipt_id: sale.receipt,
      lines: sale.basket,
      total: total(sale.basket),
      burn: sale.burn,
      coupons: sale.coupons,
    },
  }),
  complete: (sale) => ({
    ...resolving("complete", "complete", sale),
    lines: sale.basket,
    paid: sale.quote.to_pay,
  }),
  cancel: (sale) => resolving("cancel", "cancel", sale),
  /** Another number of points to burn is another purchase: cancel this one, then open anew. */
  reopen: (sale) => resolving("reopen", "cancel", sale),
  join: (sale) => ({
    kind: "join",
    receipt: sale.receipt,
    path: "/v1/till/joins",
    body: { receipt_id: sale.receipt, lines: sale.basket, total: total(sale.basket) },
  }),
  refund: (refund) => ({
    kind: "refund",
    receipt: refund.receipt.receipt_id,
    path: `/v1/till/purchases/${refund.receipt.purchase_id}/refunds`,
    body: refund.amount > 0 ? { amount: refund.amount } : { lines: chosen(refund.quantities) },
  }),
};

const resolving = (kind, verb, sale) => ({
  kind,
  receipt: sale.receipt,
  path: `/v1/till/purchases/${sale.quote.purchase_id}/${verb}`,
  body: {},
});

const chosen = (quantities) =>
  Object.entries(quantities)
    .filter(([, quantity]) => quantity > 0)
    .map(([sku, quantity]) => ({ sku, quantity }));

/** The state after an answer, and the call that has to follow, if any. */
export function settled(app, call, answer) {
  if (call.kind === "refund") return { app: afterRefund(app, call, answer) };
  if (call.sold && answer.ok && call.kind !== "complete")
    return { app, next: afterOffline(call, answer.body) };
  if (call.sold || call.receipt !== app.sale.receipt)
    return { app: afterParked(app, call, answer) };
  if (!answer.ok) return afterRefusal(app, call, problemOf(answer));
  const sale = { ...app.sale, problem: null };
  switch (call.kind) {
    case "scan":
      return afterScan({ ...app, sale: { ...sale, scan: answer.body } });
    case "open":
      return {
        app: {
          ...app,
          sale: { ...sale, phase: "payment", quote: answer.body, problem: call.told ?? null },
        },
      };
    case "reopen":
      return { app: { ...app, sale }, next: calls.open(sale) };
    case "cancel":
      return { app: { ...app, sale: { ...sale, phase: "sale", quote: null, burn: 0 } } };
    case "complete":
      return {
        app: withReceipt(
          { ...app, sale: { ...sale, phase: "done", outcome: answer.body } },
          call,
          answer.body,
        ),
      };
    case "join":
      return { app: { ...app, sale: { ...sale, join: answer.body } } };
    default:
      return { app };
  }
}

const problemOf = ({ status, body }) => ({ status, code: body?.code, limit: body?.limit });

/** An amount was typed and a card read: nothing is left to ask before the price is. */
function afterScan(app) {
  return isTyped(app.sale) ? { app, next: calls.open(app.sale) } : { app };
}

/** A coupon that is not accepted leaves the others; the sale goes on without it. */
function afterRefusal(app, call, problem) {
  if (call.kind !== "open" || !problem.code?.startsWith("coupon_"))
    return { app: { ...app, sale: refused(app.sale, call, problem) } };
  const sale = { ...app.sale, coupons: app.sale.coupons.slice(0, -1) };
  return { app: { ...app, sale }, next: { ...calls.open(sale), told: problem } };
}

/** What a refusal leaves of the sale: an ended scan is forgotten, a closed purchase leads back to the basket. */
function refused(sale, call, problem) {
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

function withReceipt(app, call, outcome) {
  const receipt = {
    purchase_id: outcome.purchase_id,
    receipt_id: call.receipt,
    at: new Date().toISOString(),
    lines: call.lines,
    paid: call.paid,
    earned: outcome.earned,
    returned: {},
  };
  return { ...app, receipts: [receipt, ...app.receipts].slice(0, KEPT_RECEIPTS) };
}

/** A sale made without the network goes on by itself: what was scanned then is rung up and completed now. */
function afterOffline(call, body) {
  const { basket, receipt } = call.sold;
  const sale = { basket, receipt, burn: 0, coupons: [], scan: body, quote: body };
  const next = call.kind === "scan" ? calls.open(sale) : calls.complete(sale);
  return { ...next, sold: call.sold, ...call.made };
}

/** An answer for a sale the cashier has already left: its receipt is kept, the cashier is told. */
function afterParked(app, call, answer) {
  const notice = { receipt: call.receipt, problem: answer.ok ? null : problemOf(answer) };
  const told = { ...app, notice };
  return call.kind === "complete" && answer.ok ? withReceipt(told, call, answer.body) : told;
}

export function openRefund(receipt) {
  return { receipt, quantities: {}, amount: 0, outcome: null, problem: null };
}

export const leftOf = (receipt, line) => exact(line.quantity - (receipt.returned[line.sku] ?? 0));

function afterRefund(app, call, answer) {
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
  const refund = shown && { ...shown, outcome: answer.body, problem: null };
  const notice = shown ? app.notice : { receipt: call.receipt, problem: null };
  return { ...app, receipts, refund, notice };
}

/** A receipt that the server found by its number, as those of this till are kept. */
export const foundReceipt = (found, receiptId) => ({
  purchase_id: found.purchase_id,
  receipt_id: receiptId,
  at: found.at,
  lines: found.lines,
  paid: found.refundable,
  returned: {},
});

function withReturned(receipt, lines) {
  const returned = { ...receipt.returned };
  for (const { sku, quantity } of lines) returned[sku] = exact((returned[sku] ?? 0) + quantity);
  return { ...receipt, returned };
}
