"""The cashier's page on a phone: paired, signed in by a PIN, with and without the network."""

from collections.abc import Callable, Iterator
from datetime import timedelta

import pytest
from playwright.sync_api import (
    Browser,
    BrowserContext,
    FloatRect,
    Locator,
    Page,
    Request,
    Route,
    expect,
)
from sqlalchemy import select

from loyalty_server.cashiers.deeds import deeds
from loyalty_server.tables import CashierRow
from tests.demo.cashier_page import Staff, key, type_amount
from tests.demo.house import DemoHouse, new_phone
from tests.scripts.__main__ import checkers

pytestmark = pytest.mark.browser

PHONE = {"width": 390, "height": 844}
TABLET = {"width": 900, "height": 1200}
DESK = {"width": 1280, "height": 800}
VIOLATIONS = """axe.run({ resultTypes: ["violations"] }).then(({ violations }) =>
    violations.map(({ id, nodes }) => [id, nodes.map(({ html }) => html)]))"""
SMALL = """[...document.querySelectorAll("button, a, input")]
    .filter((one) => one.checkVisibility())
    .filter((one) => one.getBoundingClientRect().height < 48)
    .map((one) => one.outerHTML)"""


@pytest.fixture
def staff(served: DemoHouse) -> Staff:
    return Staff(served)


@pytest.fixture
def open_phone(chromium: Browser) -> Iterator[Callable[..., Page]]:
    """A browser of its own in the cashier's hand."""
    contexts: list[BrowserContext] = []

    def open_(**options: object) -> Page:
        defaults = {"viewport": PHONE, "locale": "ru-RU", "has_touch": True}
        context = chromium.new_context(**{**defaults, **options})  # type: ignore[arg-type]
        contexts.append(context)
        return context.new_page()

    yield open_
    for context in contexts:
        context.close()


def scan(page: Page, code: str) -> None:
    key(page, "code").fill(code)
    key(page, "code").press("Enter")


def lowest(page: Page, name: str) -> float:
    """Where it ends on the screen."""
    return highest(page, name) + box_of(key(page, name))["height"]


def highest(page: Page, name: str) -> float:
    """Where it begins on the screen."""
    return box_of(key(page, name))["y"]


def box_of(one: Locator) -> FloatRect:
    """Where it stands; what is drawn anew stands nowhere for a moment."""
    one.wait_for()
    return one.bounding_box() or box_of(one)


def log_of(house: DemoHouse, *names: str) -> list[tuple[str, str]]:
    """What these cashiers did, in order."""
    now = house.settings.clock()
    with house.settings.database.reading() as session:
        known = {one.id: one.name for one in session.scalars(select(CashierRow))}
        done = deeds(session, now - timedelta(days=1), now + timedelta(minutes=1))
        rows = [(known[row.cashier_id], row.kind.value) for row in done]
    return [row for row in rows if row[0] in names]


def test_cashier_rings_up_burns_and_refunds_and_the_log_says_who(
    open_phone: Callable[..., Page], staff: Staff, served: DemoHouse
) -> None:
    page, olya = open_phone(), staff.hire("Оля")
    staff.pair(page)
    assert page.evaluate("document.cookie") == ""
    staff.sign_in(page, olya)
    type_amount(page, "1184")
    scan(page, new_phone(served).code())
    expect(key(page, "burn")).to_have_attribute("max", "592")
    key(page, "burn_all").click()
    expect(page.locator(".row.big .amount")).to_contain_text("592")
    with page.expect_response("**/complete"):
        key(page, "paid").click()
    number = page.locator(".number").inner_text().removeprefix("№ ")
    key(page, "next").click()
    expect(key(page, "amount")).to_have_value("")
    key(page, "refunds").click()
    key(page, "refund-number").fill(number)
    key(page, "refund-find").click()
    key(page, f"receipt-{number}").click()
    key(page, "refund-amount").fill("100")
    key(page, "refund-amount").blur()
    key(page, "refund").click()
    expect(page.locator("#refund")).to_contain_text("Возвращено 100")
    did = [kind for _, kind in log_of(served, "Оля")]
    assert did == ["sign_in", "scan", "open", "cancel", "open", "complete", "refund"]


