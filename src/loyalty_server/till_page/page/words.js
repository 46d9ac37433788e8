/** What the cashier reads: the page's languages, plural forms, money and times as the language writes them. */

/** @import { Forms, Texts, Trouble } from "../shapes" */
const REMEMBERED = "kopilka.till.language";

/** @param {Record<string, Texts>} words */
export function chosenLanguage(words) {
  const wanted = [
    new URLSearchParams(location.search).get("lang"),
    recalled(),
    ...navigator.languages,
  ];
  return (
    wanted
      .map((tag) => (tag ?? "").split(/[-_]/)[0].toLowerCase())
      .find((tag) => tag in words) ?? "en"
  );
}

/** @param {string} language */
export function rememberLanguage(language) {
  try {
    localStorage.setItem(REMEMBERED, language);
  } catch {
    // A browser that keeps nothing asks again next time.
  }
}

function recalled() {
  try {
    return localStorage.getItem(REMEMBERED);
  } catch {
    return null;
  }
}

/** The words of one language; `currency` is the programme's, in minor units of so many `digits` everywhere. What a programme of another `kind` says differently has the kind's name behind its own. */
/** @param {string} language @param {Record<string, Texts>} words @param {string} currency @param {number} digits @param {string} kind */
export function wording(language, words, currency, digits, kind = "points") {
  const texts = words[language];
  const isMoney = kind === "cashback";
  const ownProblems = /** @type {Record<string, string>} */ (texts[`problem_${kind}`] ?? {});
  const tags = Object.keys(words);
  const other = tags[(tags.indexOf(language) + 1) % tags.length];
  const whole = new Intl.NumberFormat(language);
  const weight = new Intl.NumberFormat(language, { maximumFractionDigits: 3 });
  const clock = new Intl.DateTimeFormat(language, { hour: "2-digit", minute: "2-digit" });
  const calendar = new Intl.DateTimeFormat(language, { day: "numeric", month: "long" });

  /** @param {string} key @param {Record<string, string | number>} [values] */
  const say = (key, values = {}) =>
    /** @type {string} */ (texts[`${key}_${kind}`] ?? texts[key]).replace(/\{(\w+)\}/g, (_, name) => String(values[name]));
  /** @param {string} key @param {number} count */
  const counted = (key, count) => {
    const forms = /** @type {Forms} */ (texts[key]);
    const plurals = new Intl.PluralRules(forms.spoken ?? language);
    return (forms[plurals.select(count)] ?? forms.other)
      .replace("{n}", whole.format(count))
      .replace(" ", "\u00a0");
  };
  /** @param {number} amount */
  function money(amount) {
    const value = amount / 10 ** digits;
    const shown = Number.isInteger(value) ? 0 : digits;
    return new Intl.NumberFormat(language, {
      style: "currency",
      currency,
      currencyDisplay: "narrowSymbol",
      minimumFractionDigits: shown,
      maximumFractionDigits: shown,
    }).format(value);
  }

  const separator = new Intl.NumberFormat(language)
    .formatToParts(1.5)
    .find(({ type }) => type === "decimal")?.value ?? ".";

  return {
    language,
    digits,
    separator,
    /** What was typed, in minor units; nothing that can be paid is zero. */
    /** @param {string} typed */
    amount(typed) {
      const plain = typed.replace(/[\s\u00a0\u202f]/g, "").replace(",", ".");
      return /^\d{1,9}(\.\d*)?$/.test(plain) ? Math.round(Number(plain) * 10 ** digits) : 0;
    },
    /** The language that comes after this one, and what it calls itself. */
    other,
    otherName: /** @type {string} */ (words[other].language),
    say,
    counted,
    /** Whether there is anything to collect: a discount card only takes money off. */
    collects: kind !== "discount",
    points: (/** @type {number} */ count) => (isMoney ? money(count) : counted("points", count)),
    signed: (/** @type {number} */ count) =>
      `${count > 0 ? "+" : ""}${isMoney ? money(count) : whole.format(count)}`.replace("-", "−"),
    number: (/** @type {number} */ count) => whole.format(count),
    weight: (/** @type {number} */ quantity) => weight.format(quantity),
    /** A good's name with its number and unit on one line. */
    title: (/** @type {string} */ text) => text.replace(/(\d) (?=[\p{L}%])/gu, "$1\u00a0"),
    time: (/** @type {string} */ moment) => clock.format(new Date(moment)),
    day: (/** @type {string} */ moment) => calendar.format(new Date(moment)),
    isToday: (/** @type {string} */ moment) => new Date(moment).toDateString() === new Date().toDateString(),
    less: (/** @type {number} */ amount) => `−${money(amount)}`,
    money,
    problem: (/** @type {Trouble} */ { code, status, phrase }) =>
      phrase
        ? say(phrase)
        : (ownProblems[code ?? ""] ?? texts.problem[code ?? ""] ?? texts.problem.unknown.replace("{status}", `${status}`)),
  };
}

/** Seconds as `1:42`. */
/** @param {number} seconds */
export function countdown(seconds) {
  const left = Math.max(0, Math.floor(seconds));
  return `${Math.floor(left / 60)}:${String(left % 60).padStart(2, "0")}`;
}
