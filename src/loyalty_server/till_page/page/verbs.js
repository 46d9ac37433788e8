/** What a cashier can do, each as one step of the till's state or one call to the server. */

import { calls, foundReceipt, newSale, openRefund, withMore, withTyped } from "./sale.js";
import { rememberLanguage } from "./words.js";

const BURN_RESTS_MS = 250;

export const CAN_GIVE_UP = ["scan", "open", "join"];
export const CAN_LEAVE = ["complete", "cancel", "reopen"];

/** `state` holds `app`, `words` and `shelf`; `changed()` keeps and redraws, `ours()` are the sale's calls. */
export function createVerbs({ state, wire, goods, ours, changed, speak, openCamera, toCode }) {
  const change = (app) => {
    state.app = { ...state.app, ...app };
    changed();
  };
  const changeSale = (sale) => change({ sale: { ...state.app.sale, ...sale } });
  const ask = (call) => {
    state.app = { ...state.app, sale: { ...state.app.sale, problem: null } };
    wire.send(call);
    changed();
  };

  /** Asks for a new quote when the slider has come to rest on another number. */
  const settleBurn = resting(BURN_RESTS_MS, () => {
    const { quote, burn } = state.app.sale;
    if (!quote || burn === quote.held) return;
    if (ours().length > 0) settleBurn();
    else ask(calls.reopen(state.app.sale));
  });

  return {
    settleBurn,
    openCamera,
    chooseShelf(id) {
      state.shelf = id;
      changed();
    },
    add(sku, sign = 1) {
      const sale = state.app.sale.phase === "done" ? newSale() : state.app.sale;
      const good = goods.get(sku);
      if (good) change({ sale: withMore(sale, good, sign * good.step) });
    },
    clear: () => changeSale({ basket: [], typed: "" }),
    /** `typed` as it stands on the pad, worth so many minor units. */
    type(typed, amount) {
      const sale = state.app.sale.phase === "done" ? newSale() : state.app.sale;
      change({ sale: withTyped(sale, typed, amount, state.words.say("amount_title")) });
    },
    /** Enter after an amount: a card is read next, or the price is asked for. */
    ready: () => (state.app.sale.scan ? ask(calls.open(state.app.sale)) : toCode()),
    scan(code) {
      if (!code.trim()) return;
      if (state.app.sale.phase === "done") state.app = { ...state.app, sale: newSale() };
      ask(calls.scan(state.app.sale, code, new Date(wire.serverNow())));
    },
    addCoupon(code) {
      const { coupons, quote } = state.app.sale;
      if (!code.trim()) return;
      changeSale({ coupons: [...coupons, code.trim()] });
      if (quote) ask(calls.reopen(state.app.sale));
    },
    dropCoupon(code) {
      changeSale({ coupons: state.app.sale.coupons.filter((one) => one !== code) });
      if (state.app.sale.quote) ask(calls.reopen(state.app.sale));
    },
    forget: () => changeSale({ scan: null }),
    checkout() {
      if (state.app.sale.scan) ask(calls.open(state.app.sale));
      else changeSale({ phase: "payment", problem: null });
    },
    burn(points) {
      changeSale({ burn: points });
      settleBurn();
    },
    back() {
      if (state.app.sale.quote) ask(calls.cancel(state.app.sale));
      else changeSale({ phase: "sale", problem: null });
    },
    complete() {
      if (state.app.sale.quote) return ask(calls.complete(state.app.sale));
      changeSale({ phase: "done" });
      ask(calls.join(state.app.sale));
    },
    next: () => change({ sale: newSale() }),
    dismiss: () => changeSale({ problem: null }),
    dismissNotice: () => change({ notice: null }),
    retryNow: () => wire.retryNow(),
    /** A purchase that may have been opened keeps its receipt number: the till takes another. */
    giveUp() {
      const given = ours().filter((call) => CAN_GIVE_UP.includes(call.kind));
      if (given.some((call) => call.kind === "open")) changeSale({ receipt: newSale().receipt });
      for (const call of given) wire.forget(call.key);
    },
    /** The card's code and its time are kept: its points are earned when the server can be asked. */
    sellOffline() {
      const { receipt, basket } = state.app.sale;
      for (const call of ours()) {
        const sold = { sold: { receipt, basket }, made: markOf(call) };
        const number = numberAlone(call.body.raw);
        if (number) {
          wire.forget(call.key);
          const scan = calls.scan(state.app.sale, number, new Date(call.body.till_time));
          wire.send({ ...scan, ...sold, ...sold.made });
        } else wire.amend(call.key, sold);
      }
      changeSale({ phase: "done", offline: true });
    },
    openRefund: () => change({ refund: { receipt: null, found: null } }),
    async findReceipt(number, day) {
      if (!number.trim()) return;
      const asked = new URLSearchParams({ receipt_id: number.trim(), ...(day && { day }) });
      const { ok, status, body } = await wire.ask(`/v1/till/receipts?${asked}`);
      const found = ok ? body.receipts.map((one) => foundReceipt(one, number.trim())) : null;
      const problem = ok ? null : { code: body?.code, status };
      const { refund } = state.app;
      if (refund && !refund.receipt) change({ refund: { ...refund, found, problem } });
    },
    returnAmount(amount) {
      const { refund } = state.app;
      if (refund?.receipt) change({ refund: { ...refund, amount } });
    },
    chooseRefund: (receipt) => change({ refund: openRefund(receipt) }),
    closeRefund: () => change({ refund: null }),
    returnMore(line, quantity) {
      const quantities = { ...state.app.refund.quantities, [line.sku]: quantity };
      change({ refund: { ...state.app.refund, quantities } });
    },
    refund: () => ask(calls.refund(state.app.refund)),
    switchLanguage() {
      rememberLanguage(state.words.other);
      state.words = speak(state.words.other);
      changed();
    },
  };
}

/** The eight digits typed after a card's number count only while they show; the number earns at any time. */
const numberAlone = (raw) => /^\D*(\d{13})\D*\d{8}\D*$/.exec(raw)?.[1];

/** Who made a call goes on with what follows from it, whoever is there when it is sent. */
const markOf = ({ shift }) => (shift ? { shift } : {});

function resting(milliseconds, then) {
  let timer;
  return () => {
    clearTimeout(timer);
    timer = setTimeout(then, milliseconds);
  };
}
