"""A member's wallet in Chromium, taken to every place and state, and a picture of each."""

import hashlib
import sqlite3
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Final

import httpx
from playwright.sync_api import Browser, Page

from kopilka.ui.look.formats import Formats
from tests.browser.till_calls import TillCalls
from tests.browser.wallet_page import WalletPage
from tests.running_demo import Demo
from tests.screens.places import STATES, Shop
from tests.screens.sound import Fault, faults_on
from tests.screens.views import Window

NEWCOMERS: Final = "+7900000{:04d}"
SETTLES_WITHIN_SECONDS: Final = 20.0
STILL_FOR: Final = 3
SHOWS_WITHIN_SECONDS: Final = 10.0
SHOWS_AFTER_MS: Final = 3_000
PLACE_SHOWS_AFTER_MS: Final = 700
LOOKS_EVERY_MS: Final = 250
WITHOUT_PRIZE: Final = """
SELECT phone FROM member WHERE id IN (SELECT member_id FROM contest_entry)
AND id NOT IN (SELECT member_id FROM contest_entry WHERE prize IS NOT NULL) ORDER BY phone
"""
LARGEST_TEXT: Final = 200
TREE: Final = "() => document.querySelector('flt-semantics-host')?.innerText ?? ''"


def pictures(
    browser: Browser,
    demo: Demo,
    window: Window,
    places: frozenset[str],
    folder: Path,
    faults: list[Fault] | None = None,
) -> Iterator[Path]:
    """Each place that was asked for, or each there is, in this window, by one start of the app.

    `faults` is given what axe finds on the way.
    """
    page = browser.new_page(**window.wishes)
    with httpx.Client(base_url=demo.api, timeout=60) as http:
        phone = _phone(demo, window)
        shop = Shop(demo.database, phone, TillCalls(http, demo.till_key))
        wallet = _signed_in(page, demo, window, phone, http)
        for name, address in shop.addresses():
            if not places or name in places:
                before = page.screenshot()
                wallet.goes_to(address)
                _until_another(wallet, before, PLACE_SHOWS_AFTER_MS)
                yield _taken(page, folder / f"{name}.{window}.png")
                if faults is not None:
                    faults += faults_on(page, f"{name}.{window}")
        yield from _in_states(wallet, demo, shop, window, places, folder)
    page.close()


def heard(browser: Browser, demo: Demo, window: Window, places: frozenset[str]) -> list[Fault]:
    """What axe finds at these places, without a picture of any."""
    page = browser.new_page(**window.wishes)
    faults: list[Fault] = []
    with httpx.Client(base_url=demo.api, timeout=60) as http:
        phone = _phone(demo, window)
        shop = Shop(demo.database, phone, TillCalls(http, demo.till_key))
        wallet = _signed_in(page, demo, window, phone, http).with_names()
        there = [(name, address) for name, address in shop.addresses() if name in places]
        assert {name for name, _ in there} == places
        for name, address in there:
            before = page.evaluate(TREE)
            wallet.goes_to(address)
            wallet.eventually(lambda known=before: _another_tree(page, known), name)
            faults += faults_on(page, f"{name}.{window}")
    page.close()
    return faults


def _another_tree(page: Page, before: str) -> str | None:
    """What is read out, once it is something else and stands still."""
    now: str = page.evaluate(TREE)
    page.wait_for_timeout(LOOKS_EVERY_MS)
    return now if now != before and page.evaluate(TREE) == now else None


def _in_states(
    wallet: WalletPage, demo: Demo, shop: Shop, window: Window, places: frozenset[str], folder: Path
) -> Iterator[Path]:
    wanted = [name for name in STATES if not places or name in places]
    if not wanted:
        return
    with wallet.page.expect_request(
        "**/v1/wallet/events*"
    ):  # what a till does is heard from then on
        wallet.page.goto(demo.wallet)
    for name, bring_about in STATES.items():
        before = wallet.page.screenshot()
        bring_about(wallet, shop)
        _until_another(wallet, before, SHOWS_AFTER_MS)
        picture = folder / f"{name}.{window}.png"
        wallet.page.screenshot(path=picture)
        if name in wanted:
            yield picture
    wallet.page.context.set_offline(False)


def _until_another(wallet: WalletPage, before: bytes, shows_after: int) -> None:
    """Whatever came about has begun to show: the code's ring alone takes longer to settle."""
    deadline = time.monotonic() + SHOWS_WITHIN_SECONDS
    while wallet.page.screenshot() == before and time.monotonic() < deadline:
        wallet.page.wait_for_timeout(LOOKS_EVERY_MS)
    wallet.page.wait_for_timeout(shows_after)


def _signed_in(
    page: Page, demo: Demo, window: Window, phone: str, http: httpx.Client
) -> WalletPage:
    """The wallet on the card of this member."""
    wallet = WalletPage(page)
    if window.member == "demo":
        page.goto(demo.wallet_signed_in)
    else:
        page.goto(demo.wallet)
        _tell_code(wallet, demo, phone)
        if window.member == "new":
            _join(page)
    wallet.code()
    wallet.in_app()
    if window.sense == "large":
        wallet.with_names().goes_to("/profile/settings").press(
            Formats(window.language).percent(LARGEST_TEXT)
        )
    return wallet


def _phone(demo: Demo, window: Window) -> str:
    match window.member:
        case "demo":
            return demo.phone
        case "unlucky":
            with sqlite3.connect(demo.database) as rows:
                (phone,) = rows.execute(WITHOUT_PRIZE).fetchone()
                return str(phone)
        case _:
            return _newcomer(window)


def _tell_code(wallet: WalletPage, demo: Demo, phone: str) -> None:
    """The number, and the code that was sent."""
    page = wallet.page
    field = page.get_by_role("textbox")
    field.fill(phone)
    field.press("Enter")
    code = wallet.eventually(lambda: demo.first_code_sent_to(phone), "a code that was sent")
    page.locator("input[name=code]").fill(code)


def _join(page: Page) -> None:
    """What a newcomer is asked besides."""
    boxes = page.get_by_role("checkbox")
    boxes.first.wait_for()
    for box in boxes.all():
        box.check()
    page.get_by_role("button").click()
    page.locator("input[name=name]").wait_for()
    page.get_by_role("button").click()


def _newcomer(window: Window) -> str:
    """A number that is nobody's, another one for each window."""
    number = int(hashlib.sha256(str(window).encode()).hexdigest(), 16) % 9000
    return NEWCOMERS.format(number + 1000)


def _taken(page: Page, file: Path) -> Path:
    """What the page shows once it stands still: the same several times in a row."""
    deadline, same, before = time.monotonic() + SETTLES_WITHIN_SECONDS, 0, b""
    while same < STILL_FOR and time.monotonic() < deadline:
        page.wait_for_timeout(LOOKS_EVERY_MS)
        now = page.screenshot()
        same = same + 1 if now == before else 0
        before = now
    file.write_bytes(before)
    return file
