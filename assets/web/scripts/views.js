// The card and the till mode as the app draws them: same place, same look, so that it can take over.
import { element } from "./dom.js";
import { NO_BREAK_SPACE } from "./words.js";

export function cardView(speaker, { wallet, asOf }) {
  const { canvas, countdown, ring } = codeParts(speaker);
  const asOfWords = asOf ? ` · ${speaker.say("as_of", { time: speaker.clock(asOf) })}` : "";
  const page = element(
    "main",
    { class: "places" },
    element("h1", {}, speaker.say("name")),
    element(
      "section",
      { class: "card" },
      element("div", { class: "rings" }),
      element("div", { class: "line" }, element("span", { class: "yours" }, speaker.say("yours")), tier(wallet)),
      element("div", { class: "panel" }, canvas),
      number(speaker, wallet),
      element("div", { class: "line last" }, element("div", { class: "line" }, ring, countdown), toTill(speaker)),
    ),
    element("p", { class: "muted" }, speaker.say("balance") + asOfWords),
    balance(speaker, wallet),
  );
  return { page, canvas, ring, countdown, type: "P", phrase: "card_changes_in" };
}

export function tillView(speaker, { wallet }) {
  const { canvas, countdown, ring } = codeParts(speaker);
  const close = element("a", { class: "close", href: "/", "aria-label": speaker.say("close") }, icon("close_rounded"));
  const page = element(
    "main",
    { class: "till" },
    element("header", {}, close, element("span", { class: "muted" }, speaker.say("brighter"))),
    element("div", { class: "panel" }, canvas),
    number(speaker, wallet),
    element("div", { class: "line" }, ring, countdown),
  );
  return { page, canvas, ring, countdown, type: "E", phrase: "till_changes_in" };
}

export function brandView(speaker) {
  return element("main", { class: "brand" }, element("h1", {}, speaker.say("name")), element("progress"));
}

export function troubleView(speaker, retry) {
  const button = element("button", {}, speaker.say("retry"));
  button.onclick = retry;
  return element(
    "div",
    { class: "news", role: "alert" },
    element("b", {}, speaker.say("not_started")),
    element("p", {}, speaker.say("not_started_hint")),
    button,
  );
}

function codeParts(speaker) {
  const canvas = element("canvas", { role: "img", "aria-label": speaker.say("qr") });
  const ring = element("span", { class: "ring", "aria-hidden": "true" });
  return { canvas, ring, countdown: element("span", { class: "countdown", "aria-hidden": "true" }) };
}

function tier({ tier: { name } }) {
  return element("span", { class: "tier" }, icon("star_rounded"), name);
}

function number(speaker, { card }) {
  const groups = card.number.match(/.{1,4}/g).join(" ");
  const label = `${speaker.say("number")}: ${card.number}`;
  return element("p", { class: "number", role: "text", "aria-label": label }, groups);
}

function toTill(speaker) {
  const label = element("span", {}, speaker.say("to_till"));
  return element("a", { class: "to-till", href: "/card/till" }, icon("wb_sunny_outlined"), label);
}

function balance(speaker, { points, program }) {
  if (program.kind === "cashback") return element("p", { class: "balance" }, speaker.money(points.worth));
  const word = speaker.plural(points.balance, program.points_name);
  const amount = speaker.number(points.balance) + NO_BREAK_SPACE;
  return element("p", { class: "balance" }, amount, element("span", {}, word));
}

function icon(name) {
  return element("i", { class: `icon ${name}`, "aria-hidden": "true" });
}