def test_wrong_pin_is_told_and_the_next_one_may_be_right(
    open_phone: Callable[..., Page], staff: Staff
) -> None:
    page, vera = open_phone(), staff.hire("Вера")
    staff.pair(page)
    key(page, f"staff-{vera.id}").click()
    key(page, "pin").fill("000000" if vera.pin != "000000" else "000001")
    expect(page.get_by_role("alert")).to_contain_text("не подошёл")
    key(page, "gate-back").click()
    staff.sign_in(page, vera)
    key(page, "cashier").click()
    expect(key(page, f"staff-{vera.id}")).to_be_visible()
    page.reload()
    expect(key(page, f"staff-{vera.id}")).to_be_visible()


def test_who_leaves_without_the_network_has_left(
    open_phone: Callable[..., Page], staff: Staff, served: DemoHouse
) -> None:
    page, ida = open_phone(), staff.hire("Ида")
    staff.pair(page)
    staff.sign_in(page, ida)
    page.context.set_offline(True)
    key(page, "cashier").click()
    expect(key(page, f"staff-{ida.id}")).to_be_visible()
    page.context.set_offline(False)
    page.reload()
    expect(key(page, f"staff-{ida.id}")).to_be_visible()
    assert [kind for _, kind in log_of(served, "Ида")] == ["sign_in", "sign_out"]


def test_sale_without_the_network_survives_a_restart_and_a_change_of_cashier(
    open_phone: Callable[..., Page], staff: Staff, served: DemoHouse
) -> None:
    page, zoya, petr = open_phone(), staff.hire("Зоя"), staff.hire("Пётр")
    staff.pair(page)
    staff.sign_in(page, zoya)
    page.wait_for_function("async () => (await caches.keys()).length === 1")
    page.wait_for_function("() => navigator.serviceWorker.controller")
    code = new_phone(served).code()
    page.context.set_offline(True)
    type_amount(page, "350")
    scan(page, code)
    key(page, "sell-offline").click()
    expect(page.locator("#receipt")).to_contain_text("Чек сохранён")
    key(page, "next").click()
    page.reload()
    expect(page.locator(".link-state")).to_contain_text("1 не отправлен")
    key(page, "cashier").click()
    expect(key(page, f"staff-{petr.id}")).to_be_visible()
    page.context.set_offline(False)
    staff.sign_in(page, petr)
    expect(page.locator("#notice")).to_contain_text("ответ получен")
    log = log_of(served, "Зоя", "Пётр")
    assert [name for name, kind in log if kind in {"scan", "open", "complete"}] == ["Зоя"] * 3


def test_short_phone_has_the_card_and_the_way_without_the_network_in_sight(
    open_phone: Callable[..., Page], staff: Staff, served: DemoHouse
) -> None:
    page, nina = open_phone(viewport={"width": 360, "height": 640}), staff.hire("Нина")
    staff.pair(page)
    staff.sign_in(page, nina)
    type_amount(page, "1184")
    assert lowest(page, "code") < highest(page, "checkout")
    page.context.set_offline(True)
    scan(page, new_phone(served).code())
    sell = key(page, "sell-offline")
    expect(sell).to_be_visible()
    assert lowest(page, "sell-offline") < highest(page, "checkout")
    expect(page.locator(".link-state.offline")).to_be_in_viewport(ratio=1)
    assert page.locator(".link-state.offline").evaluate("one => one.clientHeight") < 40
    sell.click()
    expect(key(page, "amount")).to_have_value("")


def test_number_typed_with_its_digits_still_earns_when_the_network_is_back(
    open_phone: Callable[..., Page], staff: Staff, served: DemoHouse
) -> None:
    page, inna = open_phone(), staff.hire("Инна")
    staff.pair(page)
    staff.sign_in(page, inna)
    typed = new_phone(served).typed()
    page.context.set_offline(True)
    type_amount(page, "200")
    scan(page, typed)
    key(page, "sell-offline").click()
    key(page, "next").click()
    with page.expect_request("**/v1/till/scans") as sent:
        page.context.set_offline(False)
    assert sent.value.post_data_json["raw"] == typed.split()[0]
    expect(page.locator("#notice")).to_contain_text("ответ получен")
    assert [kind for _, kind in log_of(served, "Инна")][1:] == ["scan", "open", "complete"]


