"""What a start in Chromium asks for, of whom, and what it does without; the rest of the main job is in `tests/engines`."""

import re
from collections.abc import Callable, Iterator

import httpx
import pytest
from playwright.sync_api import Page

from loyalty_api.card_code import parse_code
from tests.browser.till_calls import TillCalls
from tests.browser.wallet_page import WalletPage
from tests.running_demo import Demo

pytestmark = pytest.mark.browser

OpenPage = Callable[..., Page]


@pytest.fixture
def till(demo: Demo) -> Iterator[TillCalls]:
    with httpx.Client(base_url=demo.api, timeout=30) as http:
        yield TillCalls(http, demo.till_key)


def test_scan_before_the_app_was_there_is_told_when_it_comes_and_its_code_is_worth_nothing_more(
    demo: Demo, open_page: OpenPage, till: TillCalls
) -> None:
    wallet = WalletPage(open_page(demo.wallet_signed_in))
    wallet.page.locator("#shell canvas").wait_for()
    code = wallet.code()
    scan = till.scan(code)
    assert wallet.page.locator("#shell").is_visible()
    assert till.scan(code)["code"] == "code_used"
    wallet.with_names().sees("Считано")
    done = till.complete(till.ring_up(scan["scan_id"])["purchase_id"])
    wallet.sees(f"Начислено {done['earned']}")
    wallet.sees(f"Теперь на карте {grouped(done['balance'])}")
    wallet.press("Готово")
    wallet.sees(f"Баланс: {grouped(done['balance'])}")


def test_card_shows_when_the_api_cannot_be_reached(demo: Demo, open_page: OpenPage) -> None:
    wallet = WalletPage(open_page(demo.wallet_signed_in))
    before = parse_code(wallet.code())
    wallet.page.route(re.compile(r"/v1/"), lambda route: route.abort())
    wallet.page.reload()
    assert parse_code(wallet.code()).kid == before.kid
    wallet.with_names().sees("Нет связи")


def test_start_asks_nothing_of_another_host_and_waits_for_no_module(
    demo: Demo, open_page: OpenPage
) -> None:
    page = open_page("about:blank", service_workers="block")
    asked: list[httpx.URL] = []
    page.on("request", lambda request: asked.append(httpx.URL(request.url)))
    page.goto(demo.wallet_signed_in)
    WalletPage(page).in_app().code()
    ours = httpx.URL(demo.wallet).host
    assert len(asked) > 10
    assert [url for url in asked if url.scheme.startswith("http") and url.host != ours] == []
    assert [url for url in asked if url.path.endswith("/memory.bin")]
    assert not [url for url in asked if url.path.endswith("/late.zip")]


def grouped(number: int) -> str:
    """As a Russian reader writes it: 1 447."""
    return f"{number:,}".replace(",", " ")
