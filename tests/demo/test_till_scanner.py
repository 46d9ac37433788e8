"""What a scanner types at the till, wherever the focus is and whatever is being waited for."""

import pytest
from playwright.sync_api import Page, Request, Route, expect

from tests.demo.cashier_page import key, type_amount
from tests.demo.house import DemoHouse, new_phone
from tests.demo.test_till_browser import COMPLETES, SCANS, ring_up, scan
from tests.keyboards import KEYBOARDS

pytestmark = pytest.mark.browser

PERSIAN_DIGITS = str.maketrans("0123456789", "۰۱۲۳۴۵۶۷۸۹")


def refuse(route: Route) -> None:
    route.fulfill(status=409, json={"code": "family_limit"})


def with_card(till: Page, house: DemoHouse) -> None:
    scan(till, new_phone(house).code())
    expect(till.locator(".member")).to_be_visible()


def test_coupon_that_is_scanned_into_the_amount_is_no_card(till: Page, served: DemoHouse) -> None:
    with_card(till, served)
    key(till, "shelf-pad").click()
    key(till, "amount").focus()
    till.keyboard.type("KC0NOPE\n")
    expect(key(till, "coupon-KC0NOPE")).to_be_enabled()
    expect(key(till, "amount")).to_have_value("")
    expect(till.get_by_role("alert")).to_have_count(0)


@pytest.fixture
def pad(till: Page) -> Page:
    """The till with the amount in focus, and a clock that stands still: a scanner's keys come at once, however slow
    this machine is."""
    till.clock.install()
    key(till, "shelf-pad").click()
    key(till, "amount").focus()
    till.clock.pause_at(till.evaluate("Date.now() / 1000 + 1"))
    return till


def by_hand(pad: Page, text: str) -> None:
    for sign in text:
        pad.keyboard.type(sign)
        pad.clock.fast_forward(300)


@pytest.mark.parametrize("length", [8, 13])
def test_number_that_is_read_into_the_amount_is_no_money(
    pad: Page, served: DemoHouse, length: int
) -> None:
    number = new_phone(served).card_number[:length]
    with pad.expect_request(SCANS) as read:
        pad.keyboard.type(number + "\n")
    assert read.value.post_data_json["raw"] == number
    expect(pad.locator(".member, [role=alert]")).to_be_visible()
    expect(key(pad, "amount")).to_have_value("")
    expect(pad.locator("#receipt .empty")).to_be_visible()


def test_number_that_is_typed_by_hand_into_the_amount_is_no_money(
    pad: Page, served: DemoHouse
) -> None:
    number = new_phone(served).card_number
    with pad.expect_request(SCANS) as read:
        by_hand(pad, number + "\n")
    assert read.value.post_data_json["raw"] == number
    expect(pad.locator(".member")).to_be_visible()
    expect(pad.locator("#receipt .empty")).to_be_visible()


@pytest.mark.parametrize("is_number", [False, True])
def test_card_that_is_scanned_behind_an_amount_leaves_it(
    pad: Page, served: DemoHouse, *, is_number: bool
) -> None:
    phone = new_phone(served)
    by_hand(pad, "150")
    pad.keyboard.type((phone.card_number if is_number else phone.code()) + "\n")
    expect(key(pad, "paid")).to_be_enabled()
    expect(pad.locator(".member")).to_be_visible()
    expect(key(pad, "amount")).to_have_value("150")


def test_coupon_that_is_scanned_behind_an_amount_leaves_it(pad: Page, served: DemoHouse) -> None:
    with_card(pad, served)
    key(pad, "amount").focus()
    by_hand(pad, "150")
    pad.keyboard.type("KC0NOPE\n")
    expect(key(pad, "coupon-KC0NOPE")).to_be_enabled()
    expect(key(pad, "amount")).to_have_value("150")


def test_enter_behind_a_zero_reads_no_card(pad: Page, served: DemoHouse) -> None:
    asked: list[Request] = []
    pad.on("request", lambda request: asked.append(request))
    by_hand(pad, "0\n")
    code = new_phone(served).code()
    pad.keyboard.type(code + "\n")
    expect(pad.locator(".member")).to_be_visible()
    assert [one.post_data_json["raw"] for one in asked if "scans" in one.url] == [code]


