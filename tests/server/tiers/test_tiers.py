"""Tiers: reached by spending, held to their date, kept or lowered then."""

from dataclasses import replace
from datetime import UTC, date, datetime

from loyalty_api.models import Tier
from loyalty_api.receipts import Line
from loyalty_api.till import RefundRequest
from loyalty_server.database.transactions import Database
from loyalty_server.programme.file import read_program
from loyalty_server.programme.program import Program
from loyalty_server.programme.tier_rules import Window
from loyalty_server.refunds.refund import refund
from loyalty_server.sweep import sweep
from loyalty_server.tables import MemberEventRow, MemberRow
from loyalty_server.tiers.tier import tier_of
from loyalty_server.tiers.windows import held_until, keeping_window, window_at
from tests.server.shop import PROGRAM_FILE, Phone, Shop

PROGRAM = read_program(PROGRAM_FILE)
NEW_YEAR = "2026-12-31T21:00:00+00:00"


def bread(roubles: int) -> tuple[Line, ...]:
    return (Line("b1", "Хлеб", "bakery", 1, roubles * 100),)


def tier(shop: Shop, phone: Phone) -> Tier:
    def work(session) -> Tier:
        member = session.get_one(MemberRow, phone.member_id)
        return tier_of(session, shop.program(), member, shop.clock.now)

    return shop.read(work)


def program_with(**rules: object) -> Program:
    return replace(PROGRAM, tiers=replace(PROGRAM.tiers, **rules))


def moment(text: str) -> datetime:
    return datetime.fromisoformat(text).astimezone(UTC)


def test_newcomer_sees_the_way_up(shop: Shop, anna: Phone) -> None:
    shop.buy(anna, bread(4_000))
    seen = tier(shop, anna)
    assert (seen.name, seen.rate, seen.keep) == ("Бронза", 3.0, None)
    assert (seen.next.name, seen.next.needs, seen.next.done) == ("Серебро", 1_000_000, 400_000)
    assert seen.next.by == date(2026, 12, 31)


def test_tier_is_reached_by_the_purchase_that_makes_it_full(shop: Shop, anna: Phone) -> None:
    shop.buy(anna, bread(9_999))
    assert tier(shop, anna).name == "Бронза"
    shop.buy(anna, bread(100))
    assert tier(shop, anna).name == "Серебро"
    *_, points, told = shop.rows(MemberEventRow)
    assert (points.kind, told.kind) == ("points", "tier")
    assert told.body == {"tier": "Серебро", "previous": "Бронза", "raised": True}
    assert shop.buy(anna, bread(100)).earned == 5


def give_back(shop: Shop, purchase_id: str, roubles: int) -> None:
    shop.at_till(refund, purchase_id, RefundRequest(amount=roubles * 100))


def test_tier_reached_by_what_was_returned_falls_at_once(shop: Shop, anna: Phone) -> None:
    bought = shop.buy(anna, bread(30_000))
    assert tier(shop, anna).name == "Золото"
    give_back(shop, bought.purchase_id, 15_000)
    seen = tier(shop, anna)
    assert (seen.name, seen.next.name, seen.next.done) == ("Серебро", "Золото", 1_500_000)
    give_back(shop, bought.purchase_id, 15_000)
    assert (tier(shop, anna).name, tier(shop, anna).next.done) == ("Бронза", 0)
    *_, points, told = shop.rows(MemberEventRow)
    assert (points.kind, told.kind) == ("points", "tier")
    assert told.body == {"tier": "Бронза", "previous": "Серебро", "raised": False}
    assert shop.buy(anna, bread(100)).earned == 3


def test_return_that_the_tier_did_not_need_leaves_it(shop: Shop, anna: Phone) -> None:
    shop.buy(anna, bread(10_000))
    more = shop.buy(anna, bread(5_000))
    give_back(shop, more.purchase_id, 5_000)
    assert tier(shop, anna).name == "Серебро"


