/** The left half of the till: shelves as chips, goods as tiles. */

import { h, icon } from "./dom.js";
import { padPanel } from "./pad.js";

/** @import { Good, Shelf, View } from "../shapes" */
const EVERYTHING = "all";
const PAD = "pad";

/** @param {View} view */
export function goodsPanel(view) {
  const { config, shelf, words, act } = view;
  const { catalogue } = config;
  if (catalogue.length === 0) return padPanel(view);
  const pad = config.types ? [{ id: PAD, title: words.say("amount") }] : [];
  const chips = [{ id: EVERYTHING, title: words.say("all") }, ...catalogue, ...pad];
  const shown = catalogue.filter((one) => shelf === EVERYTHING || shelf === one.id);
  return [
    h(
      "div.chips",
      { role: "group", "aria-label": words.say("goods") },
      chips.map(({ id, title }) =>
        h(
          "button.chip",
          {
            "data-key": `shelf-${id}`,
            "aria-pressed": String(id === shelf),
            onclick: () => act.chooseShelf(id),
          },
          title,
        ),
      ),
    ),
    shelf === PAD
      ? padPanel(view)
      : h(
          "div.tiles",
          { "data-scroll": "", "data-key": "tiles", tabindex: view.fixed ? "0" : "-1" },
          shown.flatMap((one) => one.goods.map((good) => tile(good, one, view))),
        ),
  ];
}

/** @param {Good} good @param {Shelf} category @param {View} view */
function tile(good, category, { sale, fixed, words, act }) {
  const inBasket = sale.basket.find((line) => line.sku === good.sku);
  const price = words.money(good.price);
  return h(
    "button.tile",
    { "data-key": `tile-${good.sku}`, disabled: fixed, onclick: () => act.add(good.sku) },
    category.icon
      ? h(`span.badge.${category.icon}`, {}, icon(category.icon))
      : h("span.badge.plain", { "aria-hidden": "true" }, good.title.slice(0, 1)),
    inBasket && h("span.count", {}, words.weight(inBasket.quantity)),
    h("span.name", {}, words.title(good.title)),
    h("span.price", {}, good.unit === "kg" ? words.say("per_kg", { price }) : price),
  );
}
