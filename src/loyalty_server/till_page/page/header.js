/** The strip on top: which till this is, whether the server answers, and the ways elsewhere. */

import { h, icon } from "./dom.js";

/** @import { Notice, View, Wording } from "../shapes" */
/** @param {View} view */
export function headerPanel({ config, link, words, act, waiting, anyLost }) {
  const state = anyLost ? "offline" : waiting > 0 ? "sending" : "online";
  return [
    h("h1", {}, config.program),
    h(
      "p.muted.grow.where",
      {},
      [words.say("till", { name: config.till }), config.store].filter(Boolean).join(" · "),
    ),
    h(
      `span.link-state.${state}`,
      { role: "status" },
      anyLost ? `${words.say(state)} · ${words.counted("unsent", waiting)}` : words.say(state),
    ),
    h(
      "button.quiet",
      { "data-key": "refunds", onclick: act.openRefund },
      icon("receipt"),
      h("span.word", {}, words.say("receipts")),
    ),
    link.cashier &&
      h(
        "button.quiet",
        {
          "data-key": "cashier",
          "aria-label": words.say("change_cashier", { name: link.cashier() }),
          onclick: link.leave,
        },
        icon("person"),
        h("span.word", {}, link.cashier()),
      ),
    config.display &&
      h(
        "a.quiet",
        { "data-key": "display", href: config.display, target: "_blank", rel: "noopener" },
        icon("screen"),
        words.say("display"),
      ),
    h(
      "button.quiet",
      { "data-key": "language", lang: words.other, onclick: act.switchLanguage },
      words.otherName,
    ),
  ];
}

/** @param {View} view */
export function noticePanel({ notice, unused = [], words, act }) {
  const told = [
    ...(notice ? [noticed(notice, words)] : []),
    ...unused.map((code) => words.say("coupon_unused", { code })),
  ];
  if (told.length === 0) return [];
  return [
    h("div.grow", {}, told.map((text) => h("p", {}, text))),
    h("button.quiet", { "data-key": "notice", onclick: act.dismissNotice }, words.say("dismiss")),
  ];
}

/** @param {Notice} notice @param {Wording} words */
const noticed = ({ receipt: number, problem }, words) =>
  problem
    ? `${words.say("receipt_number", { number })}: ${words.problem(problem)}`
    : words.say("late_answer", { number });
