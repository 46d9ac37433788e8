"""A friend comes by a member's link: two browsers, a till, and what each of them sees."""

import uuid

import httpx
import pytest
from playwright.sync_api import Page, expect

from tests.browser.test_sign_in import OpenPage, a_phone, agrees, asks_for_code, code_field
from tests.browser.till_calls import COFFEE, TillCalls
from tests.browser.wallet_page import WalletPage
from tests.running_demo import Demo

pytestmark = pytest.mark.browser

BASKET = {"lines": [{**COFFEE, "quantity": 2, "amount": 56000}], "total": 56000, "burn": 0}


def link_of(page: Page) -> str:
    """What the member hands on, read from the screen."""
    link = WalletPage(page).goes_to("/profile/friends").sees("/friend/")
    return str(link.get_attribute("aria-label") or link.text_content())


def signs_up(page: Page, link: str, demo: Demo) -> WalletPage:
    """Somebody new, of whom no other test knows: who buys at the same till meanwhile is not rewarded."""
    page.goto(link)
    code_field(page).fill(asks_for_code(page, demo, a_phone()[0]))
    agrees(page)
    return WalletPage(page).in_app().with_names()


def comes_by(page: Page, link: str, demo: Demo) -> WalletPage:
    """Somebody new opens the link, signs up and is led to the invitation."""
    wallet = signs_up(page, link, demo)
    wallet.sees("Вас приглашает друг")
    wallet.sees("но не ваше имя, не сами покупки и не магазин")
    return wallet


def buys(wallet: WalletPage, demo: Demo) -> None:
    with httpx.Client(base_url=demo.api, timeout=30) as http:
        till = TillCalls(http, demo.till_key)
        wallet.goes_to("/")
        scan = till.scan(wallet.code())
        receipt = {"scan_id": scan["scan_id"], "receipt_id": uuid.uuid4().hex[:10], **BASKET}
        till.complete(till.post("/till/purchases", receipt)["purchase_id"])


def test_friend_is_told_what_it_means_and_both_have_points_after_the_first_purchase(
    demo: Demo, open_page: OpenPage
) -> None:
    inviter, page = open_page("about:blank"), open_page("about:blank")
    signs_up(inviter, demo.wallet, demo)
    friend = comes_by(page, link_of(inviter), demo)
    friend.press("Принять приглашение")
    expect(page).to_have_url(f"{demo.wallet}profile/friends")
    friend.sees("Вы пришли по приглашению")
    inviter.reload()
    WalletPage(inviter).in_app().with_names().sees("Первая покупка считается до")
    buys(friend, demo)
    WalletPage(inviter).sees("Вам 200\u00a0баллов")
    friend.goes_to("/profile/friends").sees("за приглашение ваши")
