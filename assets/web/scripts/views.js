// The card and the till mode as the app draws them: same place, same look, so that it can take over.
/** @import { Card, CodeForm, CodeView, Settings, Site, Wallet } from "./shapes" */
/** @import { Speaker } from "./words.js" */
import { element } from "./dom.js";
import { qrForm } from "./qr_form.js";
import { qrRows } from "./qr.js";
import { NO_BREAK_SPACE } from "./words.js";

export const LARGE = 1.4;
const WIDEST = 460; // the till mode's column, as in till_code.py
const ROOM_FOR_BOTH = 350; // the words for the code's life and "works offline", at text of 100 %
const MODULES = 37;
/** @type {(string | undefined)[]} */
const OTHER_FORMS = ["barcode", "manual"];

/** @param {Speaker} speaker @param {Card} card @param {Settings} settings @returns {CodeView} */
export function cardView(speaker, card, settings) {
  const { wallet } = card;
  const asOf = pointsAsOf(wallet) ?? card.asOf;
  const { canvas, face, make } = qrForm(speaker, card, "P", () => roomOnCard(settings));
  const { countdown, ring } = life();
  const asOfWords = asOf ? ` · ${speaker.say("as_of", { time: speaker.clock(asOf) })}` : "";
  const page = element(
    "main",
    { class: "places", tabindex: "-1" },
    canvas,
    element("h1", {}, speaker.say("name")),
    element(
      "section",
      { class: "card" },
      element("div", { class: "rings" }),
      element("div", { class: "line" }, element("span", { class: "yours" }, speaker.say("yours")), tier(wallet)),
      face,
      number(speaker, wallet),
      element("div", { class: "line last" }, element("div", { class: "line" }, ring, countdown), toTill(speaker)),
    ),
    ...onCard(speaker, wallet, asOfWords),
  );
  return { page, make, ring, countdown, phrase: "card_changes_in" };
}

// In the form that the till read the last time.
/**
 * @param {Speaker} speaker @param {Card} card @param {Settings} settings @param {Site} site
 * @returns {Promise<CodeView>}
 */
export async function tillView(speaker, card, settings, site) {
  const { ring, countdown } = life();
  const lasting = element("div", { class: "line" }, ring, countdown);
  const { canvas, face, make, remark = lasting } = await formAtTill(speaker, card, settings, site);
  const close = element("a", { class: "close", href: "/", "aria-label": speaker.say("close") }, icon("close_rounded"));
  const header = element("header", {}, close, element("span", { class: "muted" }, speaker.say("brighter")));
  const page = element("main", { class: "till" }, canvas, header, face, number(speaker, card.wallet), remark);
  const room = Math.min(WIDEST, innerWidth) / (settings.text_scale ?? 1);
  const phrase = room < ROOM_FOR_BOTH ? "card_changes_in" : "till_changes_in";
  return { page, make, ring, countdown, phrase };
}

/**
 * @param {Speaker} speaker @param {Card} card @param {Settings} settings @param {Site} site
 * @returns {Promise<CodeForm>}
 */
async function formAtTill(speaker, card, settings, site) {
  const name = settings.code_form;
  if (!OTHER_FORMS.includes(name)) return qrForm(speaker, card, "E", () => roomAtTill(settings));
  const { otherForm } = await import(site.join);
  return otherForm(/** @type {string} */ (name), speaker.language, card, qrRows);
}

// As kopilka/ui/card/screen.py and till/code.py give it.
/** @param {Settings} settings */
function roomOnCard({ code_scale: wish = 1, text_scale: scale = 1 }) {
  const around = 56 + 76 + 62 + 48 + 62 * scale;
  const width = innerWidth < 840 ? innerWidth - 40 : paneOfCard(scale);
  return Math.max(4 * MODULES, Math.min(230 * wish, width - 48, innerHeight - around));
}

// As kopilka/ui/look/frame.py and shell.css share the room of a wide window.
/** @param {number} scale */
function paneOfCard(scale) {
  const besides = innerWidth < 1100 ? 64 + 40 + 16 : Math.max(231, 150 * scale) + 80 + 32;
  return Math.min(400, (innerWidth - besides) / 2);
}

/** @param {Settings} settings */
function roomAtTill({ code_scale: wish = 1, code_form: form }) {
  return Math.min(form === "larger" ? WIDEST : 350 * wish, WIDEST, innerWidth - 8, innerHeight - 150);
}

/** @param {Speaker} speaker */
export function brandView(speaker) {
  return element("main", { class: "brand" }, element("h1", {}, speaker.say("name")), element("progress"));
}

/** @param {Speaker} speaker @param {string} lacking @param {() => void} retry */
export function troubleView(speaker, lacking, retry) {
  const button = element("button", {}, speaker.say("retry"));
  button.onclick = retry;
  const [title, hint] = lacking ? ["lacking", "lacking_hint"] : ["not_started", "not_started_hint"];
  return element(
    "div",
    { class: "news", role: "alert" },
    element("b", {}, speaker.say(title, { lacking })),
    element("p", {}, speaker.say(hint)),
    button,
  );
}

function life() {
  const ring = element("span", { class: "ring", "aria-hidden": "true" });
  return { ring, countdown: element("span", { class: "countdown", "aria-hidden": "true" }) };
}

// When the engine that keeps the points was away, they are of an earlier moment than the rest.
/** @param {Wallet} wallet */
function pointsAsOf({ points, server_time: sent }) {
  const [told, now] = [new Date(points.as_of), new Date(sent)];
  return told < now ? told : null;
}

/** @param {Wallet} wallet */
function tier({ tier: { name } }) {
  if (name) return element("span", { class: "tier" }, icon("star_rounded"), name);
  return element("span", { class: "tier nameless" }, icon("star_rounded"));
}

/** @param {Speaker} speaker @param {Wallet} wallet */
function number(speaker, { card }) {
  const groups = card.number.replace(/.{4}(?=.)/g, "$& ");
  const label = `${speaker.say("number")}: ${card.number}`;
  return element("p", { class: "number", role: "text", "aria-label": label }, groups);
}

/** @param {Speaker} speaker */
function toTill(speaker) {
  const label = element("span", {}, speaker.say("to_till"));
  return element("a", { class: "to-till", href: "/card/till" }, icon("wb_sunny_outlined"), label);
}

// A discount card has its per cent where the others have a balance.
/** @param {Speaker} speaker @param {Wallet} wallet @param {string} asOfWords */
function onCard(speaker, wallet, asOfWords) {
  /** @param {string} words */
  const remark = (words) => element("p", { class: "muted" }, words);
  if (wallet.program.kind !== "discount") {
    return [remark(speaker.say("balance") + asOfWords), balance(speaker, wallet)];
  }
  const rate = element("p", { class: "balance" }, speaker.percent(wallet.tier.rate));
  return [remark(speaker.say("discount")), rate, remark(speaker.say("discount_hint"))];
}

/** @param {Speaker} speaker @param {Wallet} wallet */
function balance(speaker, { points, program }) {
  if (program.kind === "cashback") return element("p", { class: "balance" }, speaker.money(points.worth));
  const word = speaker.plural(points.balance, program.points_name);
  const amount = speaker.number(points.balance) + NO_BREAK_SPACE;
  return element("p", { class: "balance" }, amount, element("span", {}, word));
}

/** @param {string} name */
function icon(name) {
  return element("i", { class: `icon ${name}`, "aria-hidden": "true" });
}
