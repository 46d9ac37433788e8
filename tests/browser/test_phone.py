"""The whole wallet in Chromium, with the phone around it played by a script."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page

from tests.browser.wallet_page import WalletPage
from tests.running_demo import Demo

pytestmark = pytest.mark.browser

PHONE = """
globalThis.asked = [];
const write = (order) => (...values) => asked.push([order, ...values]);
globalThis.walletDevice = Object.fromEntries(["brightness", "awake", "tap", "give", "send"].map((one) => [one, write(one)]));
"""


@pytest.fixture
def phone(chromium: Browser, demo: Demo) -> Iterator[Page]:
    context = chromium.new_context(viewport={"width": 390, "height": 844}, locale="ru-RU")
    page = context.new_page()
    page.add_init_script(PHONE)
    page.goto(demo.wallet_signed_in)
    yield page
    context.close()


def test_screen_is_bright_and_awake_at_the_till_and_given_back_after(phone: Page) -> None:
    wallet = WalletPage(phone)

    def last(order: str) -> object:
        return next(
            (value for name, *value in reversed(phone.evaluate("asked")) if name == order), []
        )

    wallet.with_names().press("На кассу")
    wallet.eventually(lambda: last("brightness") == [1] or None, "full brightness")
    assert last("awake") == [True]
    phone.go_back()
    wallet.eventually(lambda: last("brightness") == [-1] or None, "the member's own brightness")
