"""Every place of the wallet, walked through by its names, on a phone and on a desktop, in both languages."""

from collections.abc import Callable

import pytest
from playwright.sync_api import ConsoleMessage, Page

from tests.browser.wallet_page import WalletPage
from tests.running_demo import Demo

pytestmark = pytest.mark.browser

RUSSIAN = {
    "Для вас": ("/offers", "Активировать"),
    "Награды": ("/rewards", "Мои купоны"),
    "История": ("/history", "Накоплено за"),
    "Профиль": ("/profile", "Ваш уровень"),
}
ENGLISH = {
    "For you": ("/offers", "Activate"),
    "Rewards": ("/rewards", "My coupons"),
    "History": ("/history", "Earned in"),
    "Profile": ("/profile", "Your tier"),
}


@pytest.mark.parametrize(("width", "height"), [(390, 844), (1280, 800)], ids=["phone", "desktop"])
def test_every_place_opens_in_both_languages(
    demo: Demo, open_page: Callable[..., Page], width: int, height: int
) -> None:
    page = open_page(demo.wallet_signed_in, viewport={"width": width, "height": height})
    faults: list[str] = []
    page.on("console", lambda message: faults.extend(_fault(message)))
    wallet = WalletPage(page).with_names()
    wallet.sees("Ваша карта")
    _walk(wallet, RUSSIAN)
    wallet.press("На этом устройстве")
    wallet.press("English")
    wallet.sees("On this device")
    page.go_back()
    wallet.sees("Your tier")
    _walk(wallet, ENGLISH)
    wallet.press("Messages")
    page.wait_for_url("**/profile/messages")
    wallet.sees("Support")
    page.go_back()
    wallet.sees("Your tier")
    page.mouse.move(width / 4, height / 2)
    page.mouse.wheel(0, 2 * height)
    wallet.press("About the app")
    wallet.press("Show licences")
    page.wait_for_url("**/licences.html")
    assert page.get_by_text("Pyodide", exact=False).first.is_visible()
    assert faults == []


def _walk(wallet: WalletPage, places: dict[str, tuple[str, str]]) -> None:
    for name, (address, words) in places.items():
        wallet.press(name)
        wallet.page.wait_for_url(f"**{address}")
        wallet.sees(words)


def _fault(message: ConsoleMessage) -> list[str]:
    return [message.text] if message.type == "error" else []
