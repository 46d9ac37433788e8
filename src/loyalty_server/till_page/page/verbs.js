/** What a cashier can do, each as one step of the till's state or one call to the server. */

import { problemOf } from "./answers.js";
import { withMore, withTyped } from "./basket.js";
import { calls } from "./calls.js";
import { foundReceipt, openRefund } from "./kept_receipts.js";
import { isRead, withNextCoupon, withoutCard, withUnused } from "./read_coupons.js";
import { newSale } from "./sale.js";
import { rememberLanguage } from "./words.js";

/**
 * @import { Answer, App, Call, FoundReceipts, Goods, Kind, Mark, Receipt, ReceiptLine, Sale, State,
 *   Waiting, Wire, Wording } from "../shapes"
 */
const BURN_RESTS_MS = 250;

/** @type {Kind[]} */
export const CAN_GIVE_UP = ["scan", "open", "join", "let_in"];
/** @type {Kind[]} */
export const CAN_LEAVE = ["complete", "cancel", "reopen"];

/**
 * `changed()` keeps and redraws, `ours()` are the sale's calls.
 *
 * @param {{
 *   state: State, wire: Wire, goods: Goods, ours: () => Waiting[], changed: () => void,
 *   speak: (language: string) => Wording, openCamera: () => void, toCode: () => void,
 * }} till
 */