def test_card_of_the_next_shopper_is_scanned_into_the_amount(till: Page, served: DemoHouse) -> None:
    with_card(till, served)
    key(till, "shelf-pad").click()
    type_amount(till, "350")
    key(till, "checkout").click()
    key(till, "paid").click()
    expect(key(till, "next")).to_be_visible()
    key(till, "amount").focus()
    till.keyboard.type(new_phone(served).code() + "\n")
    expect(till.locator(".member")).to_be_visible()


def test_coupons_go_with_the_member_who_is_let_go(till: Page, served: DemoHouse) -> None:
    with_card(till, served)
    key(till, "coupon").fill("KC0NOPE")
    key(till, "add-coupon").click()
    expect(till.locator(".coupons li")).to_have_count(1)
    key(till, "forget").click()
    with_card(till, served)
    expect(till.locator(".coupons li")).to_have_count(0)


@pytest.mark.parametrize("before", ["", "]Q1"])
def test_card_that_is_scanned_as_a_coupon_is_told_to_be_none(
    till: Page, served: DemoHouse, before: str
) -> None:
    ring_up(till, new_phone(served).code())
    for code in (new_phone(served).code(), "GW10ACEGMQWXYZ1179530560069360189"):
        key(till, "coupon").fill(before + code.lower())
        key(till, "coupon").press("Enter")
        expect(till.get_by_role("alert")).to_contain_text("Это код карты, а не купон.")
        expect(till.locator(".coupons li")).to_have_count(0)
        key(till, "dismiss").click()
    expect(key(till, "paid")).to_be_enabled()


def test_payment_that_is_refused_asks_for_another_price(till: Page, served: DemoHouse) -> None:
    ring_up(till, new_phone(served).code())
    till.route(COMPLETES, refuse, times=1)
    with till.expect_response("**/v1/till/purchases") as opened:
        key(till, "paid").click()
    assert opened.value.status == 201
    expect(till.get_by_role("alert")).to_contain_text("Больше, чем глава семьи")
    key(till, "paid").click()
    expect(key(till, "next")).to_be_visible()


def test_coupon_has_its_turn_after_a_payment_that_was_refused(
    till: Page, served: DemoHouse
) -> None:
    ring_up(till, new_phone(served).code())
    asked: list[Request] = []
    till.on("request", lambda request: asked.append(request))
    held: list[Route] = []
    till.route(COMPLETES, lambda route: held.append(route), times=1)
    with till.expect_request(COMPLETES):
        key(till, "paid").click()
    till.keyboard.type("LATE\n")
    expect(key(till, "coupon-LATE")).to_be_disabled()
    refuse(held[0])
    expect(till.get_by_role("alert")).to_contain_text("Такого купона нет")
    expect(key(till, "paid")).to_be_enabled()
    opened = [one for one in asked if one.url.endswith("/v1/till/purchases")]
    assert [one.post_data_json["coupons"] for one in opened] == [[], ["LATE"], []]


def test_receipt_found_by_the_keys_of_its_digits_is_shown_by_its_number(
    till: Page, served: DemoHouse
) -> None:
    ring_up(till, new_phone(served).code())
    with till.expect_response(COMPLETES):
        key(till, "paid").click()
    number = till.locator(".number").inner_text().removeprefix("№ ")
    key(till, "next").click()
    key(till, "refunds").click()
    key(till, "refund-number").fill(number.translate(KEYBOARDS["French"]))
    key(till, "refund-find").click()
    expect(till.locator("#refund h3")).to_have_count(0)
    expect(key(till, f"receipt-{number}")).to_be_visible()


def test_number_typed_with_digits_of_another_script_goes_alone_when_the_network_is_back(
    till: Page, served: DemoHouse
) -> None:
    typed = new_phone(served).typed().translate(PERSIAN_DIGITS)
    till.context.set_offline(True)
    key(till, "shelf-pad").click()
    type_amount(till, "200")
    scan(till, typed)
    key(till, "sell-offline").click()
    key(till, "next").click()
    with till.expect_request("**/v1/till/scans") as sent:
        till.context.set_offline(False)
    assert sent.value.post_data_json["raw"] == typed.split()[0]
    expect(till.locator("#notice")).to_contain_text("ответ получен")
