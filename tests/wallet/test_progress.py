"""How far the next tier is and what expires when."""

from datetime import date

from kopilka.domain import expiring_within, left_to, next_to_expire, share_of
from loyalty_api.models import Expiring, Measure, TierGoal
from tests.wallet.wallets import points_with

TODAY = date(2026, 11, 20)


def goal(needs: int, done: int) -> TierGoal:
    return TierGoal("Серебро", 7.0, needs, done, date(2026, 12, 31), Measure.MONEY)


def test_way_to_the_next_tier() -> None:
    assert left_to(goal(3_000_000, 1_184_00)) == 2_881_600
    assert left_to(goal(100, 140)) == 0
    assert left_to(None) is None
    assert share_of(goal(200, 50)) == 0.25
    assert share_of(goal(100, 140)) == 1.0
    assert share_of(goal(0, 0)) == 1.0
    assert share_of(goal(100, -5)) == 0.0


def test_first_to_expire_are_all_points_of_that_day() -> None:
    points = points_with(
        [
            Expiring(120, date(2026, 12, 1)),
            Expiring(30, date(2026, 11, 25)),
            Expiring(50, date(2026, 11, 25)),
            Expiring(10, date(2026, 11, 19)),
        ]
    )
    assert next_to_expire(points, TODAY) == Expiring(80, date(2026, 11, 25))
    assert expiring_within(points, TODAY, 7) == 80
    assert expiring_within(points, TODAY, 30) == 200


def test_points_that_expire_today_can_still_be_spent() -> None:
    points = points_with([Expiring(5, TODAY)])
    assert next_to_expire(points, TODAY) == Expiring(5, TODAY)
    assert expiring_within(points, TODAY, 0) == 5


def test_nothing_expires() -> None:
    assert next_to_expire(points_with(), TODAY) is None
    assert next_to_expire(points_with([Expiring(0, TODAY)]), TODAY) is None
