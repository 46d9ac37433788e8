"""What a browser keeps when it denies its storage, or when that is full, and in a window that forgets."""

import pytest

from loyalty_api.card_code import parse_code
from tests.engines import Engine
from tests.engines.altered import altered
from tests.engines.wallet_view import signed_in, with_app
from tests.running_demo import Demo

pytestmark = [pytest.mark.browser, pytest.mark.engines]

DENIED = """
IDBFactory.prototype.open = () => { throw new DOMException("denied", "SecurityError"); };
"""
FULL_WHEN_TOLD = """
new BroadcastChannel("full").onmessage = ({ target }) => {
  IDBObjectStore.prototype.put = () => { throw new DOMException("full", "QuotaExceededError"); };
  target.postMessage("so it is");
};
"""
TELL_THAT_IT_IS_FULL = """() => new Promise((heard) => {
  const channel = new BroadcastChannel("full");
  channel.onmessage = () => heard(true);
  channel.postMessage("full");
})"""
NOT_KEPT = "This device does not save data"


def test_browser_that_denies_storage_shows_the_card_while_the_page_lives(
    engine: Engine, demo: Demo
) -> None:
    with (
        altered(demo.wallet, page=DENIED, worker=DENIED) as wallet,
        engine.visit() as view,
    ):
        view.open(signed_in(wallet, demo))
        person = with_app(view)
        person.sees(NOT_KEPT)
        assert parse_code(person.code()).type == "P"


def test_full_storage_is_told_calmly_and_the_card_stays(engine: Engine, demo: Demo) -> None:
    with (
        altered(demo.wallet, worker=FULL_WHEN_TOLD) as wallet,
        engine.visit() as view,
    ):
        view.open(signed_in(wallet, demo))
        person = with_app(view)
        assert view.evaluate(TELL_THAT_IT_IS_FULL)
        person.press("Profile")
        person.press("On this device")
        person.press("Dark")
        person.press("Back")
        person.press("Card")
        person.sees(NOT_KEPT)
        assert parse_code(person.code()).type == "P"
