"""The whole wallet in Chromium, with the phone around it played by a script."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page

from tests.browser.test_device_unlock import MAC, another, locks_everything, spends
from tests.browser.wallet_page import WalletPage
from tests.running_demo import Demo

pytestmark = pytest.mark.browser

PHONE = """
globalThis.asked = [];
const write = (order) => (...values) => asked.push([order, ...values]);
const orders = ["brightness", "awake", "tap", "give", "send", "hidden", "overLock", "quiet"];
globalThis.walletDevice = Object.fromEntries(orders.map((one) => [one, write(one)]));
const hardware = new TextEncoder().encode("the same in each start of the page");
globalThis.isOwner = true;
globalThis.walletOwner = {
  isThere: () => true,
  guard: () => walletOwner.key("each key"),
  async key(name) {
    if (!isOwner) return walletOwnerSaid("");
    const hash = { name: "HMAC", hash: "SHA-256" };
    const key = await crypto.subtle.importKey("raw", hardware, hash, false, ["sign"]);
    const bytes = await crypto.subtle.sign("HMAC", key, new TextEncoder().encode(name));
    walletOwnerSaid(`${name} ${btoa(String.fromCharCode(...new Uint8Array(bytes)))}`);
  },
};
"""
SPEND = "Списать баллы"
OPEN = "Разблокировать, чтобы списать больше"


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


def test_window_is_over_the_lock_quiet_and_hidden_as_the_member_chose(
    demo: Demo, phone: Page
) -> None:
    wallet = WalletPage(phone).in_app().with_names()

    def told(order: str) -> list[object]:
        return [value for name, value in phone.evaluate("asked") if name == order]

    wallet.goes_to("/profile/settings").sees("На этом устройстве")
    phone.get_by_role("switch").nth(1).click()
    wallet.eventually(lambda: phone.get_by_role("switch", checked=True).count() == 2 or None, "on")
    phone.get_by_role("switch").nth(2).click()
    wallet.eventually(lambda: phone.get_by_role("switch", checked=True).count() == 3 or None, "on")
    phone.get_by_role("switch").nth(3).click()
    wallet.eventually(lambda: told("hidden") == [False, True] or None, "kept out of pictures")
    assert told("overLock") == told("quiet") == []
    phone.goto(f"{demo.wallet}card/till")
    wallet.in_app().with_names()
    wallet.eventually(lambda: (told("overLock"), told("quiet")) == ([True], [True]) or None, "till")
    assert told("hidden") == [True]
    wallet.press("Закрыть")
    wallet.eventually(
        lambda: (told("overLock"), told("quiet")) == ([True, False], [True, False]) or None, "past"
    )


def test_phones_own_unlock_opens_the_lock_on_spending(demo: Demo, phone: Page) -> None:
    wallet = WalletPage(phone).in_app().with_names()
    wallet.goes_to("/profile/lock")
    locks_everything(wallet)
    wallet.goes_to("/card/till")
    wallet.press(SPEND)
    wallet.sees("пока нечего")
    phone.context.set_offline(True)
    locked = wallet.code()
    phone.evaluate("isOwner = false")
    wallet.press(OPEN)
    wallet.sees("Устройство не разблокировано")
    phone.evaluate("isOwner = true")
    wallet.press(OPEN)
    wallet.sees("Разблокировано для этой покупки")
    unlocked = wallet.eventually(lambda: another(wallet, locked, MAC), "a code by the lock's key")
    assert spends(demo, unlocked, 100) == "paid"
