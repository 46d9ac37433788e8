"""Intervals of differences, against figures that others have published."""

from random import Random
from statistics import mean, variance

import pytest
from sqlalchemy import select

from loyalty_server import comparing
from loyalty_server.comparing import (
    Difference,
    Sample,
    Share,
    hundredth_of,
    interval_of_shares,
    of_alike,
    of_means,
    of_shares,
)
from loyalty_server.database.hundredths import Hundredth
from loyalty_server.tables import MemberRow
from tests.server.shop import Shop

SLEEP = (
    (0.7, -1.6, -0.2, -1.2, -0.1, 3.4, 3.7, 0.8, 0.0, 2.0),
    (1.9, 0.8, 1.1, 0.1, -0.1, 4.4, 5.5, 1.6, 4.6, 3.4),
)
"""Hours of sleep gained by two drugs (Student, Biometrika 6, 1908), as R has them."""


def sample(figures: tuple[float, ...]) -> Sample:
    return Sample(len(figures), mean(figures), variance(figures))


def test_means_lie_where_welch_s_test_of_r_finds_them(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(comparing, "ENOUGH", 2)
    found = of_means(*map(sample, SLEEP))
    assert found
    assert found.value == pytest.approx(-1.58)
    assert (found.low, found.high) == pytest.approx((-3.3654832, 0.2054832), abs=1e-6)
    assert not found.is_clear


def test_cars_of_two_countries_differ_as_in_nist_s_handbook() -> None:
    """NIST/SEMATECH e-Handbook, 1.3.5.3: T = -12.94627 of 136.875 degrees; tables have 1.9771 for 140, 1.9784 for 130."""
    american, japanese = Sample(249, 20.14458, 6.41470**2), Sample(79, 30.48101, 6.10771**2)
    found = of_means(american, japanese)
    assert found
    assert found.is_clear
    error = found.value / -12.94627
    assert 1.9771 < (found.high - found.value) / error < 1.9784


@pytest.mark.parametrize(
    ("one", "other", "low", "high"),
    [
        ((70, 56), (80, 48), 0.0524, 0.3339),
        ((10, 9), (10, 3), 0.1705, 0.8090),
        ((7, 6), (7, 2), 0.0582, 0.8062),
        ((56, 5), (29, 0), -0.0381, 0.1926),
        ((10, 0), (20, 0), -0.1611, 0.2775),
        ((10, 0), (10, 0), -0.2775, 0.2775),
        ((10, 10), (20, 0), 0.6791, 1.0),
        ((10, 10), (10, 0), 0.6075, 1.0),
    ],
)
def test_shares_lie_where_newcombe_s_table_has_them(
    one: tuple[int, int], other: tuple[int, int], low: float, high: float
) -> None:
    found = interval_of_shares(Share(*one), Share(*other))
    assert (found.low, found.high) == pytest.approx((low, high), abs=5e-5)


def test_alike_places_hold_the_truth_in_95_cases_of_100() -> None:
    """Groups drawn from two places that differ more from each other than members do from others."""
    chance, held = Random(16), 0

    def drawn(middle: float, spread: float, size: int) -> Sample:
        return sample(tuple(chance.gauss(middle, spread) for _ in range(size)))

    for _ in range(1500):
        pairs = [(drawn(11, 3, 60), drawn(10, 4, 40)), (drawn(51, 9, 30), drawn(50, 5, 90))]
        found = of_alike(pairs)
        assert found
        held += found.low <= 1 <= found.high
    assert 0.935 < held / 1500 < 0.965


def test_few_say_nothing_and_alike_are_not_told_apart() -> None:
    assert of_shares(Share(29, 20), Share(300, 20)) is None
    assert of_means(Sample(30, 1.0, 1.0), Sample(29, 9.0, 1.0)) is None
    assert of_means(Sample(40, 5.0), Sample(40, 5.0)) == Difference(0.0, 0.0, 0.0)


def test_sums_of_a_database_are_mean_and_variance() -> None:
    first, _ = SLEEP
    summed = Sample.of_sums(len(first), sum(first), sum(one * one for one in first))
    assert summed.mean == pytest.approx(mean(first))
    assert summed.variance == pytest.approx(variance(first))
    assert Sample.of_sums(0, 0, 0) == Sample(0)


def test_databases_know_the_same_hundredth_of_each_member(shop: Shop) -> None:
    shop.join_with_devices(40, 0)
    asked = select(MemberRow.id, Hundredth("coffee-20", MemberRow.id))
    found = {row[0]: row[1] for row in shop.read(lambda session: session.execute(asked).all())}
    assert found == {one: hundredth_of("coffee-20", one) for one in found}
    assert len(found) >= 40
