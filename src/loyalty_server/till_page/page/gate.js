/** In front of the till: pairing this device by a one-time code, and who signs in by which PIN. */

/** @import { GateView, Trouble, Wording } from "../shapes" */
import { h, icon } from "./dom.js";
import { primary, sent } from "./pieces.js";

const PIN_DIGITS = 6;
const KEYS = ["1", "2", "3", "4", "5", "6", "7", "8", "9", "", "0", "erase"];

/** @param {GateView} view */
export function gatePanel(view) {
  const { config, words, act, problem } = view;
  return [
    h(
      "header.row",
      {},
      h("h1.grow", {}, config.program),
      h(
        "button.quiet",
        { "data-key": "gate-language", lang: words.other, onclick: act.switchLanguage },
        words.otherName,
      ),
    ),
    body(view),
    problem && h("p.problem", { role: "alert" }, said(problem, words)),
  ];
}

/** @param {Trouble} problem @param {Wording} words */
function said(problem, words) {
  /** @type {Record<string, string>} */
  const own = { rate_limited: "pin_locked", sign_in_code_wrong: "not_this", away: "away" };
  const phrase = own[problem.code ?? ""];
  return phrase ? words.say(phrase) : words.problem(problem);
}

/** @param {GateView} view */
function body(view) {
  switch (view.step) {
    case "pair":
      return pairing(view);
    case "pin":
      return pin(view);
    default:
      return staff(view);
  }
}

/** @param {GateView} view */
function pairing({ words, act, busy }) {
  return h(
    "form.gate",
    {
      onsubmit: (event) => act.pair(sent(event).text("pairing")),
    },
    h("h2", { tabindex: "-1", "data-key": "heading" }, words.say("pair_title")),
    h("p.muted", {}, words.say("pair_help")),
    h("label", { for: "pairing" }, words.say("pair_code")),
    h("input.code", {
      id: "pairing",
      name: "pairing",
      type: "text",
      "data-key": "pairing",
      autocomplete: "off",
      autocapitalize: "characters",
      spellcheck: "false",
      placeholder: "XXXX-XXXX",
      maxlength: 16,
      enterkeyhint: "go",
    }),
    primary("pair", words.say("pair_do"), undefined, { disabled: busy }),
  );
}

/** @param {GateView} view */
function staff({ config, words, act }) {
  return h(
    "div.gate",
    {},
    h("h2", { tabindex: "-1", "data-key": "heading" }, words.say("who")),
    h("p.muted", {}, [words.say("till", { name: config.till }), config.store].join(" · ")),
    config.staff.length === 0 && h("p", {}, words.say("nobody")),
    h(
      "ul.staff",
      {},
      config.staff.map(({ id, name }) =>
        h(
          "li",
          {},
          h("button.secondary", { "data-key": `staff-${id}`, onclick: () => act.choose(id) }, name),
        ),
      ),
    ),
  );
}

/** @param {GateView} view */
function pin({ config, chosen, typed, words, act, busy }) {
  const name = config.staff.find(({ id }) => id === chosen)?.name ?? "";
  /** @param {string} text */
  const type = (text) => act.typePin(text.replace(/\D/g, "").slice(0, PIN_DIGITS));
  const field = h("input.code", {
    id: "pin",
    type: "password",
    inputmode: "none",
    "data-key": "pin",
    autocomplete: "off",
    maxlength: PIN_DIGITS,
    readonly: busy,
    oninput: () => type(field.value),
  });
  field.value = typed;
  return h(
    "form.gate",
    { onsubmit: (event) => event.preventDefault() },
    h(
      "div.row",
      {},
      h(
        "button.round",
        {
          "data-key": "gate-back",
          type: "button",
          "aria-label": words.say("gate_back"),
          onclick: act.back,
        },
        icon("left"),
      ),
      h("h2", { tabindex: "-1", "data-key": "heading" }, name),
    ),
    h("label", { for: "pin" }, words.say(busy ? "waiting" : "pin")),
    field,
    h(
      "div.keys",
      {},
      KEYS.map((key) => pinKey(key, { typed, type, words, busy })),
    ),
  );
}

/**
 * @param {string} key
 * @param {Pick<GateView, "typed" | "words" | "busy"> & { type: (text: string) => void }} view
 */
function pinKey(key, { typed, type, words, busy }) {
  if (key === "") return h("span");
  if (key === "erase")
    return h(
      "button.key",
      {
        "data-key": "pin-erase",
        type: "button",
        disabled: busy || typed === "",
        "aria-label": words.say("erase"),
        onclick: () => type(typed.slice(0, -1)),
      },
      icon("erase"),
    );
  return h(
    "button.key",
    { "data-key": `pin-${key}`, type: "button", disabled: busy, onclick: () => type(typed + key) },
    key,
  );
}

/** @param {string} pin */
export const isWhole = (pin) => pin.length === PIN_DIGITS;
