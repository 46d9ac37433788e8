"""A purchase that is paid, told or claimed after the window it was made in: the tier is what it led to in time."""

from datetime import datetime

import pytest

from loyalty_server.checks.invariants import broken_invariants
from loyalty_server.database.transactions import Database
from loyalty_server.publishing import publish
from loyalty_server.sweep import sweep
from loyalty_server.tables import MemberEventRow, MemberRow
from loyalty_server.tiers import told_late
from tests.server.purchases.test_joins import code_of, offered, taken
from tests.server.purchases.test_missed_claims import OFFER, claim
from tests.server.shop import PROGRAM_FILE, Phone, Shop
from tests.server.tiers.test_tiers import bread, moment, tier

TEXT = PROGRAM_FILE.read_text("utf-8")
BEFORE, AFTER = "2026-12-31T20:58:00+00:00", "2026-12-31T21:01:00+00:00"
BY_POINTS = TEXT.replace('measure = "money"', 'measure = "points"')
BY_POINTS = BY_POINTS.replace("1000000", "550").replace("800000", "550")


def held(shop: Shop, phone: Phone) -> tuple[str, datetime | None]:
    member = shop.read(lambda session: session.get_one(MemberRow, phone.member_id))
    return member.tier, member.tier_until


def paid_after(shop: Shop, phone: Phone, roubles: int, year: str, *, swept: bool) -> None:
    """Rung up two minutes before the year ends, and paid a minute after it."""
    shop.clock.now = moment(BEFORE.replace("2026", year))
    quote = shop.open(shop.scan_phone(phone).scan_id, bread(roubles))
    shop.clock.now = moment(AFTER.replace("2026", year))
    if swept:
        sweep(shop.database, shop.clock)
    shop.complete(quote.purchase_id)


@pytest.mark.parametrize("swept", [False, True])
def test_tier_is_reached_by_what_was_rung_up_in_time(shop: Shop, anna: Phone, swept: bool) -> None:
    shop.buy(anna, bread(9_000))
    paid_after(shop, anna, 1_000, "2026", swept=swept)
    assert held(shop, anna) == ("silver", moment("2027-12-31T21:00:00+00:00"))
    told = shop.rows(MemberEventRow)[-1]
    assert (told.kind, told.body["tier"], told.body["raised"]) == ("tier", "Серебро", True)
    assert tier(shop, anna).next.done == 0
    assert shop.read(broken_invariants) == ()


@pytest.mark.parametrize("swept", [False, True])
def test_tier_is_kept_by_what_was_rung_up_in_time(shop: Shop, anna: Phone, swept: bool) -> None:
    shop.buy(anna, bread(10_000))
    shop.clock.now = moment("2027-06-01T09:00:00+00:00")
    shop.buy(anna, bread(7_000))
    paid_after(shop, anna, 1_000, "2027", swept=swept)
    assert held(shop, anna) == ("silver", moment("2028-12-31T21:00:00+00:00"))
    assert shop.read(broken_invariants) == ()


@pytest.mark.parametrize(("before", "more"), [(8_900, 1_000), (9_000, 999)])
def test_tier_is_not_reached_by_less(shop: Shop, anna: Phone, before: int, more: int) -> None:
    shop.buy(anna, bread(before))
    paid_after(shop, anna, more, "2026", swept=False)
    assert held(shop, anna) == ("bronze", None)


def test_tier_that_it_does_not_lead_to_is_not_reached_by_being_late(
    shop: Shop, anna: Phone
) -> None:
    """The rules ask for less since: by them a year that is over would have been enough."""
    shop.buy(anna, bread(9_000))
    shop.clock.now = moment("2027-01-02T09:00:00+00:00")
    easier = TEXT.replace("needs = 1000000", "needs = 900000").replace("800000", "100")
    shop.write(lambda session: publish(session, easier, shop.clock.now))
    shop.clock.forward(days=1)
    shop.buy(anna, bread(100))
    paid_after(shop, anna, 100, "2027", swept=False)
    assert held(shop, anna) == ("bronze", None)


@pytest.mark.parametrize("swept", [False, True])
@pytest.mark.parametrize(
    ("before", "reached"), [(7_950, "bronze"), (8_899, "bronze"), (8_900, "silver")]
)
def test_tier_is_what_the_rules_of_each_year_lead_to(
    shop: Shop, anna: Phone, before: int, reached: str, swept: bool
) -> None:
    """By those of the second year the first would have been enough."""
    shop.buy(anna, bread(9_500))
    shop.clock.now = moment("2026-12-31T21:00:00+00:00")
    easier = TEXT.replace("needs = 1000000", "needs = 900000")
    shop.write(lambda session: publish(session, easier, shop.clock.now))
    shop.clock.now = moment("2027-06-01T09:00:00+00:00")
    shop.buy(anna, bread(before))
    paid_after(shop, anna, 100, "2027", swept=swept)
    until = moment("2028-12-31T21:00:00+00:00") if reached == "silver" else None
    assert held(shop, anna) == (reached, until)
    assert shop.read(broken_invariants) == ()


