"""A receipt's points for somebody who has nothing yet: the join page, against the running demo."""

import re
import time
import uuid
from collections.abc import Callable, Iterator

import httpx
import pytest
from playwright.sync_api import Page, expect

from loyalty_api.card_code import parse_code
from tests.browser.decoders import READERS, picture_of
from tests.browser.engine_behind import wait_for_engine_behind
from tests.browser.till_calls import BREAD, COFFEE, TillCalls
from tests.browser.wallet_page import WalletPage
from tests.running_demo import Demo, running_demo

pytestmark = pytest.mark.browser

OpenPage = Callable[..., Page]
AT_MOST_BYTES = 60_000


@pytest.fixture(scope="module")
def demo(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Demo]:
    """One of its own: with all others these are more newcomers than one network may bring in an hour."""
    with running_demo(tmp_path_factory.mktemp("join")) as demo:
        yield demo


@pytest.fixture
def till(demo: Demo) -> Iterator[TillCalls]:
    with httpx.Client(base_url=demo.api, timeout=30) as http:
        yield TillCalls(http, demo.till_key)


@pytest.fixture
def offered(till: TillCalls) -> tuple[str, int]:
    """The link of a receipt without a member, and how many points wait under it."""
    receipt = {"receipt_id": uuid.uuid4().hex[:10], "lines": [COFFEE, BREAD], "total": 37000}
    join = till.post("/till/joins", receipt)
    return join["url"], join["will_earn"]


def code_sent_to(demo: Demo, phone: str) -> str:
    """The one-time code of a newcomer, once the server has sent it."""
    deadline = time.monotonic() + 20
    while (code := demo.first_code_sent_to(phone)) is None:
        assert time.monotonic() < deadline, "no code was sent"
        time.sleep(0.05)
    return code


def phone_number() -> str:
    return f"+7999{uuid.uuid4().int % 10**7:07d}"


def sign_up(page: Page, demo: Demo, phone: str) -> None:
    """From the empty field to the card."""
    page.get_by_label("Телефон или e-mail").fill(phone)
    page.get_by_role("button", name="Получить код").click()
    page.get_by_text("Отправили код на").wait_for()
    page.get_by_label("Код из сообщения").fill(code_sent_to(demo, phone))
    page.get_by_role("button", name="Согласиться").click()
    expect(page.get_by_role("alert")).to_have_text("Без обязательных согласий карту не выдать")
    agree(page)


def agree(page: Page) -> None:
    page.get_by_role("button", name="Согласиться").wait_for()
    for box in page.get_by_role("checkbox", name="обязательно").all():
        box.check()
    page.get_by_role("button", name="Согласиться").click()
    page.get_by_role("button", name="Открыть карту").click()


def test_newcomer_has_a_card_with_the_points_and_the_app_takes_over_signed_in(
    demo: Demo, open_page: OpenPage, till: TillCalls, offered: tuple[str, int]
) -> None:
    link, points = offered
    page = open_page(link)
    page.set_default_timeout(60_000)
    expect(page.get_by_role("heading", level=2)).to_contain_text(f"{points} ")
    phone = phone_number()
    page.get_by_label("Телефон или e-mail").fill("+7 999")
    page.get_by_role("button", name="Получить код").click()
    expect(page.get_by_role("alert")).to_contain_text("Проверьте телефон")
    sign_up(page, demo, phone)
    expect(page.get_by_role("status")).to_contain_text(f"{points} ")
    expect(page.locator("#shell .balance")).to_contain_text(str(points))
    code = READERS["zxing-cpp"](picture_of(page.screenshot()))
    assert code is not None
    wallet = WalletPage(page).in_app()
    assert parse_code(wallet.code()).kid == parse_code(code).kid
    assert page.url == demo.wallet
    till.scan(wallet.code())
    wallet.with_names().sees("Считано")


