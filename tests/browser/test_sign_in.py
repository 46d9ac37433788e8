"""Signing in with a code on the page itself, before the app and with it behind, against the running demo."""

import re
import time
import uuid
from collections.abc import Callable

import httpx
import pytest
from playwright.sync_api import Locator, Page, Response, expect

from loyalty_api.card_code import parse_code
from tests.browser.engine_behind import wait_for_engine_behind
from tests.browser.till_calls import TillCalls
from tests.browser.wallet_page import WalletPage
from tests.running_demo import Demo
from tests.scripts.__main__ import checkers

pytestmark = pytest.mark.browser

OpenPage = Callable[..., Page]
ENGINE = re.compile(r"/(engine|python|memory|plain)-|/worker\.js")
SIDEWAYS = "() => document.querySelector('#shell').scrollWidth - innerWidth"
AXE = "() => axe.run('#shell').then(({ violations }) => violations.map(({ id, nodes }) => [id, nodes.map(({ html }) => html)]))"
LEAVING = """() => new Promise((done) => {
  indexedDB.open("kopilka").onsuccess = ({ target: { result } }) => {
    const change = result.transaction("kept", "readwrite");
    change.objectStore("kept").put("", "leaving");
    change.oncomplete = () => { result.close(); done(); };
  };
})"""


def a_phone() -> tuple[str, str]:
    """Nobody's number, as it is typed and in the groups of its country."""
    digits = f"999{uuid.uuid4().int % 10**7:07d}"
    return f"+7{digits}", f"+7 {digits[:3]} {digits[3:6]}-{digits[6:8]}-{digits[8:]}"


def address(page: Page) -> Locator:
    return page.get_by_label("Телефон или e-mail")


def code_field(page: Page) -> Locator:
    return page.get_by_label("Код из сообщения")


def sent(code: Callable[[], str | None]) -> str:
    deadline = time.monotonic() + 20
    while (digits := code()) is None:
        assert time.monotonic() < deadline, "no code was sent"
        time.sleep(0.05)
    return digits


def another(code: str) -> str:
    """Six other digits."""
    return f"{(int(code) + 1) % 10**6:06d}"


def asks_for_code(page: Page, demo: Demo, phone: str) -> str:
    address(page).fill(phone)
    with demo.next_code(phone) as code:
        page.get_by_role("button", name="Получить код").click()
        code_field(page).wait_for()
    return sent(code)


def agrees(page: Page) -> None:
    agrees_to_what_is_required(page)
    page.get_by_role("button", name="Открыть карту").click()


def is_way_in(response: Response) -> bool:
    return response.url.endswith("/v1/auth/sessions")


def agrees_to_what_is_required(page: Page) -> None:
    page.get_by_role("button", name="Согласиться").wait_for()
    for box in page.get_by_role("checkbox").all():
        box.check()
    page.get_by_role("button", name="Согласиться").click()


def is_told(page: Page, field: Locator, words: str) -> None:
    """The fault is announced, belongs to the field and leaves the member in it."""
    expect(page.get_by_role("alert").filter(has_text=words)).to_be_visible()
    expect(field).to_have_accessible_description(re.compile(re.escape(words)))
    expect(field).to_be_focused()


def test_newcomer_has_a_card_that_a_till_reads_though_the_engine_never_comes(
    demo: Demo, open_page: OpenPage
) -> None:
    page = open_page("about:blank")
    page.route(ENGINE, lambda route: route.abort())
    page.goto(demo.wallet)
    phone, grouped = a_phone()
    code = asks_for_code(page, demo, phone)
    expect(page.get_by_role("heading", level=2)).to_have_text(f"Отправили код на {grouped}")
    code_field(page).fill(code)
    agrees(page)
    expect(page.locator("#shell main")).to_be_focused()
    with httpx.Client(base_url=demo.api, timeout=30) as http:
        assert "scan_id" in TillCalls(http, demo.till_key).scan(WalletPage(page).code())
    expect(page.locator("flutter-view")).to_have_count(0)


def test_engine_that_is_loaded_while_the_member_waits_takes_no_key_and_then_opens_their_card(
    demo: Demo, open_page: OpenPage
) -> None:
    page = open_page(demo.wallet)
    code = asks_for_code(page, demo, demo.phone)
    wait_for_engine_behind(page)
    expect(code_field(page)).to_be_focused()
    page.keyboard.press("Tab")
    expect(page.get_by_role("button", name="Открыть карту")).to_be_focused()
    page.keyboard.press("Shift+Tab")
    page.keyboard.type(code)
    wallet = WalletPage(page)
    page.locator("#shell canvas").wait_for()
    kid = parse_code(wallet.code()).kid
    wallet.in_app().with_names().sees("Ваша карта")
    assert parse_code(wallet.code()).kid == kid
    assert page.url == demo.wallet
    page.reload()
    assert parse_code(wallet.code()).kid == kid


def test_every_step_is_kept_over_a_reload(demo: Demo, open_page: OpenPage) -> None:
    page = open_page(demo.wallet)
    phone, grouped = a_phone()
    address(page).fill(phone)
    page.reload()
    expect(address(page)).to_have_value(grouped)
    code = asks_for_code(page, demo, phone)
    code_field(page).fill(code[:3])
    page.reload()
    expect(code_field(page)).to_have_value(code[:3])
    code_field(page).fill(code)
    page.get_by_role("checkbox").first.wait_for()
    page.reload()
    agrees_to_what_is_required(page)
    page.get_by_label("Имя").fill("Вера")
    page.reload()
    expect(page.get_by_label("Имя")).to_have_value("Вера")
    page.get_by_role("button", name="Открыть карту").click()
    page.locator("#shell canvas").wait_for()
    assert page.evaluate("sessionStorage.length") == 0


