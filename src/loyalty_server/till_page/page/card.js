/** The shopper's card at the till: the field a scanner types into, and who the server recognised. */

/** @import { KeptPlace, Scan, View } from "../shapes" */
import { h, icon } from "./dom.js";
import { sent } from "./pieces.js";

/** @param {View} view */
export function cardBox({ words, act, busy, scanning, hasCamera }) {
  return h(
    "form.box.scan",
    {
      onsubmit: (event) => {
        const { form, text } = sent(event);
        form.reset();
        act.scan(text("code"));
      },
    },
    h("label", { for: "code" }, words.say("card")),
    h(
      "div.field",
      {},
      hasCamera &&
        h(
          "button.round.camera",
          {
            "data-key": "camera",
            type: "button",
            disabled: busy,
            "aria-label": words.say("camera"),
            onclick: act.openCamera,
          },
          icon("camera"),
          h("span", { "aria-hidden": "true" }, words.say("scan_card")),
        ),
      h("input", {
        id: "code",
        name: "code",
        type: "text",
        "data-key": "code",
        placeholder: words.say("scan_hint"),
        autocomplete: "off",
        autocapitalize: "off",
        spellcheck: "false",
        enterkeyhint: "go",
        maxlength: 200,
        "aria-describedby": "code-help",
      }),
      h(
        "button.round",
        {
          "data-key": "scan",
          type: "submit",
          disabled: busy,
          "aria-label": words.say("scan_submit"),
        },
        icon("enter"),
      ),
    ),
    h("p.muted", { id: "code-help" }, words.say(scanning ? "waiting" : "scan_help")),
  );
}

/** @param {View} view @param {Scan} scan */
export function memberCard({ sale, words, act, busy }, scan) {
  const { member, balance, may_burn: mayBurn, offers, gifts, expires_at: until } = scan;
  return h(
    "section.member",
    { "aria-label": words.say("member", { initial: member.initial }) },
    h(
      "div.row",
      {},
      h("span.initial", { "aria-hidden": "true" }, member.initial),
      h(
        "div.grow",
        {},
        h(
          "div.standing",
          {},
          h("strong", {}, words.collects ? words.points(balance) : words.say("card")),
          h("span.tier", {}, icon("star"), member.tier),
        ),
        h("p", {}, words.say(mayBurn ? "may_burn" : "earn_only")),
      ),
      sale.phase === "sale" &&
        h(
          "button.round.clear",
          {
            "data-key": "forget",
            disabled: busy,
            "aria-label": words.say("forget"),
            onclick: act.forget,
          },
          icon("close"),
        ),
    ),
    sale.phase === "sale" &&
      offers.length > 0 &&
      h(
        "ul.offers",
        { "aria-label": words.say("offers") },
        offers.map(({ title }) => h("li", {}, title)),
      ),
    sale.phase === "sale" &&
      (gifts ?? []).length > 0 &&
      h(
        "ul.offers",
        { "aria-label": words.say("gifts") },
        (gifts ?? []).map(({ title }) => h("li", {}, words.say("gift", { title }))),
      ),
    sale.phase === "sale" && (scan.events ?? []).map((place) => guestBox({ words, act, busy }, place)),
    sale.phase === "sale" && h("p.until", { "data-until": until, "data-words": "scan_expires_in" }),
  );
}

/** @param {Pick<View, "words" | "act" | "busy">} view @param {KeptPlace} place */
function guestBox({ words, act, busy }, place) {
  const { event_id: event, title, starts_at: startsAt, came_at: cameAt } = place;
  const came = cameAt && words.say("came_in", { time: words.time(cameAt) });
  return h(
    "div.guest",
    {},
    h(
      "div.grow",
      { role: "status" },
      h("strong", {}, title),
      h("p", {}, came || words.say("has_place", { time: words.time(startsAt) })),
    ),
    cameAt
      ? h("button.secondary", { "data-key": "next-guest", onclick: act.forget }, words.say("next_guest"))
      : h(
          "button.secondary",
          { "data-key": `let-in-${event}`, disabled: busy, onclick: () => act.letIn(event) },
          words.say("let_in"),
        ),
  );
}
