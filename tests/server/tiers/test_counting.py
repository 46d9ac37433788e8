"""What counts towards tiers, purchase by purchase and moment by moment."""

from collections.abc import Iterator
from contextlib import closing
from datetime import datetime, timedelta

import pytest

from loyalty_api.models import Measure
from loyalty_api.receipts import PurchaseState
from loyalty_server.programme.tier_rules import Way
from loyalty_server.tables import PurchaseRow
from loyalty_server.tiers.counting import Count, count_of, done_in, done_of
from loyalty_server.tiers.windows import EVER, Span
from tests.server.conftest import in_memory
from tests.server.shop import OPENING, Phone, Shop

MONTH = Span(OPENING, OPENING + timedelta(30))
MOMENT = timedelta(microseconds=1)


@pytest.fixture
def shop() -> Iterator[Shop]:
    with closing(in_memory()) as database:
        yield Shop(database)


@pytest.fixture
def boris(shop: Shop) -> Phone:
    return shop.join_programme()


def bought(
    shop: Shop,
    phone: Phone,
    at: datetime = OPENING,
    state: PurchaseState = PurchaseState.COMPLETED,
    *,
    refunded: int = 0,
    reversed_points: int = 0,
) -> None:
    """A purchase of 100.00 for which 7 points were earned."""
    purchase_id = shop.open(shop.scan_phone(phone).scan_id).purchase_id

    def work(session) -> None:
        row = session.get_one(PurchaseRow, purchase_id)
        row.at, row.state = at, state
        row.to_pay, row.deposits, row.refunded = 10_000, 0, refunded
        row.earned, row.reversed = 7, reversed_points

    shop.write(work)


def done(shop: Shop, phone: Phone, *spans: Span) -> list[list[int]]:
    """Of each of these times the money, the points and the visits."""
    wanted = [[Count(measure, one) for measure in Measure] for one in spans or (MONTH,)]
    every = [one for some in wanted for one in some]
    found = shop.read(lambda session: done_in(session, phone.member_id, every))
    return [[found[one] for one in some] for some in wanted]


def in_order(money: int, points: int, visits: int) -> list[int]:
    much = {Measure.MONEY: money, Measure.POINTS: points, Measure.VISITS: visits}
    return [much[measure] for measure in Measure]


def test_purchases_of_others_and_those_that_are_not_paid_count_for_nothing(
    shop: Shop, anna: Phone, boris: Phone
) -> None:
    bought(shop, boris)
    for state in (PurchaseState.OPEN, PurchaseState.CANCELLED, PurchaseState.EXPIRED):
        bought(shop, anna, state=state)
    assert done(shop, anna) == [in_order(0, 0, 0)]
    assert done(shop, boris) == [in_order(10_000, 7, 1)]


@pytest.mark.parametrize(
    ("at", "counts"),
    [
        (MONTH.start - MOMENT, 0),
        (MONTH.start, 1),
        (MONTH.end - MOMENT, 1),
        (MONTH.end, 0),
    ],
)
def test_time_counts_from_its_first_moment_to_before_its_end(
    shop: Shop, anna: Phone, at: datetime, counts: int
) -> None:
    bought(shop, anna, at)
    assert done(shop, anna) == [in_order(counts * 10_000, counts * 7, counts)]


def test_times_of_several_counts_are_each_ones_own(shop: Shop, anna: Phone) -> None:
    before = Span(OPENING - timedelta(60), OPENING)
    for at in (before.start, OPENING - MOMENT, OPENING):
        bought(shop, anna, at)
    assert done(shop, anna, before, MONTH, EVER) == [
        in_order(times * 10_000, times * 7, times) for times in (2, 1, 3)
    ]


@pytest.mark.parametrize(
    ("refunded", "reversed_points", "left"),
    [
        (4_000, 3, (6_000, 4, 1)),
        (9_999, 7, (1, 0, 1)),
        (10_000, 7, (0, 0, 0)),
    ],
)
def test_what_went_back_does_not_count(
    shop: Shop, anna: Phone, refunded: int, reversed_points: int, left: tuple[int, int, int]
) -> None:
    bought(shop, anna, refunded=refunded, reversed_points=reversed_points)
    assert done(shop, anna) == [in_order(*left)]


def test_way_of_all_years_counts_beside_the_window(shop: Shop, anna: Phone) -> None:
    bought(shop, anna, OPENING - timedelta(400))
    bought(shop, anna)
    now, ever = Way(Measure.MONEY, 1), Way(Measure.VISITS, 1, ever=True)
    assert count_of(ever, MONTH).span is EVER
    much = shop.read(lambda session: done_of(session, anna.member_id, (now, ever), MONTH))
    assert (much(now), much(ever)) == (10_000, 2)


def test_nothing_is_asked_where_nothing_counts(shop: Shop, anna: Phone) -> None:
    assert shop.read(lambda session: done_in(session, anna.member_id, ())) == {}
