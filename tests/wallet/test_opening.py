"""Whether a store is open, by its own clock."""

from datetime import date, datetime, time

import pytest

from kopilka.domain.opening import Opening, metres_between, opening
from loyalty_api.programme import OpenHours, Place, SpecialDay, Store, Support

WEEK = tuple(OpenHours(day, "08:00", "22:00") for day in range(1, 7))
SHOP = Store("s", "S", "", hours=WEEK, special_days=(SpecialDay(date(2026, 12, 31)),))
NEW_YEAR = datetime.combine(date(2027, 1, 1), time(8))


def at(day: int, clock: str) -> datetime:
    return datetime.combine(date(2026, 12, day), time.fromisoformat(clock))


@pytest.mark.parametrize(
    ("now", "is_open", "changes_at"),
    [
        (at(1, "08:00"), True, at(1, "22:00")),
        (at(1, "21:59"), True, at(1, "22:00")),
        (at(1, "07:59"), False, at(1, "08:00")),
        (at(1, "22:00"), False, at(2, "08:00")),
        (at(5, "23:00"), False, at(7, "08:00")),
        (at(30, "22:30"), False, NEW_YEAR),
        (at(31, "12:00"), False, NEW_YEAR),
    ],
    ids=["opens", "last minute", "early", "closes", "over Sunday", "before a holiday", "holiday"],
)
def test_state_and_when_it_changes(now: datetime, is_open: bool, changes_at: datetime) -> None:
    assert opening(SHOP, now) == Opening(is_open, changes_at)


def test_special_hours_stand_in_for_the_weekday_s() -> None:
    short = Store(
        "s", "S", "", hours=WEEK, special_days=(SpecialDay(date(2026, 12, 1), "10:00", "12:00"),)
    )
    assert opening(short, at(1, "09:00")) == Opening(is_open=False, changes_at=at(1, "10:00"))
    assert opening(short, at(1, "11:00")) == Opening(is_open=True, changes_at=at(1, "12:00"))


def test_night_belongs_to_the_day_on_which_it_began() -> None:
    bar = Store("b", "B", "", hours=(OpenHours(5, "20:00", "03:00"),))
    assert opening(bar, at(5, "01:00")) == Opening(is_open=True, changes_at=at(5, "03:00"))
    assert opening(bar, at(5, "03:00")) == Opening(is_open=False, changes_at=at(11, "20:00"))


def test_pause_of_a_day_closes() -> None:
    hours = (OpenHours(2, "09:00", "13:00"), OpenHours(2, "14:00", "18:00"))
    assert opening(Store("p", "P", "", hours=hours), at(1, "13:30")) == Opening(
        is_open=False, changes_at=at(1, "14:00")
    )


def test_day_and_night_never_changes() -> None:
    always = tuple(OpenHours(day, "00:00", "00:00") for day in range(1, 8))
    store = Store("a", "A", "", hours=always)
    assert opening(store, at(1, "12:00")) == Opening(is_open=True, changes_at=None)


def test_store_without_hours_says_nothing() -> None:
    assert opening(Store("n", "N", ""), at(1, "12:00")) is None


def test_distance_is_that_of_the_great_circle() -> None:
    """Saint Petersburg to Moscow: 634 km between these points, by the ellipsoid (Vincenty) 635."""
    there, here = Place(59.9386, 30.3141), Place(55.7558, 37.6173)
    assert metres_between(here, there) == pytest.approx(634_000, rel=0.005)
    assert metres_between(here, here) == 0


def test_support_answers_by_its_hours_as_a_store_does() -> None:
    desk = Support(hours=WEEK)
    assert opening(desk, at(1, "12:00")) == Opening(is_open=True, changes_at=at(1, "22:00"))
    assert opening(Support(), at(1, "12:00")) is None
