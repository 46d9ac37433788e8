"""The till as a cashier uses it, in Chromium, against the real server."""

import json
import re
import time
from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

import pytest
import segno
from playwright.sync_api import Page, Route, expect
from sqlalchemy import select

from loyalty_api.card_code import CodeType
from loyalty_api.problems import ProblemCode
from loyalty_server.programme.versions import rules_at
from loyalty_server.purchases.receipts import receipt_of
from loyalty_server.rewards.coupons import coupons_of
from loyalty_server.tables import MemberRow, PurchaseRow
from tests.demo.house import DemoHouse, new_phone

pytestmark = pytest.mark.browser

SCANS = "**/v1/till/scans"
COMPLETES = re.compile(r"/v1/till/purchases/\w+/complete$")
PROBLEMS_TOLD = [code for code in ProblemCode if code is not ProblemCode.IDEMPOTENCY_KEY_BUSY]
"""The busy one is waited for, not told."""


ROWS = """() => [...document.querySelectorAll("#refund .lines li")].map((row) => {
    const [name, ...more] = [...row.children].map((one) => one.getBoundingClientRect());
    return { name, below: Math.min(...more.map(({ top }) => top)), ends: more.at(-1).right };
})"""
"""Of a return's lines: where the name is, where what stands under it begins, where the sum ends."""


def key(page: Page, name: str) -> Any:
    return page.locator(f'[data-key="{name}"]')


def scan(page: Page, code: str) -> None:
    key(page, "code").fill(code)
    key(page, "code").press("Enter")


def fill_basket(page: Page, *skus: str) -> None:
    for sku in skus or ("cappuccino", "croissant", "coffee-beans"):
        key(page, f"tile-{sku}").click()


def number(text: str | None) -> int:
    return int(re.sub(r"\D", "", text or ""))


def ring_up(page: Page, code: str) -> None:
    """From an empty till to the quote."""
    fill_basket(page)
    scan(page, code)
    expect(page.locator(".member")).to_be_visible()
    key(page, "checkout").click()
    expect(key(page, "paid")).to_be_enabled()


def test_cashier_rings_up_a_basket_and_the_member_earns(till: Page, served: DemoHouse) -> None:
    ring_up(till, new_phone(served).code())
    expect(till.locator(".member")).to_contain_text("Серебро")
    expect(till.locator(".breakdown").first).to_contain_text("5 %")
    promised = number(till.locator(".gain").inner_text())
    key(till, "paid").click()
    expect(key(till, "next")).to_be_visible()
    assert number(till.locator(".gain").inner_text()) == promised
    expect(till.locator("#announcer")).to_contain_text("Оплачено")
    key(till, "next").click()
    expect(till.locator("#receipt .empty")).to_be_visible()