def test_newcomer_is_asked_what_the_card_needs_and_then_for_the_rest_with_the_name_last(
    demo: Demo, open_page: OpenPage
) -> None:
    page = open_page(demo.wallet)
    code = asks_for_code(page, demo, a_phone()[0])
    code_field(page).fill(code)
    page.get_by_role("button", name="Согласиться").wait_for()
    expect(page.get_by_role("checkbox")).to_have_count(2)
    expect(page.get_by_role("checkbox", name="обязательно")).to_have_count(2)
    expect(page.get_by_role("textbox")).to_have_count(0)
    agrees_to_what_is_required(page)
    expect(page.get_by_role("heading", name="По желанию")).to_be_focused()
    expect(page.get_by_role("checkbox", checked=True)).to_have_count(0)
    expect(page.get_by_role("checkbox", name="обязательно")).to_have_count(0)
    page.keyboard.press("Shift+Tab")
    page.get_by_label("Имя").fill("  Вера ")
    with page.expect_response(is_way_in) as told:
        page.keyboard.press("Enter")
    assert told.value.status == 201
    assert told.value.request.post_data_json["first_name"] == "Вера"
    WalletPage(page).in_app().with_names().press("Профиль")
    expect(page.get_by_role("heading", name="Вера")).to_be_attached()


def test_fault_is_told_where_it_was_made_and_what_was_typed_stays(
    demo: Demo, open_page: OpenPage
) -> None:
    page = open_page(demo.wallet)
    phone, grouped = a_phone()
    address(page).fill("+7 999")
    page.get_by_role("button", name="Получить код").click()
    is_told(page, address(page), "Проверьте телефон или e-mail")
    page.context.set_offline(True)
    address(page).fill(phone)
    page.get_by_role("button", name="Получить код").click()
    is_told(page, address(page), "Нет связи с магазином")
    page.context.set_offline(False)
    code = asks_for_code(page, demo, phone)
    code_field(page).fill(another(code))
    is_told(page, code_field(page), "Неверный код")
    expect(code_field(page)).to_have_value(another(code))
    page.keyboard.type("1")
    expect(page.get_by_role("alert")).to_be_hidden()
    for tries in range(4):
        code_field(page).fill(another(another(code)) if tries % 2 else another(code))
        is_told(page, code_field(page), "Неверный код")
    code_field(page).fill(code)
    is_told(page, address(page), "Код устарел")
    expect(address(page)).to_have_value(grouped)
    page.get_by_role("button", name="Получить код").click()
    is_told(page, address(page), "Слишком много попыток")


def test_number_falls_into_its_groups_and_a_message_may_be_pasted_whole(
    demo: Demo, open_page: OpenPage
) -> None:
    page = open_page(demo.wallet)
    phone, grouped = a_phone()
    address(page).press_sequentially(phone[:-1])
    for _ in range(4):
        page.keyboard.press("ArrowLeft")
    page.keyboard.press("Backspace")
    page.keyboard.type(grouped[-6])
    page.keyboard.press("End")
    page.keyboard.type(phone[-1])
    expect(address(page)).to_have_value(grouped)
    with demo.next_code(phone) as asked:
        page.keyboard.press("Enter")
        code_field(page).wait_for()
    code = sent(asked)
    page.evaluate("words => navigator.clipboard.writeText(words)", f"Копилка, код: {code}. 5 минут")
    code_field(page).press("ControlOrMeta+v")
    agrees(page)
    page.locator("#shell canvas").wait_for()


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_steps_are_sound_for_assistive_technology_and_fit_small_windows_and_large_text(
    demo: Demo, open_page: OpenPage, scheme: str
) -> None:
    page = open_page(demo.wallet, color_scheme=scheme, viewport={"width": 320, "height": 640})
    page.evaluate((checkers() / "axe-core/axe.min.js").read_text(encoding="utf-8"))
    code = asks_for_code(page, demo, a_phone_after(page))
    looks_right(page)
    code_field(page).fill(code)
    expect(page.get_by_role("heading", name="Прежде чем выдать карту")).to_be_focused()
    looks_right(page)
    agrees_to_what_is_required(page)
    page.get_by_label("Имя").wait_for()
    looks_right(page)


def a_phone_after(page: Page) -> str:
    """A number, once the first step was looked at."""
    address(page).wait_for()
    looks_right(page)
    return a_phone()[0]


def looks_right(page: Page) -> None:
    """Nothing found by axe, nothing beside the window, at text of 100 and of 200 %."""
    for scale in ("1", "2"):
        page.evaluate(
            "scale => document.documentElement.style.setProperty('--scale', scale)", scale
        )
        assert page.evaluate(AXE) == []
        assert page.evaluate(SIDEWAYS) <= 0


def test_session_that_was_left_without_a_network_is_closed_before_the_next_one(
    demo: Demo, open_page: OpenPage
) -> None:
    page = open_page(demo.wallet_signed_in)
    WalletPage(page).in_app()
    page.evaluate(LEAVING)
    page.goto(demo.wallet)
    code = asks_for_code(page, demo, a_phone()[0])
    with page.expect_response("**/v1/auth/session") as closed:
        code_field(page).fill(code)
    assert (closed.value.request.method, closed.value.status) == ("DELETE", 204)
    agrees(page)
    page.locator("#shell canvas").wait_for()
