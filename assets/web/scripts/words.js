// The member's language, and numbers and times in it, as kopilka/ui/look/formats.py writes them.
/** @import { Forms, Money, Site, Words } from "./shapes" */
const NO_BREAK_SPACE = "\u00a0";
const GROUPED = { useGrouping: /** @type {const} */ ("always") };

/** @param {Pick<Site, "words">} site @param {string} [chosen] */
export function speakerFor(site, chosen) {
  const tags = [chosen ?? "", ...navigator.languages].map((tag) => tag.split(/[-_]/)[0].toLowerCase());
  const language = tags.find((tag) => tag in site.words) ?? "en";
  return new Speaker(language, site.words[language]);
}

export class Speaker {
  /** @param {string} language @param {Words} words */
  constructor(language, words) {
    this.language = language;
    this.words = words;
  }

  // The languages that the server is asked for, the best first.
  get askedFor() {
    return /** @type {string} */ (this.words.asked_for);
  }

  /** @param {string} word @param {Record<string, string | number>} [values] */
  say(word, values = {}) {
    const phrase = /** @type {string} */ (this.words[word]);
    return phrase.replace(/{(\w+)}/g, (_, name) => /** @type {string} */ (values[name]));
  }

  /** @param {number} value */
  number(value) {
    const digits = new Intl.NumberFormat(this.language, GROUPED).format(Math.abs(value));
    return value < 0 ? `\u2212${digits}` : digits;
  }

  // A phrase that another language stands in with is counted as that one counts.
  /** @param {number} count @param {Forms} forms */
  plural(count, forms) {
    const rules = new Intl.PluralRules(forms.spoken ?? this.language);
    return forms[rules.select(Math.abs(count))] ?? forms.many;
  }

  // A phrase that agrees with its `{count}`.
  /** @param {string} word @param {number} count */
  counted(word, count) {
    return this.plural(count, /** @type {Forms} */ (this.words[word])).replace("{count}", this.number(count));
  }

  /** @param {Money} money */
  money({ amount, currency }) {
    const unit = 10 ** (MINOR_DIGITS[currency] ?? 2);
    const digits = amount % unit ? (MINOR_DIGITS[currency] ?? 2) : 0;
    return new Intl.NumberFormat(this.language, {
      style: "currency",
      currency,
      currencyDisplay: "narrowSymbol",
      minimumFractionDigits: digits,
      maximumFractionDigits: digits,
    }).format(amount / unit);
  }

  /** @param {number} rate */
  percent(rate) {
    return new Intl.NumberFormat(this.language, { style: "percent", maximumFractionDigits: 2 }).format(rate / 100);
  }

  /** @param {Date} moment */
  clock(moment) {
    return moment.toLocaleTimeString("en-GB", { hour: "2-digit", minute: "2-digit" });
  }
}

export { NO_BREAK_SPACE };