def test_coupon_that_is_none_is_told_and_the_price_stays(
    open_phone: Callable[..., Page], staff: Staff, served: DemoHouse
) -> None:
    page, rita = open_phone(), staff.hire("Рита")
    staff.pair(page)
    staff.sign_in(page, rita)
    type_amount(page, "300")
    scan(page, new_phone(served).code())
    key(page, "coupon").fill("NOPE")
    key(page, "add-coupon").click()
    expect(page.get_by_role("alert")).to_contain_text("Такого купона нет")
    expect(page.locator(".coupons li")).to_have_count(0)
    expect(page.locator(".row.big .amount")).to_contain_text("300")
    key(page, "paid").click()
    expect(key(page, "next")).to_be_visible()


def test_amount_and_code_go_in_by_a_keyboard_alone(
    open_phone: Callable[..., Page], staff: Staff, served: DemoHouse
) -> None:
    page, ira = (
        open_phone(viewport=DESK, has_touch=False),
        staff.hire("Ира"),
    )
    staff.pair(page)
    key(page, f"staff-{ira.id}").press("Enter")
    page.keyboard.type(ira.pin)
    expect(page.locator("#gate")).to_be_hidden()
    key(page, "amount").focus()
    page.keyboard.type("99,5\n")
    page.keyboard.type(new_phone(served).code() + "\n")
    expect(page.locator(".row.big .amount")).to_contain_text("99,50")
    key(page, "back").press("Enter")
    key(page, "forget").press("Enter")
    key(page, "amount").focus()
    page.keyboard.type(new_phone(served).code() + "\n")
    expect(key(page, "paid")).to_be_enabled()
    expect(key(page, "amount")).to_be_focused()
    asked: list[Request] = []
    page.on("request", lambda request: asked.append(request))
    held: list[Route] = []
    page.route("**/cancel", lambda route: held.append(route), times=1)
    with page.expect_request("**/cancel"):
        page.keyboard.type("NOPE\n")
    page.keyboard.type("NONE\n")
    held[0].continue_()
    expect(page.get_by_role("alert")).to_contain_text("Такого купона нет")
    expect(key(page, "paid")).to_be_enabled()
    opened = [one for one in asked if one.url.endswith("/v1/till/purchases")]
    assert [one.post_data_json["coupons"] for one in opened] == [["NOPE"], [], ["NONE"], []]
    expect(page.locator(".row.big .amount")).to_contain_text("99,50")


@pytest.mark.parametrize("viewport", [TABLET, DESK], ids=["upright", "lying"])
def test_pad_card_and_way_on_fill_a_tablet_however_it_is_held(
    open_phone: Callable[..., Page], staff: Staff, viewport: dict[str, int]
) -> None:
    page, elya = open_phone(viewport=viewport), staff.hire(f"Эля {viewport['height']}")
    staff.pair(page)
    staff.sign_in(page, elya)
    pad, receipt = (box_of(page.locator(one)) for one in (".pad", "#receipt"))
    keys = box_of(page.locator(".pad .keys"))
    foot = receipt["y"] + receipt["height"]
    assert foot <= viewport["height"]
    if viewport is TABLET:
        assert pad["y"] + pad["height"] < receipt["y"]
        assert pad["width"] == receipt["width"]
    else:
        assert abs(keys["y"] + keys["height"] - foot) < 4


@pytest.mark.parametrize(
    ("viewport", "scheme"), [(PHONE, "dark"), (TABLET, "light")], ids=["phone", "tablet"]
)
def test_everybody_can_use_every_step(
    open_phone: Callable[..., Page],
    staff: Staff,
    served: DemoHouse,
    viewport: dict[str, int],
    scheme: str,
) -> None:
    page = open_phone(viewport=viewport, color_scheme=scheme, reduced_motion="reduce")
    who = staff.hire(f"Ася {viewport['width']}")

    def sound() -> None:
        page.evaluate((checkers() / "axe-core/axe.min.js").read_text("utf-8"))
        assert page.evaluate(VIOLATIONS) == []
        assert page.evaluate(SMALL) == []
        assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")

    page.goto(f"{served.links.wallet}cashier")
    expect(key(page, "pairing")).to_be_focused()
    staff.pair(page)
    key(page, f"staff-{who.id}").click()
    expect(key(page, "pin")).to_be_focused()
    sound()
    key(page, "gate-back").click()
    staff.sign_in(page, who)
    sound()
    type_amount(page, "500")
    scan(page, new_phone(served).code())
    expect(key(page, "paid")).to_be_enabled()
    sound()
    key(page, "paid").click()
    key(page, "refund-this").click()
    sound()
