/** The strip on top: which till this is, whether the server answers, and the ways elsewhere. */

import { h, icon } from "./dom.js";

/** @import { View } from "../shapes" */
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
export function noticePanel({ notice, words, act }) {
  if (!notice) return [];
  const number = notice.receipt;
  const text = notice.problem
    ? `${words.say("receipt_number", { number })}: ${words.problem(notice.problem)}`
    : words.say("late_answer", { number });
  return [
    h("p.grow", {}, text),
    h("button.quiet", { "data-key": "notice", onclick: act.dismissNotice }, words.say("dismiss")),
  ];
}
