/** The demo till: puts the parts together, keeps what happened, and redraws. */

import { redraw } from "./dom.js";
import { goodsPanel } from "./goods.js";
import { headerPanel, noticePanel } from "./header.js";
import { receiptPanel } from "./receipt.js";
import { refundPanel } from "./refund.js";
import { calls, newSale, opened, openRefund, settled, withMore } from "./sale.js";
import { kept, keep } from "./kept.js";
import { hasCamera, leadKeys, readCode } from "./scanner.js";
import { createWire } from "./wire.js";
import { chosenLanguage, countdown, rememberLanguage, wording } from "./words.js";

const config = JSON.parse(document.getElementById("config").textContent);
const goods = new Map(
  config.catalogue.flatMap((shelf) =>
    shelf.goods.map((good) => [good.sku, { ...good, category: shelf.id }]),
  ),
);
const place = (id) => document.getElementById(id);
const CAN_GIVE_UP = ["scan", "open", "join"];
const CAN_LEAVE = ["complete", "cancel", "reopen"];

const before = kept();
let app = before?.app ?? opened();
let words = speak(chosenLanguage());
let shelf = "all";
let camera = false;

const wire = createWire({
  api: config.api,
  tillKey: config.till_key,
  keep: remember,
  settle,
  changed: () => draw(),
});

function remember() {
  keep({ app, calls: wire.waiting() });
}

function settle(call, answer) {
  const { app: after, next } = settled(app, call, answer);
  app = after;
  if (next) wire.send(next);
  announce(call, answer);
}

function change(after) {
  app = after;
  remember();
  draw();
}

const changeSale = (sale) => change({ ...app, sale: { ...app.sale, ...sale } });

function ask(call) {
  app = { ...app, sale: { ...app.sale, problem: null } };
  wire.send(call);
  draw();
}

const act = {
  chooseShelf(id) {
    shelf = id;
    draw();
  },
  add(good, sign = 1) {
    const sale = app.sale.phase === "done" ? newSale() : app.sale;
    const whole = goods.get(good.sku);
    change({ ...app, sale: withMore(sale, whole, sign * whole.step) });
  },
  clear: () => changeSale({ basket: [] }),
  scan(code) {
    if (code.trim()) ask(calls.scan(app.sale, code));
  },
  forget: () => changeSale({ scan: null }),
  checkout() {
    if (app.sale.scan) ask(calls.open(app.sale, app.sale.burn));
    else changeSale({ phase: "payment", problem: null });
  },
  burn: (points) => ask(calls.reopen(app.sale, points)),
  back() {
    if (app.sale.quote) ask(calls.cancel(app.sale));
    else changeSale({ phase: "sale", problem: null });
  },
  complete() {
    if (app.sale.quote) return ask(calls.complete(app.sale));
    app = { ...app, sale: { ...app.sale, phase: "done" } };
    ask(calls.join(app.sale));
  },
  next: () => change({ ...app, sale: newSale() }),
  dismiss: () => changeSale({ problem: null }),
  dismissNotice: () => change({ ...app, notice: null }),
  retryNow: () => wire.retryNow(),
  giveUp() {
    const given = ours().filter((call) => CAN_GIVE_UP.includes(call.kind));
    if (given.some((call) => call.kind === "open")) changeSale({ receipt: newSale().receipt });
    given.forEach((call) => wire.forget(call.key));
  },
  /** The card's code and its time are kept: its points are earned when the server can be asked. */
  sellOffline() {
    const { receipt, basket } = app.sale;
    ours().forEach((call) => wire.amend(call.key, { sold: { receipt, basket } }));
    changeSale({ phase: "done", offline: true });
  },
  openRefund: () => change({ ...app, refund: { receipt: null } }),
  chooseRefund: (receipt) => change({ ...app, refund: openRefund(receipt) }),
  closeRefund: () => change({ ...app, refund: null }),
  returnMore(line, quantity) {
    const quantities = { ...app.refund.quantities, [line.sku]: quantity };
    change({ ...app, refund: { ...app.refund, quantities } });
  },
  refund: () => ask(calls.refund(app.refund)),
  openCamera,
  switchLanguage() {
    words = speak(words.other);
    rememberLanguage(words.language);
    draw();
  },
};

