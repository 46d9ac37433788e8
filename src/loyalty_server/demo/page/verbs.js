/** What a cashier can do, each as one step of the till's state or one call to the server. */

import { calls, newSale, openRefund, withMore } from "./sale.js";
import { rememberLanguage } from "./words.js";

const BURN_RESTS_MS = 250;

export const CAN_GIVE_UP = ["scan", "open", "join"];
export const CAN_LEAVE = ["complete", "cancel", "reopen"];

/** `state` holds `app`, `words` and `shelf`; `changed()` keeps and redraws, `ours()` are the sale's calls. */
export function createVerbs({ state, wire, goods, ours, changed, speak, openCamera }) {
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
    add(good, sign = 1) {
      const sale = state.app.sale.phase === "done" ? newSale() : state.app.sale;
      const whole = goods.get(good.sku);
      change({ sale: withMore(sale, whole, sign * whole.step) });
    },
    clear: () => changeSale({ basket: [] }),
    scan(code) {
      if (code.trim()) ask(calls.scan(state.app.sale, code));
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
      for (const call of ours()) wire.amend(call.key, { sold: { receipt, basket } });
      changeSale({ phase: "done", offline: true });
    },
    openRefund: () => change({ refund: { receipt: null } }),
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

function resting(milliseconds, then) {
  let timer;
  return () => {
    clearTimeout(timer);
    timer = setTimeout(then, milliseconds);
  };
}
