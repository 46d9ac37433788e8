/** An open purchase: points to burn, what it will earn and why, what is left to pay. */

/** @import { Quote, View, Wording } from "../shapes" */
import { total } from "./basket.js";
import { memberCard } from "./card.js";
import { couponBox } from "./coupons.js";
import { deliveryChoice } from "./delivery.js";
import { h, icon } from "./dom.js";
import { breakdown, heading, primary, row, troubles } from "./pieces.js";

/** @param {View} view */
export function paymentPanel(view) {
  const { sale, words, act, busy } = view;
  const { quote, scan } = sale;
  return [
    h(
      "header.row",
      {},
      h(
        "button.round",
        { "data-key": "back", disabled: busy, "aria-label": words.say("back"), onclick: act.back },
        icon("left"),
      ),
      heading(words.say("payment")),
      quote &&
        h("p.muted.grow.right", { "data-until": quote.expires_at, "data-words": "expires_in" }),
    ),
    troubles(view),
    quote && scan ? memberCard(view, scan) : noCard(words),
    quote &&
      h(
        "div.scroller",
        { "data-scroll": "", "data-key": "quote", tabindex: "-1" },
        burning(quote, view),
        earning(quote, words),
        couponBox(view),
        deliveryChoice(view, quote),
      ),
    h(
      "footer",
      {},
      row(words.say("total"), words.money(total(sale.basket))),
      quote && quote.saved > 0 && row(words.say("discount"), words.less(quote.saved), "saved"),
      quote &&
        quote.by_points > 0 &&
        row(words.say("by_points"), words.less(quote.by_points), "saved"),
      row(words.say("to_pay"), words.money(quote ? quote.to_pay : total(sale.basket)), "big"),
      primary("paid", words.say("paid"), act.complete, {
        disabled: busy || (quote !== null && sale.burn !== quote.held),
      }),
    ),
  ];
}

/** @param {Wording} words */
function noCard(words) {
  return h(
    "section.box",
    {},
    h("h3", {}, words.say("no_card")),
    h("p.muted", {}, words.say("no_card_help")),
  );
}

/** The slider ends where the server's limit does; another number is quoted anew when it rests. */
/** @param {Quote} quote @param {View} view */
function burning({ burn_limit: most }, { sale, words, act }) {
  if (most <= 0) return null;
  const shown = h("output.amount", { for: "burn" });
  const slider = h("input", {
    id: "burn",
    type: "range",
    min: 0,
    max: most,
    value: sale.burn,
    "data-key": "burn",
    oninput: () => tell(slider.valueAsNumber),
    onchange: () => act.burn(slider.valueAsNumber),
  });
  /** @param {number} points */
  const tell = (points) => {
    shown.textContent = words.points(points);
    slider.setAttribute("aria-valuetext", shown.textContent);
    slider.style.setProperty("--part", `${points / most}`);
  };
  tell(sale.burn);
  /** @param {number} points @param {string} name */
  const choice = (points, name) =>
    h(
      "button.chip",
      {
        "data-key": name,
        "aria-pressed": String(sale.burn === points),
        onclick: () => act.burn(points),
      },
      words.say(name),
    );
  const label = words.say("burn", { most: words.points(most) });
  return h(
    "section.box.burn",
    {},
    h("div.row", {}, h("label.grow", { for: "burn" }, label), shown),
    h("div.row", {}, choice(0, "burn_none"), slider, choice(most, "burn_all")),
  );
}

/** @param {Quote} quote @param {Wording} words */
function earning(quote, words) {
  if (!words.collects && quote.breakdown.length === 0) return null;
  return h(
    "section.box",
    {},
    words.collects &&
      h(
        "div.row",
        {},
        h("h3.grow", {}, words.say("will_earn")),
        h("span.amount.gain", {}, words.signed(quote.will_earn)),
      ),
    breakdown(quote.breakdown, words),
  );
}
