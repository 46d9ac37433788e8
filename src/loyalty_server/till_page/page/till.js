/** A till: puts the parts together, keeps what happened, and redraws. */

import { doneBy } from "./answers.js";
import { h, redraw } from "./dom.js";
import { goodsPanel } from "./goods.js";
import { headerPanel, noticePanel } from "./header.js";
import { holdAlone } from "./kept.js";
import { receiptPanel } from "./receipt.js";
import { refundPanel } from "./refund.js";
import { opened, settled } from "./sale.js";
import { hasCamera, leadKeys, scanByCamera } from "./scanner.js";
import { CAN_GIVE_UP, CAN_LEAVE, createVerbs } from "./verbs.js";
import { createWire } from "./wire.js";
import { chosenLanguage, countdown, wording } from "./words.js";

/** @import { Answer, Config, Goods, Kind, Link, State, View, Waiting } from "../shapes" */
/** @typedef {Awaited<ReturnType<typeof import("./kept.js").openMemory>>} Memory */
/** What is done for a receipt that is paid: no sale waits for it. */
/** @type {Kind[]} */
const BESIDE = ["refund", "deliver"];

/** @param {string} id @returns {HTMLElement} */
const place = (id) => /** @type {HTMLElement} */ (document.getElementById(id));

/**
 * Opens the till on the page. `config` says what it is called and what it sells, the `link` who asks: its `name` is
 * the memory's, `mark()` is what each call is kept with, for the rest see `createWire`. The `memory` has been opened,
 * so that the till is there at once.
 *
 * @param {Config} config @param {Link} link @param {Memory} memory
 */
export function startTill(config, link, memory) {
  const refundDialog = /** @type {HTMLDialogElement} */ (place("refund"));
  const cameraDialog = /** @type {HTMLDialogElement} */ (place("camera"));
  /** @type {Goods} */
  const goods = new Map(
    config.catalogue.flatMap((shelf) =>
      shelf.goods.map((good) => [good.sku, { ...good, category: shelf.id }]),
    ),
  );
  const before = memory.kept;
  /** @type {State} */
  const state = {
    app: before?.app ?? opened(),
    words: speak(chosenLanguage(config.words)),
    shelf: config.catalogue.length ? "all" : "pad",
    hasCamera: hasCamera(),
  };
  const wire = createWire({
    api: config.api,
    ahead: before?.ahead ?? 0,
    link,
    keep: remember,
    settle,
    changed: draw,
  });
  const act = createVerbs({
    state,
    wire,
    goods,
    ours,
    speak,
    changed() {
      remember();
      draw();
    },
    toCode: () => place("code")?.focus(),
    openCamera: () => scanByCamera(cameraDialog, state.words, (code) => act.scan(code)),
  });

  function remember() {
    return memory.keep({ app: state.app, calls: wire.waiting(), ahead: wire.ahead() });
  }

  /** The calls whose answers the sale on the page is waiting for. */
  function ours() {
    /** @param {Waiting} call */
    const here = (call) => call.receipt === state.app.sale.receipt;
    return wire.waiting().filter((call) => here(call) && !BESIDE.includes(call.kind) && !call.sold);
  }

  /** @param {Waiting} call @param {Answer} answer */
  function settle(call, answer) {
    const { app, next } = settled(state.app, call, answer);
    state.app = app;
    if (next) wire.send(next);
    if (answer.ok) announce(call, answer.body);
  }

  /** @returns {View} */
  function view() {
    const { app, ...rest } = state;
    const mine = ours();
    const all = wire.waiting();
    const refunded = app.refund?.receipt?.receipt_id;
    return {
      ...app,
      ...rest,
      config,
      link,
      goods,
      act,
      busy: mine.length > 0,
      fixed: app.sale.phase === "payment" || mine.some((call) => call.kind !== "scan"),
      scanning: mine.some((call) => call.kind === "scan"),
      refunding: all.some((call) => call.kind === "refund" && call.receipt === refunded),
      delivering: all.flatMap((call) => (call.kind === "deliver" ? [call.body.purchase_id] : [])),
      lost: mine.some((call) => call.lost),
      waiting: all.length,
      anyLost: all.some((call) => call.lost),
      canGiveUp: mine.every((call) => CAN_GIVE_UP.includes(call.kind)),
      canLeave: mine.every((call) => CAN_LEAVE.includes(call.kind)),
      canSellOffline: mine.every((call) => call.kind === "scan") && app.sale.basket.length > 0,
    };
  }

  function draw() {
    const shown = view();
    document.body.dataset.phase = shown.sale.phase;
    redraw(place("top"), headerPanel(shown));
    redraw(place("notice"), noticePanel(shown));
    redraw(place("goods"), goodsPanel(shown));
    redraw(place("receipt"), receiptPanel(shown));
    drawRefund(shown);
    tick();
  }

  /** @param {View} shown */
  function drawRefund(shown) {
    const { refund } = shown;
    if (!refund) return refundDialog.close();
    redraw(refundDialog, refundPanel({ ...shown, refund }));
    if (!refundDialog.open) refundDialog.showModal();
  }

  function tick() {
    /** @type {NodeListOf<HTMLElement>} */
    const counting = document.querySelectorAll("[data-until]");
    for (const element of counting) {
      const { until = "", words = "" } = element.dataset;
      const seconds = (Date.parse(until) - wire.serverNow()) / 1000;
      element.textContent = state.words.say(words, { time: countdown(seconds) });
    }
  }

  /** Tells a screen reader what everybody else sees arrive. */
  /** @param {Waiting} call @param {unknown} body */
  function announce(call, body) {
    const said = saidOf(call, body);
    if (said) place("announcer").textContent = said;
  }

  /** @param {Waiting} call @param {unknown} body */
  function saidOf(call, body) {
    const { say, points, money } = state.words;
    switch (call.kind) {
      case "scan": {
        const { member, balance } = doneBy(call, body);
        return say("scanned_said", { tier: member.tier, points: points(balance) });
      }
      case "open": {
        const { to_pay: toPay, will_earn: willEarn } = doneBy(call, body);
        return say("quote_said", { money: money(toPay), points: points(willEarn) });
      }
      case "complete":
        return say("done_said", { points: points(doneBy(call, body).earned) });
      case "deliver":
        return say("delivered_said");
      default:
        return null;
    }
  }

  /** Another tab has become the till: this one must neither send nor remember anything more. */
  function leave() {
    wire.stop();
    const { say } = state.words;
    const here = h("button.primary", { onclick: () => location.reload() }, say("use_here"));
    redraw(document.body, h("main.elsewhere", {}, h("h1", {}, say("elsewhere")), here));
  }

  /** @param {string} language */
  function speak(language) {
    const words = wording(language, config.words, config.currency, config.minor_digits, config.kind);
    document.documentElement.lang = language;
    document.title = `${config.program} · ${words.say("title")}`;
    return words;
  }

  leadKeys(() => {
    if (state.app.sale.phase === "done") act.next();
    return place("code") ?? place("coupon");
  });
  refundDialog.addEventListener("cancel", (event) => {
    event.preventDefault();
    act.closeRefund();
  });
  setInterval(tick, 1000);
  draw();
  if (!matchMedia("(pointer: coarse)").matches) place("code")?.focus();
  for (const call of before?.calls ?? []) wire.send(call);
  act.settleBurn();
  holdAlone(link.name, leave);
  return { draw, words: () => state.words, retryNow: wire.retryNow, waiting: wire.waiting };
}
