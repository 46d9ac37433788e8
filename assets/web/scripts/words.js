// The member's language, and numbers and times in it, as kopilka/ui/look/formats.py writes them.
const NO_BREAK_SPACE = "\u00a0";
const GROUPED = { useGrouping: /** @type {const} */ ("always") };

export function speakerFor(site, chosen) {
  const tags = [chosen, ...navigator.languages].filter(Boolean).map((tag) => tag.slice(0, 2).toLowerCase());
  const language = tags.find((tag) => tag in site.words) ?? "en";
  return new Speaker(language, site.words[language]);
}

class Speaker {
  constructor(language, words) {
    this.language = language;
    this.words = words;
  }

  say(word, values = {}) {
    return this.words[word].replace(/{(\w+)}/g, (_, name) => values[name]);
  }

  number(value) {
    const digits = new Intl.NumberFormat(this.language, GROUPED).format(Math.abs(value));
    return value < 0 ? `\u2212${digits}` : digits;
  }

  plural(count, forms) {
    const form = new Intl.PluralRules(this.language).select(Math.abs(count));
    return forms[form] ?? forms.many;
  }

  // A phrase that agrees with its `{count}`.
  counted(word, count) {
    return this.plural(count, this.words[word]).replace("{count}", this.number(count));
  }

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

  percent(rate) {
    return new Intl.NumberFormat(this.language, { style: "percent", maximumFractionDigits: 2 }).format(rate / 100);
  }

  clock(moment) {
    return moment.toLocaleTimeString("en-GB", { hour: "2-digit", minute: "2-digit" });
  }
}

export { NO_BREAK_SPACE };
