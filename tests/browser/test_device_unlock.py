"""The lock on spending in a real browser: WebAuthn's own key, from an authenticator that knows its owner or not."""

from collections.abc import Callable
from typing import Any

import httpx
import pytest
from playwright.sync_api import CDPSession, Page

from tests.browser.till_calls import TillCalls
from tests.browser.wallet_page import WalletPage
from tests.running_demo import Demo

pytestmark = pytest.mark.browser

SPEND = "Списать баллы"
OPEN = "Разблокировать, чтобы списать больше"
STEP, MAC = slice(16, 22), slice(22, 38)
AUTHENTICATOR = {
    "protocol": "ctap2",
    "ctap2Version": "ctap2_1",
    "transport": "internal",
    "hasUserVerification": True,
    "hasPrf": True,
    "automaticPresenceSimulation": True,
    "isUserVerified": True,
}


class Finger:
    """Whether the finger on the device's sensor is its owner's."""

    def __init__(self, page: Page, **traits: Any) -> None:
        self._protocol: CDPSession = page.context.new_cdp_session(page)
        self._protocol.send("WebAuthn.enable", {"enableUI": False})
        options = {"options": AUTHENTICATOR | traits}
        made = self._protocol.send("WebAuthn.addVirtualAuthenticator", options)
        self._id = made["authenticatorId"]

    def is_owners(self, verified: bool) -> None:
        told = {"authenticatorId": self._id, "isUserVerified": verified}
        self._protocol.send("WebAuthn.setUserVerified", told)


def by_name(address: str) -> str:
    """WebAuthn wants a name where a browser gives cookies to a number too."""
    return address.replace("127.0.0.1", "localhost")


def spends(demo: Demo, raw: str, points: int) -> str:
    """What the till says when this code is to pay with so many points."""
    with httpx.Client(base_url=demo.api) as http:
        till = TillCalls(http, demo.till_key)
        opened = till.ring_up(till.scan(raw)["scan_id"], points)
        return str(opened.get("code", "paid"))


def locks_everything(wallet: WalletPage) -> None:
    """The server knows it, and the choice is there again when this device has kept it."""
    page = wallet.page
    page.get_by_role("switch").click()
    with page.expect_response("**/v1/auth/lock"):
        wallet.press("Ничего")
    page.get_by_role("button", name="Ничего").wait_for()


def test_locked_card_spends_with_its_owners_finger_alone(
    demo: Demo, open_page: Callable[..., Page]
) -> None:
    page = open_page("about:blank")
    finger = Finger(page)
    page.goto(by_name(demo.wallet_signed_in))
    wallet = WalletPage(page).in_app().with_names()
    wallet.goes_to("/profile/lock")
    locks_everything(wallet)
    wallet.goes_to("/card/till")
    wallet.press(SPEND)
    wallet.sees("пока нечего")
    page.context.set_offline(True)
    locked = wallet.code()
    wallet.press(OPEN)
    wallet.sees("Разблокировано для этой покупки")
    unlocked = wallet.eventually(lambda: another(wallet, locked, MAC), "a code by the lock's key")
    assert spends(demo, unlocked, 100) == "paid"
    wallet.press("Закрыть")
    finger.is_owners(False)
    wallet.press("На кассу")
    wallet.press(SPEND)
    wallet.press(OPEN)
    wallet.sees("Устройство не разблокировано")
    later = wallet.eventually(lambda: another(wallet, unlocked, STEP), "a code of the next step")
    assert spends(demo, later, 1) == "burn_too_much"


def another(wallet: WalletPage, code: str, part: slice) -> str | None:
    """The code on the screen, when this part of it is not the same."""
    seen = wallet.code()
    return seen if seen[part] != code[part] else None


def test_device_whose_unlock_keeps_no_key_says_so(
    demo: Demo, open_page: Callable[..., Page]
) -> None:
    page = open_page("about:blank")
    Finger(page, hasPrf=False)
    page.goto(by_name(demo.wallet_signed_in))
    wallet = WalletPage(page).in_app().with_names()
    wallet.goes_to("/profile/lock")
    page.get_by_role("switch").click()
    wallet.sees("не умеет просить разблокировку")
