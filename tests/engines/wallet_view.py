"""The wallet in a window of any engine: when the app is there, when the page's own card is, how to sign in."""

from tests.engines import View
from tests.engines.person import Person
from tests.running_demo import Demo

APP_IS_THERE = "() => !document.querySelector('#shell') && !!document.querySelector('flutter-view')"
SHELL_IS_THERE = "() => !!document.querySelector('#shell .number, #shell .digits')"


def signed_in(address: str, demo: Demo) -> str:
    """The way into the demo's wallet at this address that signs its member in."""
    return address + demo.wallet_signed_in.removeprefix(demo.wallet)


def with_app(view: View) -> Person:
    """Once the app has come and has names."""
    person = Person(view)
    person.eventually(lambda: view.evaluate(APP_IS_THERE) or None, "the app")
    return person.with_names()
