// The member's language, and numbers and times in it, as kopilka/ui/formats.py writes them.
const NO_BREAK_SPACE = "\u00a0";

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
    const digits = new Intl.NumberFormat(this.language, { useGrouping: "always" }).format(Math.abs(value));
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
    const digits = amount % 100 ? 2 : 0;
    const form = { style: "currency", currency, minimumFractionDigits: digits, maximumFractionDigits: digits };
    return new Intl.NumberFormat(this.language, { ...form, currencyDisplay: "narrowSymbol" }).format(amount / 100);
  }

  clock(moment) {
    return moment.toLocaleTimeString("en-GB", { hour: "2-digit", minute: "2-digit" });
  }
}

export { NO_BREAK_SPACE };
