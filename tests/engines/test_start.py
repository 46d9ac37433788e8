"""What a start in Chromium asks for, of whom, and what it does without."""

import re
from collections.abc import Callable, Iterator

import httpx
import pytest
from playwright.sync_api import Page

from loyalty_api.card_code import parse_code
from tests.browser.till_calls import TillCalls
from tests.browser.wallet_page import WalletPage
from tests.running_demo import Demo

pytestmark = [pytest.mark.browser, pytest.mark.engines]

OpenPage = Callable[..., Page]


@pytest.fixture
def till(demo: Demo) -> Iterator[TillCalls]:
    with httpx.Client(base_url=demo.api, timeout=30) as http:
        yield TillCalls(http, demo.till_key)


def test_code_that_a_till_has_read_is_refused_the_second_time(
    demo: Demo, open_page: OpenPage, till: TillCalls
) -> None:
    code = WalletPage(open_page(demo.wallet_signed_in)).code()
    assert "scan_id" in till.scan(code)
    assert till.scan(code)["code"] == "code_used"


def test_card_shows_when_the_api_cannot_be_reached(demo: Demo, open_page: OpenPage) -> None:
    wallet = WalletPage(open_page(demo.wallet_signed_in))
    before = parse_code(wallet.code())
    wallet.page.route(re.compile(r"/v1/"), lambda route: route.abort())
    wallet.page.reload()
    assert parse_code(wallet.code()).kid == before.kid
    wallet.with_names().sees("Нет связи")


def test_wallet_asks_nothing_of_another_host(demo: Demo, open_page: OpenPage) -> None:
    page = open_page("about:blank")
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    page.goto(demo.wallet_signed_in)
    WalletPage(page).code()
    origin = httpx.URL(demo.wallet)
    outside = [
        url for url in asked if url.startswith("http") and httpx.URL(url).host != origin.host
    ]
    assert len(asked) > 10
    assert outside == []


def test_start_and_sign_in_wait_for_no_module(demo: Demo, open_page: OpenPage) -> None:
    page = open_page("about:blank", service_workers="block")
    asked: list[str] = []
    page.on("request", lambda request: asked.append(httpx.URL(request.url).path))
    page.goto(demo.wallet_signed_in)
    WalletPage(page).in_app().code()
    assert [path for path in asked if path.endswith("/memory.bin")]
    assert not [path for path in asked if path.endswith("/late.zip")]
