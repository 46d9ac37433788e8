"""The wallet in a window of any engine: when the app is there, when the page's own card is, what is set."""

from tests.engines import View
from tests.engines.person import Person

APP_IS_THERE = "() => !document.querySelector('#shell') && !!document.querySelector('flutter-view')"
SHELL_IS_THERE = "() => !!document.querySelector('#shell .number, #shell .digits')"
KEEP_SETTINGS = """(chosen) => new Promise((done, failed) => {
  const opening = indexedDB.open("kopilka");
  opening.onerror = failed;
  opening.onsuccess = () => {
    const change = opening.result.transaction("kept", "readwrite");
    const kept = change.objectStore("kept");
    const settings = { language: null, theme: "system", code_scale: 1, code_form: "qr", bright: true };
    kept.put({ ...settings, text_scale: 1, ...chosen }, "settings");
    change.oncomplete = () => { opening.result.close(); done(); };
  };
})"""
"""On a device on which the member has set this."""


def with_app(view: View) -> Person:
    """Once the app has come and has names."""
    person = Person(view)
    person.eventually(lambda: view.evaluate(APP_IS_THERE) or None, "the app")
    return person.with_names()