def test_tier_falls_to_the_one_held_before_and_keeps_its_date(shop: Shop, anna: Phone) -> None:
    shop.buy(anna, bread(10_000))
    shop.clock.now = moment("2027-03-01T09:00:00+00:00")
    bought = shop.buy(anna, bread(30_000))
    assert tier(shop, anna).name == "Золото"
    give_back(shop, bought.purchase_id, 30_000)
    assert tier(shop, anna).name == "Серебро"
    shop.clock.now = moment("2028-01-01T09:00:00+00:00")
    sweep(shop.database, shop.clock)
    assert tier(shop, anna).name == "Бронза"


def test_tier_kept_by_what_was_returned_falls_too(shop: Shop, anna: Phone) -> None:
    shop.buy(anna, bread(10_000))
    shop.clock.now = moment("2027-12-20T09:00:00+00:00")
    bought = shop.buy(anna, bread(8_000))
    shop.clock.now = moment("2028-01-05T09:00:00+00:00")
    sweep(shop.database, shop.clock)
    assert tier(shop, anna).name == "Серебро"
    give_back(shop, bought.purchase_id, 8_000)
    assert tier(shop, anna).name == "Бронза"


def test_tier_holds_through_the_next_year_and_falls_after_it(shop: Shop, anna: Phone) -> None:
    shop.buy(anna, bread(10_000))
    shop.clock.now = moment("2027-12-31T20:59:00+00:00")
    sweep(shop.database, shop.clock)
    assert tier(shop, anna).name == "Серебро"
    shop.clock.forward(minutes=1)
    sweep(shop.database, shop.clock)
    assert tier(shop, anna).name == "Бронза"


def test_tier_is_kept_by_doing_what_keeping_needs(shop: Shop, anna: Phone) -> None:
    shop.buy(anna, bread(10_000))
    assert tier(shop, anna).keep is None
    shop.clock.now = moment("2027-06-01T09:00:00+00:00")
    shop.buy(anna, bread(8_000))
    keep = tier(shop, anna).keep
    assert (keep.needs, keep.done, keep.by) == (800_000, 800_000, date(2027, 12, 31))
    shop.clock.now = moment("2028-02-01T09:00:00+00:00")
    sweep(shop.database, shop.clock)
    assert tier(shop, anna).name == "Серебро"
    shop.clock.now = moment("2029-02-01T09:00:00+00:00")
    sweep(shop.database, shop.clock)
    assert tier(shop, anna).name == "Бронза"


def test_member_away_for_years_falls_at_once(shop: Shop, anna: Phone) -> None:
    shop.buy(anna, bread(30_000))
    assert tier(shop, anna).name == "Золото"
    assert tier(shop, anna).next is None
    shop.clock.now = moment("2035-02-01T09:00:00+00:00")
    assert shop.scan_phone(anna).member.tier == "Бронза"


def test_calendar_window_is_the_year_where_the_programme_lives() -> None:
    before, after = moment("2026-12-31T20:59:00+00:00"), moment(NEW_YEAR)
    assert window_at(PROGRAM, before).end == after
    assert window_at(PROGRAM, after).start == after
    assert held_until(PROGRAM, before) == moment("2027-12-31T21:00:00+00:00")


def test_half_years_are_windows_too() -> None:
    halves = program_with(months=6)
    window = window_at(halves, moment("2026-11-20T09:00:00+00:00"))
    assert (window.start, window.end) == (moment("2026-06-30T21:00:00+00:00"), moment(NEW_YEAR))


def test_rolling_window_reaches_back_and_holds_forward_alike() -> None:
    rolling = program_with(window=Window.ROLLING, months=3)
    now = moment("2026-11-20T09:00:00+00:00")
    window = window_at(rolling, now)
    assert window.start == moment("2026-08-20T21:00:00+00:00")
    until = held_until(rolling, now)
    assert until == moment("2027-02-20T21:00:00+00:00")
    assert keeping_window(rolling, until).start == moment("2026-11-20T21:00:00+00:00")


def test_tier_may_count_points_instead_of_money(database: Database) -> None:
    text = PROGRAM_FILE.read_text("utf-8").replace('measure = "money"', 'measure = "points"')
    text = text.replace("needs = 1000000", "needs = 50").replace("keep = 800000", "keep = 50")
    shop = Shop(database, program_text=text)
    phone = shop.join_programme()
    shop.buy(phone)
    assert tier(shop, phone).name == "Серебро"
