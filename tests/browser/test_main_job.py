"""The card opens, a till reads it, the points arrive: in Chromium, against the running demo."""

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

PHONE = {"viewport": {"width": 390, "height": 844}, "device_scale_factor": 2}
DESKTOP = {"viewport": {"width": 1280, "height": 800}, "device_scale_factor": 1}
OpenPage = Callable[..., Page]


@pytest.fixture
def till(demo: Demo) -> Iterator[TillCalls]:
    with httpx.Client(base_url=demo.api, timeout=30) as http:
        yield TillCalls(http, demo.till_key)


@pytest.mark.parametrize(
    ("screen", "theme"), [(PHONE, "light"), (DESKTOP, "dark")], ids=["phone", "desktop"]
)
def test_card_is_read_from_the_screen_by_every_reader(
    demo: Demo, open_page: OpenPage, screen: dict[str, object], theme: str
) -> None:
    wallet = WalletPage(open_page(demo.wallet_signed_in, color_scheme=theme, **screen))
    for reader in ("zxing-cpp", "zbar", "opencv"):
        assert parse_code(wallet.code(reader)).type == "P"


@pytest.mark.parametrize("screen", [PHONE, DESKTOP], ids=["phone", "desktop"])
def test_member_sees_the_scan_and_then_the_points_with_no_reload(
    demo: Demo, open_page: OpenPage, till: TillCalls, screen: dict[str, object]
) -> None:
    wallet = WalletPage(open_page(demo.wallet_signed_in, **screen)).with_names()
    scan = till.scan(wallet.code())
    wallet.sees("Считано")
    purchase = till.ring_up(scan["scan_id"])
    done = till.complete(purchase["purchase_id"])
    wallet.sees(f"Начислено {done['earned']}")
    wallet.sees("Тройные баллы за кофе")
    wallet.sees(f"Теперь на карте {grouped(done['balance'])}")
    wallet.press("Готово")
    wallet.sees(f"Баланс: {grouped(done['balance'])}")


def test_scan_before_the_app_was_there_is_told_when_it_comes(
    demo: Demo, open_page: OpenPage, till: TillCalls
) -> None:
    wallet = WalletPage(open_page(demo.wallet_signed_in))
    wallet.page.locator("#shell canvas").wait_for()
    till.scan(wallet.code())
    assert wallet.page.locator("#shell").is_visible()
    wallet.with_names().sees("Считано")


def test_code_that_a_till_has_read_is_refused_the_second_time(
    demo: Demo, open_page: OpenPage, till: TillCalls
) -> None:
    code = WalletPage(open_page(demo.wallet_signed_in)).code()
    assert "scan_id" in till.scan(code)
    assert till.scan(code)["code"] == "code_used"


def test_member_signs_in_with_a_code_from_a_message(demo: Demo, open_page: OpenPage) -> None:
    before = demo.code_sent_to(demo.phone)
    wallet = WalletPage(open_page(demo.wallet)).with_names()
    wallet.page.get_by_role("textbox").first.click()
    wallet.page.keyboard.type(demo.phone)
    wallet.press("Получить код")
    code = wallet.eventually(lambda: newer(demo.code_sent_to(demo.phone), before), "a message")
    wallet.page.get_by_role("textbox").first.click()
    wallet.page.keyboard.type(code)
    assert parse_code(wallet.code())


def test_reload_keeps_the_member_signed_in(demo: Demo, open_page: OpenPage) -> None:
    wallet = WalletPage(open_page(demo.wallet_signed_in))
    before = parse_code(wallet.code())
    wallet.page.reload()
    assert parse_code(wallet.code()).kid == before.kid


def test_card_shows_when_the_api_cannot_be_reached(demo: Demo, open_page: OpenPage) -> None:
    wallet = WalletPage(open_page(demo.wallet_signed_in))
    before = parse_code(wallet.code())
    wallet.page.route(re.compile(r"/v1/"), lambda route: route.abort())
    wallet.page.reload()
    assert parse_code(wallet.code()).kid == before.kid
    wallet.with_names().sees("Нет связи")


def test_back_button_returns_to_the_place_before(demo: Demo, open_page: OpenPage) -> None:
    wallet = WalletPage(open_page(demo.wallet_signed_in)).with_names()
    wallet.code()
    wallet.press("История")
    wallet.page.wait_for_url("**/history")
    wallet.press("Профиль")
    wallet.page.wait_for_url("**/profile")
    wallet.page.go_back()
    wallet.page.wait_for_url("**/history")
    wallet.sees("Накоплено")


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


def newer(code: str | None, before: str | None) -> str | None:
    return code if code != before else None


def grouped(number: int) -> str:
    """As a Russian reader writes it: 1 447."""
    return f"{number:,}".replace(",", " ")