def test_what_was_opened_under_easier_rules_is_judged_by_those_of_today(
    shop: Shop, anna: Phone
) -> None:
    """By the rules of each time 8,000 of 10,000 were reached, then 11,000 of 20,000."""
    shop.buy(anna, bread(6_000))
    quote = shop.open(shop.scan_phone(anna).scan_id, bread(2_000))
    harder = TEXT.replace("needs = 1000000", "needs = 2000000")
    shop.write(lambda session: publish(session, harder, shop.clock.now))
    shop.clock.forward(minutes=1)
    shop.buy(anna, bread(3_000))
    shop.complete(quote.purchase_id)
    assert held(shop, anna) == ("bronze", None)


PLATINUM = """[[tiers.levels]]
id = "platinum"
name = "Платина"
rate = 10
needs = 9000000

[[offers]]"""


def test_level_that_is_newer_than_the_purchase_is_not_lost(shop: Shop, anna: Phone) -> None:
    bought = shop.open(shop.scan_phone(anna).scan_id, bread(1_000))
    until = moment("2028-12-31T21:00:00+00:00")

    def reach(session) -> None:
        publish(session, TEXT.replace("[[offers]]", PLATINUM, 1), shop.clock.now)
        member = session.get_one(MemberRow, anna.member_id)
        member.tier, member.tier_until = "platinum", until

    shop.write(reach)
    shop.complete(bought.purchase_id)
    assert held(shop, anna) == ("platinum", until)


ONE_LEVEL = TEXT[: TEXT.index('[[tiers.levels]]\nid = "silver"')] + TEXT[TEXT.index("[[offers]]") :]


@pytest.mark.parametrize(("text", "level"), [(TEXT, "gold"), (ONE_LEVEL, "bronze")])
def test_no_history_is_read_of_who_cannot_rise(
    database: Database, monkeypatch: pytest.MonkeyPatch, text: str, level: str
) -> None:
    def read(*told: object) -> None:
        pytest.fail(f"history of {told}")

    monkeypatch.setattr(told_late, "history_of", read)
    shop = Shop(database, program_text=text)
    anna = shop.join_programme()
    shop.buy(anna, bread(30_000))
    paid_after(shop, anna, 100, "2026", swept=False)
    assert held(shop, anna)[0] == level


def test_receipt_taken_by_its_link_counts_when_it_was_printed(shop: Shop, anna: Phone) -> None:
    shop.buy(anna, bread(9_000))
    shop.clock.now = moment(BEFORE)
    join = offered(shop)
    shop.clock.now = moment(AFTER)
    taken(shop, anna, code_of(join))
    assert held(shop, anna)[0] == "silver"
    assert shop.read(broken_invariants) == ()


@pytest.mark.parametrize(("points", "reached"), [(249, "bronze"), (250, "silver")])
def test_claimed_points_count_when_they_were_missed(
    database: Database, points: int, reached: str
) -> None:
    offer = OFFER.format(points=points, more="").replace("2026-11-30", "2026-12-31")
    shop = Shop(database, program_text=BY_POINTS + offer)
    anna = shop.join_programme()
    shop.clock.now = moment("2026-12-30T09:00:00+00:00")
    bought = shop.buy(anna, bread(10_000))
    assert (bought.earned, held(shop, anna)[0]) == (300, "bronze")
    shop.clock.now = moment("2027-01-01T09:00:00+00:00")
    claim(shop, anna, bought.purchase_id, f"plus-{points}")
    assert held(shop, anna)[0] == reached
    assert shop.read(broken_invariants) == ()


def test_points_claimed_on_the_day_of_their_purchase_count_in_its_window(
    database: Database,
) -> None:
    offer = OFFER.format(points=250, more="").replace("2026-11-30", "2026-12-31")
    shop = Shop(database, program_text=BY_POINTS + offer)
    anna = shop.join_programme()
    shop.clock.now = moment("2026-12-31T09:00:00+00:00")
    bought = shop.buy(anna, bread(10_000))
    shop.clock.forward(hours=3)
    claim(shop, anna, bought.purchase_id, "plus-250")
    shop.clock.now = moment("2027-01-02T09:00:00+00:00")
    shop.scan_phone(anna)
    assert held(shop, anna) == ("silver", moment("2027-12-31T21:00:00+00:00"))
    assert shop.read(broken_invariants) == ()
