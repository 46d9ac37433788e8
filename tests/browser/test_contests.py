"""A receipt is a number in a contest, and the wallet itself counts a draw over."""

import httpx
import pytest

from tests.browser.test_events import newcomer
from tests.browser.test_sign_in import OpenPage
from tests.browser.till_calls import TillCalls
from tests.browser.wallet_page import WalletPage
from tests.running_demo import Demo

pytestmark = pytest.mark.browser

TALL = {"width": 390, "height": 2600}


def test_receipt_enters_and_the_draw_before_is_counted_over(
    demo: Demo, open_page: OpenPage
) -> None:
    page = open_page("about:blank", viewport=TALL)
    newcomer(page, demo)
    wallet = WalletPage(page)
    raw = wallet.code()
    wallet.goes_to("/offers").sees("Номера дают чеки от 300\u00a0₽")
    with httpx.Client(base_url=demo.api, timeout=60) as http:
        till = TillCalls(http, demo.till_key)
        quote = till.ring_up(till.scan(raw)["scan_id"])
        till.complete(quote["purchase_id"])
    wallet.sees("Участвует 1 ваш номер")
    wallet.press("Проверить розыгрыш")
    wallet.sees("Пересчитано на этом устройстве")