const ours = () => wire.waiting().filter((call) => call.receipt === app.sale.receipt);

function view() {
  const mine = ours().filter((call) => !call.sold);
  const refunds = wire.waiting().filter((call) => call.kind === "refund");
  const lost = mine.some((call) => call.lost);
  return {
    ...app,
    config,
    goods,
    words,
    act,
    camera,
    lost,
    hasCamera: camera,
    busy: mine.length > 0,
    scanning: mine.some((call) => call.kind === "scan"),
    refunding: refunds.some((call) => call.receipt === app.refund?.receipt?.receipt_id),
    waiting: wire.waiting().length,
    anyLost: wire.waiting().some((call) => call.lost),
    canGiveUp: mine.every((call) => CAN_GIVE_UP.includes(call.kind)),
    canSellOffline: mine.every((call) => call.kind === "scan") && app.sale.basket.length > 0,
    canLeave: mine.every((call) => CAN_LEAVE.includes(call.kind)),
  };
}

function draw() {
  const shown = view();
  redraw(place("top"), headerPanel(shown));
  redraw(place("notice"), noticePanel(shown));
  redraw(
    place("goods"),
    goodsPanel({
      catalogue: config.catalogue,
      shelf,
      basket: app.sale.basket,
      locked: app.sale.phase === "payment" || shown.busy,
      words,
      act,
    }),
  );
  redraw(place("receipt"), receiptPanel(shown));
  place("receipt").dataset.phase = app.sale.phase;
  drawRefund(shown);
  tick();
}

function drawRefund(shown) {
  const dialog = place("refund");
  if (!app.refund) return dialog.close();
  redraw(dialog, refundPanel(shown));
  if (!dialog.open) dialog.showModal();
}

function tick() {
  for (const element of document.querySelectorAll("[data-until]")) {
    const seconds = (Date.parse(element.dataset.until) - wire.serverNow()) / 1000;
    element.textContent = words.say(element.dataset.words, { time: countdown(seconds) });
  }
}

function announce(call, answer) {
  if (!answer.ok) return;
  const { body } = answer;
  const said = {
    scan: () =>
      words.say("scanned_said", { tier: body.member.tier, points: words.points(body.balance) }),
    open: () =>
      words.say("quote_said", {
        money: words.money(body.to_pay),
        points: words.points(body.will_earn),
      }),
    complete: () => words.say("done_said", { points: words.points(body.earned) }),
  }[call.kind];
  if (said) place("announcer").textContent = said();
}

async function openCamera() {
  const dialog = place("camera");
  const stop = new AbortController();
  dialog.addEventListener("close", () => stop.abort(), { once: true });
  place("camera-close").setAttribute("aria-label", words.say("close"));
  place("camera-aim").textContent = words.say("camera_aim");
  dialog.showModal();
  try {
    const code = await readCode(dialog.querySelector("video"), stop.signal);
    if (code) act.scan(code);
    dialog.close();
  } catch {
    place("camera-aim").textContent = words.say("camera_denied");
  }
}

function speak(language) {
  const chosen = wording(language, config.words[language], config.currency);
  document.documentElement.lang = language;
  document.title = `${config.program} · ${chosen.say("title")}`;
  return chosen;
}

leadKeys(() => {
  if (app.sale.phase === "done") act.next();
  return place("code");
});
place("refund").addEventListener("cancel", (event) => {
  event.preventDefault();
  act.closeRefund();
});
place("camera-close").addEventListener("click", () => place("camera").close());
setInterval(tick, 1000);
draw();
place("code")?.focus();
before?.calls.forEach(wire.send);
hasCamera().then((found) => {
  camera = found;
  draw();
});
