"""What the till did is told in order, and nothing of it is lost."""

from datetime import timedelta

from hypothesis import given
from hypothesis import strategies as st

from kopilka.domain import AtTill, TillNews
from tests.ui.member import NOW

SCAN = AtTill("scanned", NOW)
POINTS = AtTill("points", NOW + timedelta(seconds=2), points=86, purchase_id="p1")
TIER = AtTill("tier", NOW + timedelta(seconds=2), tier="Gold")
CANCELLED = AtTill("cancelled", NOW + timedelta(seconds=3), purchase_id="p1")
REFUND = AtTill("points", NOW, points=-20, purchase_id="p0", refund=True)


def told(*news: AtTill) -> TillNews:
    queue = TillNews()
    for one in news:
        queue = queue.after(one)
    return queue


def seen_in_order(queue: TillNews) -> list[AtTill]:
    """What a member sees who closes one thing after the other."""
    order = []
    while first := queue.first:
        order.append(first)
        queue = queue.without(first)
    return order


def test_points_then_the_tier_are_seen_after_the_scan() -> None:
    queue = told(SCAN)
    assert queue.first == SCAN
    assert seen_in_order(queue.after(POINTS).after(TIER)) == [POINTS, TIER]


def test_cancelled_sale_takes_the_place_of_its_scan_at_once() -> None:
    assert told(SCAN, CANCELLED).first == CANCELLED


def test_refund_of_another_purchase_does_not_end_the_scan() -> None:
    assert seen_in_order(told(SCAN, REFUND)) == [SCAN, REFUND]


def test_next_scan_is_seen_at_once_though_the_points_before_it_were_not_closed() -> None:
    again = AtTill("scanned", NOW + timedelta(minutes=1))
    assert seen_in_order(told(SCAN, POINTS, again)) == [again, POINTS]


@given(st.lists(st.sampled_from([SCAN, POINTS, TIER, CANCELLED, REFUND]), unique=True))
def test_whatever_happened_is_seen_once_and_in_its_order(news: list[AtTill]) -> None:
    happened = [one for one in news if one != SCAN]
    assert [one for one in seen_in_order(told(*news)) if one != SCAN] == happened
