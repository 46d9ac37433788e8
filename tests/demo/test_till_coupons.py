"""What becomes of a coupon that was read: it is used, or the cashier is told that it was not."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from playwright.sync_api import Page, Request, Route, expect
from sqlalchemy import select, update

from loyalty_server.rewards.coupons import Right, issue_coupon
from loyalty_server.tables import CouponRow, MemberRow
from tests.demo.cashier_page import key
from tests.demo.house import DemoHouse, new_phone
from tests.demo.test_till_browser import COMPLETES, ring_up
from tests.demo.test_till_scanner import with_card

pytestmark = pytest.mark.browser

OPENS = "**/v1/till/purchases"
UNUSED = "Купон {} не применён: он остаётся у покупателя."


def given(house: DemoHouse, title: str) -> str:
    """The code of a new coupon of the demo member."""
    now = house.settings.clock()
    with house.settings.database.writing() as session:
        anna = session.scalars(select(MemberRow).filter_by(phone=house.links.phone)).one()
        right = Right(title, "", None, now + timedelta(days=1))
        return issue_coupon(session, anna.id, right, now).code


def end(house: DemoHouse, code: str) -> None:
    ended = house.settings.clock() - timedelta(minutes=1)
    with house.settings.database.writing() as session:
        session.execute(update(CouponRow).filter_by(code=code).values(valid_until=ended))


def read(till: Page, coupon: str) -> None:
    key(till, "coupon").fill(coupon)
    key(till, "coupon").press("Enter")


def refusing(code: str) -> Callable[[Route], None]:
    def refuse(route: Route) -> None:
        route.fulfill(status=409, json={"code": code})

    return refuse


def test_coupon_that_is_read_twice_is_one(till: Page, served: DemoHouse) -> None:
    coupon = given(served, "Десерт в подарок")
    with_card(till, served)
    key(till, "tile-latte").click()
    for typed in (coupon, coupon, coupon.lower()):
        read(till, typed)
    expect(till.locator(".coupons li")).to_have_count(1)
    key(till, "checkout").click()
    expect(till.locator(".breakdown")).to_contain_text("Десерт в подарок")
    read(till, coupon)
    expect(key(till, "paid")).to_be_enabled()
    expect(till.locator(".coupons li")).to_have_count(1)
    expect(till.get_by_role("alert")).to_have_count(0)


def test_right_coupon_ends_what_was_said_of_the_wrong_code(till: Page, served: DemoHouse) -> None:
    with_card(till, served)
    read(till, new_phone(served).code())
    expect(till.get_by_role("alert")).to_contain_text("Это код карты, а не купон.")
    read(till, "KC0NOPE")
    expect(key(till, "coupon-KC0NOPE")).to_be_enabled()
    expect(till.get_by_role("alert")).to_have_count(0)


def test_what_was_said_of_a_card_goes_with_it(till: Page, served: DemoHouse) -> None:
    with_card(till, served)
    read(till, new_phone(served).code())
    expect(till.get_by_role("alert")).to_be_visible()
    key(till, "forget").click()
    expect(till.get_by_role("alert")).to_have_count(0)


def test_coupon_of_a_sale_that_is_left_before_its_answer_is_given_back(
    till: Page, served: DemoHouse
) -> None:
    till.route(COMPLETES, lambda route: route.abort())
    ring_up(till, new_phone(served).code())
    key(till, "paid").click()
    expect(key(till, "park")).to_be_visible()
    read(till, "LATE")
    key(till, "park").click()
    notice = till.locator("#notice")
    expect(notice).to_contain_text(UNUSED.format("LATE"))
    till.unroute_all()
    expect(notice).to_contain_text("ответ получен")
    expect(notice).to_contain_text(UNUSED.format("LATE"))
    key(till, "notice").click()
    expect(notice).to_be_empty()


def test_coupons_go_with_the_card_that_was_read_too_long_ago(till: Page, served: DemoHouse) -> None:
    opened: list[Request] = []
    with_card(till, served)
    key(till, "tile-latte").click()
    read(till, "KC0NOPE")
    till.route(OPENS, refusing("scan_expired"), times=1)
    key(till, "checkout").click()
    expect(till.get_by_role("alert")).to_contain_text("Карта прочитана слишком давно")
    expect(till.locator("#notice")).to_have_text(UNUSED.format("KC0NOPE") + "Понятно")
    with_card(till, served)
    expect(till.locator(".coupons li")).to_have_count(0)
    till.on("request", lambda request: opened.append(request))
    key(till, "checkout").click()
    expect(key(till, "paid")).to_be_enabled()
    asked = [one for one in opened if one.url.endswith("/v1/till/purchases")]
    assert [one.post_data_json["coupons"] for one in asked] == [[]]


def test_coupons_go_with_the_purchase_that_waited_too_long(till: Page, served: DemoHouse) -> None:
    coupon = given(served, "Десерт в подарок")
    ring_up(till, new_phone(served).code())
    read(till, coupon)
    expect(till.locator(".breakdown")).to_contain_text("Десерт в подарок")
    till.route(COMPLETES, refusing("purchase_expired"), times=1)
    key(till, "paid").click()
    expect(till.get_by_role("alert")).to_contain_text("Чек ждал оплаты слишком долго")
    expect(till.locator("#notice")).to_contain_text(UNUSED.format(coupon))
    with_card(till, served)
    expect(till.locator(".coupons li")).to_have_count(0)


def test_coupon_that_ends_meanwhile_leaves_the_others(till: Page, served: DemoHouse) -> None:
    ended, stays = given(served, "Десерт в подарок"), given(served, "Кофе в подарок")
    ring_up(till, new_phone(served).code())
    for coupon in (ended, stays):
        read(till, coupon)
    expect(till.locator(".breakdown")).to_contain_text("Десерт в подарок")
    expect(till.locator(".breakdown")).to_contain_text("Кофе в подарок")
    end(served, ended)
    key(till, "burn_all").click()
    expect(till.get_by_role("alert")).to_contain_text("Срок купона истёк.")
    expect(key(till, "paid")).to_be_enabled()
    expect(till.locator(".breakdown")).to_contain_text("Кофе в подарок")
    expect(till.locator(".coupons li")).to_have_text([stays])