export function createVerbs({ state, wire, goods, ours, changed, speak, openCamera, toCode }) {
  /** @param {Partial<App>} app */
  const change = (app) => {
    state.app = { ...state.app, ...app };
    changed();
  };
  /** @param {Partial<Sale>} sale */
  const changeSale = (sale) => change({ sale: { ...state.app.sale, ...sale } });
  /** @param {Call} call */
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
    else ask(calls.reopen(state.app.sale, quote));
  });

  return {
    settleBurn,
    openCamera,
    /** @param {string} id */
    chooseShelf(id) {
      state.shelf = id;
      changed();
    },
    /** @param {string} sku */
    add(sku, sign = 1) {
      const sale = state.app.sale.phase === "done" ? newSale() : state.app.sale;
      const good = goods.get(sku);
      if (good) change({ sale: withMore(sale, good, sign * good.step) });
    },
    clear: () => changeSale({ basket: [], typed: "", coupons: [], queued: [], delivery: false }),
    /** `typed` as it stands on the pad, worth so many minor units. */
    /** @param {string} typed @param {number} amount */
    type(typed, amount) {
      const sale = state.app.sale.phase === "done" ? newSale() : state.app.sale;
      change({ sale: withTyped(sale, typed, amount, state.words.say("amount_title")) });
    },
    /** Enter after an amount: a card is read next, or the price is asked for. */
    ready() {
      const { sale } = state.app;
      if (sale.scan) ask(calls.open(sale, sale.scan));
      else toCode();
    },
    /** @param {string} code */
    scan(code) {
      if (!code.trim()) return;
      if (state.app.sale.phase === "done") state.app = { ...state.app, sale: newSale() };
      ask(calls.scan(state.app.sale, code, new Date(wire.serverNow())));
    },
    /** @param {string} read */
    addCoupon(read) {
      const { sale } = state.app;
      const code = read.trim();
      if (!code) return;
      if (isOfCard(code)) return changeSale({ problem: { status: 0, phrase: "coupon_is_card" } });
      if (isRead(sale, code)) return changeSale({ problem: null });
      changeSale({ queued: [...(sale.queued ?? []), code], problem: null });
      if (ours().length > 0) return;
      const turn = withNextCoupon(state.app.sale);
      changeSale(turn.sale);
      if (turn.next) ask(turn.next);
    },
    /** @param {string} code */
    dropCoupon(code) {
      const { coupons, queued = [], quote } = state.app.sale;
      /** @param {string} one */
      const stays = (one) => one !== code;
      changeSale({ coupons: coupons.filter(stays), queued: queued.filter(stays) });
      if (quote) ask(calls.reopen(state.app.sale, quote));
    },
    /** @param {string} event */
    letIn(event) {
      const { sale } = state.app;
      if (sale.scan) ask(calls.letIn(sale, sale.scan, event));
    },
    forget: () => changeSale({ ...withoutCard(state.app.sale), problem: null }),
    checkout() {
      const { sale } = state.app;
      if (sale.scan) ask(calls.open(sale, sale.scan));
      else changeSale({ phase: "payment", problem: null });
    },
    /** @param {number} points */
    burn(points) {
      changeSale({ burn: points });
      settleBurn();
    },
    back() {
      const { sale } = state.app;
      if (sale.quote) ask(calls.cancel(sale, sale.quote));
      else changeSale({ phase: "sale", problem: null });
    },
    complete() {
      const { sale } = state.app;
      if (sale.quote) return ask(calls.complete(sale, sale.quote));
      changeSale({ phase: "done" });
      ask(calls.join(state.app.sale));
    },
    bring: () => changeSale({ delivery: !state.app.sale.delivery }),
    /** @param {Receipt} receipt */
    deliver: (receipt) => ask(calls.deliver(receipt)),
    /** The thanks have told what was not used; who leaves earlier is told now. */
    next() {
      const { phase, queued = [] } = state.app.sale;
      const unused = phase === "done" ? [] : queued;
      change({ ...withUnused(state.app, unused), sale: newSale() });
    },
    dismiss: () => changeSale({ problem: null }),
    dismissNotice: () => change({ notice: null, unused: [] }),
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
        if (call.kind !== "scan") continue;
        const sold = { sold: { receipt, basket }, made: markOf(call) };
        const number = numberAlone(call.body.raw);
        if (number) {
          wire.forget(call.key);
          const scan = calls.scan(state.app.sale, number, new Date(call.body.till_time));
          wire.send({ ...scan, ...sold, ...sold.made });
        } else wire.amend(call, sold);
      }
      changeSale({ phase: "done", offline: true });
    },
    openRefund: () => change({ refund: { receipt: null, found: null, problem: null } }),
    /** @param {string} number @param {string} day */
    async findReceipt(number, day) {
      if (!number.trim()) return;
      const asked = new URLSearchParams({ receipt_id: number.trim(), ...(day && { day }) });
      /** @type {Answer<FoundReceipts>} */
      const answer = await wire.ask(`/v1/till/receipts?${asked}`);
      const found = answer.ok ? answer.body.receipts.map(foundReceipt) : null;
      const problem = answer.ok ? null : problemOf(answer);
      const { refund } = state.app;
      if (refund && !refund.receipt) change({ refund: { ...refund, found, problem } });
    },
    /** @param {number} amount */
    returnAmount(amount) {
      const { refund } = state.app;
      if (refund?.receipt) change({ refund: { ...refund, amount } });
    },
    /** @param {Receipt} receipt */
    chooseRefund: (receipt) => change({ refund: openRefund(receipt) }),
    closeRefund: () => change({ refund: null }),
    /** @param {ReceiptLine} line @param {number} quantity */
    returnMore(line, quantity) {
      const { refund } = state.app;
      if (!refund?.receipt) return;
      const quantities = { ...refund.quantities, [line.sku]: quantity };
      change({ refund: { ...refund, quantities } });
    },
    refund() {
      const { refund } = state.app;
      if (refund?.receipt) ask(calls.refund(refund));
    },
    switchLanguage() {
      rememberLanguage(state.words.other);
      state.words = speak(state.words.other);
      changed();
    },
  };
}

/** The eight digits typed after a card's number count only while they show; the number earns at any time. Digits are
 * those of any script, as the server reads them. */
/** @param {string} raw */
const numberAlone = (raw) => /^\P{Nd}*(\p{Nd}{13})\P{Nd}*\p{Nd}{8}\P{Nd}*$/u.exec(raw)?.[1];

/** A card's code has 38 signs (`LW1`) or 33 (`GW1`), whatever the keyboard made of them; no coupon is as long. */
/** @param {string} code */
const isOfCard = (code) => code.length >= 33 || /^(\][A-Z]\d)?[LG]W1/i.test(code);

/** Who made a call goes on with what follows from it, whoever is there when it is sent. */
/** @param {Waiting} call @returns {Mark} */
const markOf = ({ shift }) => (shift ? { shift } : {});

/** @param {number} milliseconds @param {() => void} then @returns {() => void} */
function resting(milliseconds, then) {
  /** @type {ReturnType<typeof setTimeout> | undefined} */
  let timer;
  return () => {
    clearTimeout(timer);
    timer = setTimeout(then, milliseconds);
  };
}