def test_points_pay_for_as_much_as_the_server_allows(till: Page, served: DemoHouse) -> None:
    ring_up(till, new_phone(served).code())
    total = 874
    expect(key(till, "burn")).to_have_attribute("max", str(total // 2))
    key(till, "burn_all").click()
    expect(till.locator("#receipt .saved")).to_contain_text("437")
    expect(key(till, "paid")).to_be_enabled()
    key(till, "burn").press("ArrowLeft")
    expect(till.locator("#receipt .saved")).to_contain_text("436")
    expect(till.locator(".row.big .amount")).to_contain_text("438")
    key(till, "paid").click()
    expect(till.locator("#receipt")).to_contain_text("−436")
    expect(till.locator("#receipt")).to_contain_text(re.compile(r"Оплачено\s*438"))


def test_code_that_only_earns_offers_no_burning(till: Page, served: DemoHouse) -> None:
    ring_up(till, new_phone(served).code(CodeType.EARN))
    expect(till.locator(".member")).to_contain_text("только начисление")
    expect(key(till, "burn")).to_have_count(0)


def test_scanner_that_types_finds_the_code_field_by_itself(till: Page, served: DemoHouse) -> None:
    key(till, "tile-latte").click()
    till.keyboard.type(new_phone(served).code() + "\n")
    expect(till.locator(".member")).to_contain_text("Серебро")
    expect(till.locator(".lines li")).to_have_count(1)


def test_coupon_that_is_scanned_is_taken_off_wherever_the_focus_is(
    till: Page, served: DemoHouse
) -> None:
    with served.settings.database.reading() as session:
        anna = session.scalars(select(MemberRow).filter_by(phone=served.links.phone)).one()
        coupon, *_ = coupons_of(session, anna.id, served.settings.clock())
    ring_up(till, new_phone(served).code())
    for focused in ("paid", "burn"):
        key(till, focused).focus()
        till.keyboard.type(f"{coupon.code.payload}\n")
        expect(till.locator(".breakdown")).to_contain_text(coupon.title)
        expect(till.locator("#receipt .saved")).to_contain_text("Скидки")
        key(till, f"coupon-{coupon.code.payload}").click()
        expect(till.locator("#receipt .saved")).to_have_count(0)
        expect(key(till, "paid")).to_be_enabled()
    key(till, "back").click()
    expect(till.locator(".lines li")).to_have_count(3)


def test_coupon_that_is_scanned_with_the_goods_has_its_turn_with_the_price(
    till: Page, served: DemoHouse
) -> None:
    scan(till, new_phone(served).code())
    expect(till.locator(".member")).to_be_visible()
    key(till, "tile-latte").click()
    till.keyboard.type("NOPE\n")
    expect(key(till, "coupon-NOPE")).to_be_enabled()
    expect(till.locator(".lines .quantity")).to_have_text("1")
    key(till, "checkout").click()
    expect(till.get_by_role("alert")).to_contain_text("Такого купона нет")
    expect(till.locator(".coupons li")).to_have_count(0)
    expect(key(till, "paid")).to_be_enabled()


def test_coupon_that_is_scanned_while_the_receipt_is_being_paid_is_told_to_be_unused(
    till: Page, served: DemoHouse
) -> None:
    ring_up(till, new_phone(served).code())
    held: list[Route] = []
    till.route("**/complete", lambda route: held.append(route), times=1)
    with till.expect_request("**/complete"):
        key(till, "paid").click()
    till.keyboard.type("LATE\n")
    expect(key(till, "coupon-LATE")).to_be_disabled()
    held[0].continue_()
    expect(till.get_by_role("alert")).to_have_text(
        "Чек уже оплачен: купон LATE не применён. Верните его."
    )
    key(till, "next").click()
    expect(till.get_by_role("alert")).to_have_count(0)
    expect(till.locator(".coupons li")).to_have_count(0)


def test_cashier_types_the_number_and_the_digits_when_nothing_can_be_scanned(
    till: Page, served: DemoHouse
) -> None:
    scan(till, new_phone(served).typed())
    expect(till.locator(".member")).to_contain_text("Серебро")


def test_camera_reads_the_code_where_the_platform_has_a_detector(
    open_till: Callable[..., Page], served: DemoHouse
) -> None:
    detector = f"""globalThis.BarcodeDetector = class {{
        static getSupportedFormats() {{ return Promise.resolve(["qr_code"]); }}
        detect() {{ return Promise.resolve([{{ rawValue: "{new_phone(served).code()}" }}]); }}
    }};"""
    page = open_till(platform=detector)
    key(page, "camera").click()
    expect(page.locator(".member")).to_contain_text("Серебро")
    expect(page.locator("#camera")).to_be_hidden()


def test_camera_reads_the_code_where_the_platform_has_no_detector(
    open_till: Callable[..., Page], served: DemoHouse
) -> None:
    shown = segno.make(new_phone(served).code(), error="q").png_data_uri(scale=8, border=4)
    page = open_till(
        platform=f"""delete globalThis.BarcodeDetector;
        navigator.mediaDevices.getUserMedia = async () => {{
            const canvas = Object.assign(document.createElement("canvas"), {{ width: 640, height: 480 }});
            const picture = new Image();
            picture.src = "{shown}";
            await picture.decode();
            const pen = canvas.getContext("2d");
            setInterval(() => {{
                pen.fillRect(0, 0, 640, 480);
                pen.drawImage(picture, 120, 40);
            }}, 50);
            return canvas.captureStream(20);
        }};"""
    )
    key(page, "camera").click()
    expect(page.locator(".member")).to_contain_text("Серебро")
    expect(page.locator("#camera")).to_be_hidden()


def test_till_that_may_ask_for_no_camera_offers_none(open_till: Callable[..., Page]) -> None:
    page = open_till(
        platform="Object.defineProperty(navigator, 'mediaDevices', { value: undefined });"
    )
    expect(key(page, "scan")).to_be_visible()
    expect(key(page, "camera")).to_have_count(0)


def test_till_opened_in_another_tab_goes_on_there(till: Page, served: DemoHouse) -> None:
    fill_basket(till)
    other = till.context.new_page()
    other.goto(served.links.till)
    expect(other.locator(".lines li")).to_have_count(3)
    expect(till.get_by_role("heading")).to_have_text("Касса открыта в другой вкладке.")
    till.get_by_role("button").click()
    expect(till.locator(".lines li")).to_have_count(3)
    expect(other.get_by_role("heading")).to_have_text("Касса открыта в другой вкладке.")


def test_name_of_a_good_stays_on_its_tile(open_till: Callable[..., Page]) -> None:
    page = open_till(viewport={"width": 390, "height": 844})
    expect(key(page, "tile-cappuccino")).to_be_visible()
    too_wide = "tiles => tiles.filter((one) => one.scrollWidth > one.clientWidth).length"
    assert page.locator(".tile").evaluate_all(too_wide) == 0


def test_of_tabs_opened_at_once_one_is_the_till(till: Page, served: DemoHouse) -> None:
    tabs = [till.context.new_page() for _ in range(3)]
    for tab in tabs:
        tab.goto(served.links.till, wait_until="commit")
    left = till.locator("main.elsewhere")
    expect(left).to_be_visible()
    for tab in tabs:
        expect(tab.locator("main.elsewhere, #receipt .empty")).to_be_visible()
    deadline = time.monotonic() + 20
    while sum(tab.locator("main.elsewhere").count() for tab in tabs) < 2:
        assert time.monotonic() < deadline, "several tabs are the till"
        till.wait_for_timeout(50)
    assert [tab.locator("#receipt").count() for tab in tabs].count(1) == 1


def test_code_read_twice_is_refused_in_words(till: Page, served: DemoHouse) -> None:
    code = new_phone(served).code()
    scan(till, code)
    key(till, "forget").click()
    scan(till, code)
    expect(till.get_by_role("alert")).to_contain_text("Этот код уже прочитан")
    key(till, "dismiss").click()
    expect(till.get_by_role("alert")).to_have_count(0)


def test_cancelled_payment_leads_back_to_the_receipt(till: Page, served: DemoHouse) -> None:
    ring_up(till, new_phone(served).code())
    key(till, "delivery").click()
    key(till, "back").click()
    expect(till.locator(".lines li")).to_have_count(3)
    key(till, "less-croissant").click()
    key(till, "checkout").click()
    expect(till.locator(".row.big .amount")).to_contain_text("759")
    expect(key(till, "delivery")).to_have_attribute("aria-pressed", "true")
    key(till, "back").click()
    key(till, "clear").click()
    fill_basket(till, "latte")
    key(till, "checkout").click()
    expect(key(till, "delivery")).to_have_attribute("aria-pressed", "false")


def test_lost_answer_is_retried_under_the_same_key_and_works_once(
    till: Page, served: DemoHouse
) -> None:
    keys: list[str] = []

    def lose_first(route: Route) -> None:
        keys.append(route.request.headers["idempotency-key"])
        answer = route.fetch()
        if len(keys) == 1:
            route.abort()
        else:
            route.fulfill(response=answer)

    till.route(COMPLETES, lose_first)
    ring_up(till, new_phone(served).code())
    before = number(till.locator(".member strong").inner_text())
    promised = number(till.locator(".gain").inner_text())
    key(till, "paid").click()
    expect(key(till, "next")).to_be_visible()
    assert len(keys) == 2
    assert keys[0] == keys[1]
    expect(till.locator(".plain .amount").last).to_contain_text(_grouped(before + promised))


def test_reload_in_the_middle_of_a_lost_answer_goes_on_with_the_same_call(
    till: Page, served: DemoHouse
) -> None:
    keys: list[str] = []

    def lose(route: Route) -> None:
        keys.append(route.request.headers["idempotency-key"])
        route.fetch()
        route.abort()

    till.route(COMPLETES, lose)
    ring_up(till, new_phone(served).code())
    key(till, "paid").click()
    expect(till.get_by_role("alert")).to_contain_text("дважды он не сработает")
    till.reload()
    with till.expect_request(COMPLETES):
        expect(till.get_by_role("alert")).to_contain_text("дважды он не сработает")
    till.unroute_all(behavior="wait")
    expect(till.locator(".thanks")).to_be_visible()
    assert len(keys) >= 2
    assert set(keys) == {keys[0]}


def test_delivery_is_noted_once_it_is_there_and_the_members_receipt_says_it(
    till: Page, served: DemoHouse
) -> None:
    ring_up(till, new_phone(served).code())
    key(till, "delivery").press("Enter")
    expect(till.locator("#receipt")).to_contain_text("привезут позже")
    with till.expect_response(COMPLETES) as completed:
        key(till, "paid").click()
    purchase = completed.value.json()["purchase_id"]
    expect(till.locator("#receipt .brought")).to_contain_text("Отметьте, когда привезут")
    assert delivered_at(served, purchase) is None
    sold = till.locator(".number").inner_text().removeprefix("№ ")
    key(till, "next").click()
    key(till, "refunds").click()
    expect(till.locator(".receipt", has_text="Доставка")).to_have_count(1)
    find_receipt(till, sold)
    key(till, "deliver").press("Enter")
    expect(till.locator("#refund .brought")).to_contain_text("Доставлено в")
    assert delivered_at(served, purchase)
    key(till, "refund-back").click()
    expect(till.locator(".receipt", has_text="Доставлено")).to_have_count(1)
    till.clock.set_fixed_time(served.settings.clock() + timedelta(days=2))
    find_receipt(till, sold)
    expect(till.locator("#refund .brought")).to_contain_text(
        re.compile(r"Доставлено \d+ [а-я]+ в \d")
    )
    expect(key(till, "deliver")).to_have_count(0)


def find_receipt(page: Page, number: str) -> None:
    """By its number, as the receipt of another till."""
    key(page, "refund-number").fill(number)
    key(page, "refund-find").click()
    expect(page.locator("#refund h3")).to_have_count(0)
    key(page, f"receipt-{number}").click()


def delivered_at(house: DemoHouse, purchase_id: str) -> datetime | None:
    """As the member's receipt says it."""
    with house.settings.database.reading() as session:
        program = rules_at(session, house.settings.clock()).program
        member = session.get_one(PurchaseRow, purchase_id).member_id
        return receipt_of(session, member, purchase_id, program).delivered_at


def test_next_shopper_need_not_wait_for_a_lost_answer(till: Page, served: DemoHouse) -> None:
    till.route(COMPLETES, lambda route: route.abort())
    ring_up(till, new_phone(served).code())
    key(till, "paid").click()
    expect(key(till, "delivery")).to_be_disabled()
    key(till, "park").click()
    expect(till.locator("#receipt .empty")).to_be_visible()
    expect(till.locator(".link-state")).to_contain_text("Нет связи")
    till.unroute_all()
    expect(till.locator("#notice")).to_contain_text("ответ получен")
    key(till, "refunds").click()
    expect(till.locator(".receipt")).to_have_count(1)


def test_sale_without_the_network_earns_when_it_is_back(till: Page, served: DemoHouse) -> None:
    code = new_phone(served).code()
    till.context.set_offline(True)
    fill_basket(till)
    scan(till, code)
    key(till, "sell-offline").click()
    expect(till.locator(".thanks")).to_be_visible()
    key(till, "next").click()
    till.context.set_offline(False)
    expect(till.locator("#notice")).to_contain_text("ответ получен")
    key(till, "refunds").click()
    expect(till.locator(".receipt .gain")).to_contain_text("+")


def test_receipt_without_a_card_waits_for_a_newcomer(till: Page) -> None:
    fill_basket(till)
    key(till, "checkout").click()
    expect(till.locator("#receipt")).to_contain_text("Без карты")
    with till.expect_response("**/v1/till/joins") as joined:
        key(till, "paid").click()
    promised = joined.value.json()["will_earn"]
    expect(till.locator(".join")).to_contain_text(f"{promised}\N{NO-BREAK SPACE}балл")
    assert "/join/" in joined.value.json()["url"]


def test_part_of_a_receipt_comes_back(till: Page, served: DemoHouse) -> None:
    ring_up(till, new_phone(served).code())
    key(till, "paid").click()
    key(till, "refund-this").click()
    expect(key(till, "refund")).to_be_disabled()
    expect(till.locator("#refund .brought")).to_have_count(0)
    key(till, "refund-more-coffee-beans").click()
    key(till, "refund").click()
    dialog = till.locator("#refund")
    expect(dialog).to_contain_text("Возвращено 549")
    key(till, "refund-done").click()
    key(till, "refund-this").click()
    expect(dialog).to_contain_text("возвращено")


def test_names_of_a_narrow_return_stand_above_its_buttons(till: Page, served: DemoHouse) -> None:
    ring_up(till, new_phone(served).code())
    key(till, "paid").click()
    key(till, "refund-this").click()
    till.set_viewport_size({"width": 320, "height": 568})
    key(till, "refund-more-coffee-beans").click()
    key(till, "refund").click()
    key(till, "refund-done").click()
    key(till, "refund-this").click()
    expect(till.locator("#refund .lines li")).to_have_count(3)
    rows = till.evaluate(ROWS)
    assert all(row["name"]["bottom"] <= row["below"] for row in rows)
    assert {row["ends"] for row in rows} == {rows[0]["ends"]}, "the sums end in one line"


def test_refund_that_was_left_with_an_amount_typed_stays_closed(
    till: Page, served: DemoHouse
) -> None:
    ring_up(till, new_phone(served).code())
    key(till, "paid").click()
    key(till, "refund-this").click()
    key(till, "refund-amount").press_sequentially("100")
    key(till, "refund-amount").press("Escape")
    expect(till.locator("#refund")).to_be_hidden()


def test_search_that_is_answered_late_says_nothing_of_the_receipt_that_was_chosen(
    till: Page, served: DemoHouse
) -> None:
    held: list[Route] = []
    till.route("**/v1/till/receipts?*", lambda route: held.append(route))
    ring_up(till, new_phone(served).code())
    key(till, "paid").click()
    key(till, "refunds").click()
    key(till, "refund-number").fill("1")
    with till.expect_request("**/v1/till/receipts?*"):
        key(till, "refund-find").click()
    till.locator(".receipt").click()
    with till.expect_response("**/v1/till/receipts?*") as answered:
        held[0].fulfill(status=404, json={"code": "not_found"})
    answered.value.finished()
    key(till, "refund-more-croissant").click()
    expect(key(till, "refund")).to_be_enabled()
    expect(till.get_by_role("alert")).to_have_count(0)


def test_good_that_is_sold_no_more_stays_on_the_receipt_as_it_was(
    till: Page, served: DemoHouse
) -> None:
    fill_basket(till)

    def without_croissants(route: Route) -> None:
        page = route.fetch().text()
        route.fulfill(body=page.replace('"croissant"', '"bagel"'), content_type="text/html")

    till.route(served.links.till, without_croissants)
    till.reload()
    expect(key(till, "tile-bagel")).to_be_visible()
    expect(till.locator(".lines li")).to_have_count(3)
    expect(key(till, "more-croissant")).to_be_disabled()
    expect(key(till, "more-cappuccino")).to_be_enabled()


@pytest.mark.parametrize("language", ["ru", "en"])
def test_every_problem_is_told_in_the_cashiers_language(
    open_till: Callable[..., Page], language: str
) -> None:
    page = open_till(f"?lang={language}")
    words = json.loads(page.locator("#config").inner_text())["words"][language]["problem"]
    told = iter(PROBLEMS_TOLD)
    page.route(SCANS, lambda route: route.fulfill(status=409, json={"code": next(told)}))
    for code in PROBLEMS_TOLD:
        scan(page, "anything")
        expect(page.get_by_role("alert")).to_contain_text(words[code])


def test_page_speaks_the_language_that_was_chosen(open_till: Callable[..., Page]) -> None:
    page = open_till(locale="en-GB")
    expect(page.locator("#receipt h2")).to_have_text("Receipt")
    key(page, "language").click()
    expect(page.locator("#receipt h2")).to_have_text("Чек")
    assert page.evaluate("document.documentElement.lang") == "ru"
    page.reload()
    expect(page.locator("#receipt h2")).to_have_text("Чек")


def test_every_control_has_a_name_and_the_keyboard_reaches_it(
    till: Page, served: DemoHouse
) -> None:
    ring_up(till, new_phone(served).code())
    key(till, "back").click()
    expect(key(till, "checkout")).to_be_enabled()
    nameless = till.eval_on_selector_all(
        "button, input, a",
        """found => found
            .filter(one => one.checkVisibility())
            .filter(one => !(one.ariaLabel || one.labels?.length || one.textContent.trim()))
            .map(one => one.outerHTML)""",
    )
    assert nameless == []
    key(till, "checkout").focus()
    till.keyboard.press("Enter")
    expect(key(till, "paid")).to_be_enabled()


def test_nothing_is_asked_of_another_host_and_no_address_holds_the_key(
    open_till: Callable[..., Page], served: DemoHouse
) -> None:
    page = open_till()
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    page.reload()
    ring_up(page, new_phone(served).code())
    assert asked
    assert all(url.startswith((served.links.wallet, "data:")) for url in asked)
    assert not any(served.links.till_key in url for url in asked)


def _grouped(points: int) -> str:
    return f"{points:,}".replace(",", "\N{NO-BREAK SPACE}")
