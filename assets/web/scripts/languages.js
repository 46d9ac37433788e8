// Flutter ends at the first language that is none, as "C" of a system that has no languages: it gets those that are.
export function leaveOutNoLanguages() {
  const languages = navigator.languages.filter(isLanguage);
  if (languages.length < navigator.languages.length) {
    Object.defineProperty(navigator, "languages", { value: languages, configurable: true });
  }
}

/** @param {string} tag */
function isLanguage(tag) {
  try {
    return new Intl.Locale(tag);
  } catch {
    return false;
  }
}