def test_app_loaded_while_a_newcomer_waited_for_the_message_opens_on_the_card(
    demo: Demo, open_page: OpenPage, offered: tuple[str, int]
) -> None:
    link, points = offered
    page, phone = open_page(link), phone_number()
    page.get_by_label("Телефон или e-mail").fill(phone)
    page.get_by_role("button", name="Получить код").click()
    page.get_by_text("Отправили код на").wait_for()
    wait_for_engine_behind(page)
    page.get_by_label("Код из сообщения").fill(code_sent_to(demo, phone))
    agree(page)
    expect(page.get_by_role("status")).to_contain_text(f"{points} ")
    kid = parse_code(WalletPage(page).code()).kid
    wallet = WalletPage(page).in_app()
    assert parse_code(wallet.code()).kid == kid
    assert page.url == demo.wallet


def test_points_are_given_once_and_who_comes_second_is_told_kindly(
    demo: Demo, open_page: OpenPage, offered: tuple[str, int]
) -> None:
    link, points = offered
    first = open_page(link)
    sign_up(first, demo, phone_number())
    expect(first.get_by_role("status")).to_contain_text(f"{points} ")
    second = open_page(link)
    expect(second.get_by_role("heading", level=2)).to_have_text("Этот чек уже записан на карту")
    expect(second.locator("main")).to_contain_text("пригодится для следующей покупки")
    sign_up(second, demo, phone_number())
    expect(second.locator("#shell .balance")).to_contain_text("0")


def test_member_who_is_signed_in_just_gets_the_points(
    demo: Demo, open_page: OpenPage, offered: tuple[str, int]
) -> None:
    page = open_page(demo.wallet_signed_in)
    WalletPage(page).code()
    page.route("**/worker.js", lambda route: None)  # the app does not come
    page.goto(offered[0])
    expect(page.get_by_role("status")).to_contain_text("За чек начислено")
    page.locator("#shell canvas").wait_for()
    page.goto(offered[0])
    expect(page.get_by_role("status")).to_contain_text("За чек начислено")


def test_nothing_typed_is_lost_when_the_network_goes_or_the_page_is_unloaded(
    demo: Demo, open_page: OpenPage, offered: tuple[str, int]
) -> None:
    page = open_page(offered[0], locale="en-GB")
    phone = phone_number()
    page.get_by_label("Phone or e-mail").fill(phone)
    page.context.set_offline(True)
    page.get_by_role("button", name="Get a code").click()
    expect(page.get_by_role("alert")).to_contain_text("cannot be reached")
    page.context.set_offline(False)
    page.get_by_role("button", name="Get a code").click()
    code_sent_to(demo, phone)
    page.get_by_label("Code from the message").fill("12")
    page.reload()
    expect(page.get_by_label("Code from the message")).to_have_value("12")


def test_code_can_be_asked_for_again_when_its_minute_is_over(
    demo: Demo, open_page: OpenPage, offered: tuple[str, int]
) -> None:
    page = open_page("about:blank")
    page.clock.install()
    page.goto(offered[0])
    phone = phone_number()
    page.get_by_label("Телефон или e-mail").fill(phone)
    page.get_by_role("button", name="Получить код").click()
    page.get_by_role("button", name=re.compile(r"Ещё раз через (1:00|0:5\d)")).wait_for()
    page.reload()
    waiting = page.get_by_role("button", name="Ещё раз через 0:5")
    expect(waiting).to_be_disabled()
    page.clock.fast_forward("01:00")
    page.get_by_role("button", name="Прислать ещё раз").click()
    expect(page.get_by_role("alert")).to_have_text(
        re.compile(r"^Слишком много попыток\. Подождите \d+\sсекунд[уы]?\.$")
    )
    page.get_by_label("Код из сообщения").fill(code_sent_to(demo, phone))
    page.get_by_role("button", name="Согласиться").wait_for()


def test_join_page_is_light(open_page: OpenPage, offered: tuple[str, int]) -> None:
    page = open_page("about:blank")
    network = page.context.new_cdp_session(page)
    network.send("Network.enable")
    received: list[int] = []
    network.on("Network.loadingFinished", lambda done: received.append(done["encodedDataLength"]))
    page.goto(offered[0], wait_until="networkidle")
    page.get_by_label("Телефон или e-mail").wait_for()
    assert len(received) >= 3
    assert sum(received) <= AT_MOST_BYTES
