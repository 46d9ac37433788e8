"""Whom an offer is for: conditions on the member, the store and the hour, as data and as a question."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from fractions import Fraction
from functools import cached_property
from itertools import count, takewhile

from loyalty_server.programme.bounds import number_faults
from loyalty_server.programme.parts_of_week import Slot

OLDEST = 150
SEGMENT_FORM = "a segment's name has 1 to 40 small Latin letters, digits and hyphens"
_SEGMENT = re.compile(r"[a-z0-9][a-z0-9-]{0,39}")


@dataclass(frozen=True)
class Eligibility:
    """Every condition that is set must hold; `likes` is a category, hours are of the programme's day.

    `segments` are the retailer's own groups (`kopilka members segment`); who is in one of them is meant.

    `weekdays` are 1 (Monday) to 7, as in ISO 8601. Hours from 22 until 6 are those of one night,
    which belongs to the weekday it begins on.

    Around a birthday is `birthday_within_days` of it; `birthday_days_before` and `birthday_days_after`
    say it for one side. Ages are whole years, `to_age` the last.

    What looks at the member's birthday or habits is personal: it needs the consent to profiling.
    """

    tiers: tuple[str, ...] = ()
    stores: tuple[str, ...] = ()
    from_hour: int = 0
    until_hour: int = 24
    first_purchase: bool = False
    birthday_within_days: int | None = None
    lapsed_days: int | None = None
    likes: str | None = None
    weekdays: tuple[int, ...] = ()
    birthday_days_before: int | None = None
    birthday_days_after: int | None = None
    from_age: int | None = None
    to_age: int | None = None
    segments: tuple[str, ...] = ()

    @cached_property
    def around_birthday(self) -> tuple[int, int] | None:
        """So many days before and after; None when the birthday does not matter."""
        within, own = (
            self.birthday_within_days,
            (self.birthday_days_before, self.birthday_days_after),
        )
        if within is None and own == (None, None):
            return None
        before, after = (within or 0 if days is None else days for days in own)
        return before, after

    @property
    def is_over_midnight(self) -> bool:
        return self.from_hour > self.until_hour

    @cached_property
    def is_personal(self) -> bool:
        ages = (self.from_age, self.to_age)
        habits = (self.around_birthday, self.lapsed_days, self.likes, *ages)
        return any(condition is not None for condition in habits)


@dataclass(frozen=True)
class Taste:
    """What and where a member buys: shares between 0 and 1, recent purchases counting more.

    `now` are the shares of categories to be expected in the part of the week that it is. `often`,
    `often_at` and `often_now` are how many purchases there were with a category, in a store, and with
    a category in this part of the week, as many as they counted for at `last_at`: older ones less.
    """

    purchases: int = 0
    last_at: datetime | None = None
    categories: Mapping[str, float] = field(default_factory=dict)
    stores: Mapping[str, float] = field(default_factory=dict)
    slot: Slot | None = None
    now: Mapping[str, float] = field(default_factory=dict)
    often: Mapping[str, float] = field(default_factory=dict)
    often_at: Mapping[str, float] = field(default_factory=dict)
    often_now: Mapping[str, float] = field(default_factory=dict)


HAS_BOUGHT = "purchase"
"""Among what an erased member had: a purchase, the first one."""


def offer_use(offer_id: str, number: int) -> str:
    """Among what an erased member had: an offer, used for this many a time."""
    return f"offer:{offer_id}:{number}"


def in_year(offer_id: str, day: date) -> str:
    """An offer as it is counted in the calendar year of that day."""
    return f"{offer_id}@{day.year}"


@dataclass(frozen=True)
class Shopper:
    """The member as offers see one; without the consent to profiling, or in the holdout, not `is_known`.

    `had` is what this person was given before being erased and joining again.
    """

    tier: str
    birthday: date | None
    taste: Taste
    is_known: bool
    had: frozenset[str] = frozenset()
    segments: frozenset[str] = frozenset()

    def earlier_uses(self, offer_id: str) -> int:
        """How often an offer was used before this membership."""
        if not self.had:
            return 0
        uses = (offer_use(offer_id, number) for number in count(1))
        return len([*takewhile(self.had.__contains__, uses)])


HALF_A_YEAR = timedelta(days=182)
LIKED = Fraction(1, 5)
"""From which share of the member's purchases a category counts as liked."""


def is_for(eligible: Eligibility, shopper: Shopper, local: datetime) -> bool:
    """Whether an offer may be shown to this member at this moment of the programme's time."""
    if eligible.tiers and shopper.tier not in eligible.tiers:
        return False
    if eligible.segments and shopper.segments.isdisjoint(eligible.segments):
        return False
    if eligible.first_purchase and (shopper.taste.purchases or HAS_BOUGHT in shopper.had):
        return False
    return not eligible.is_personal or (shopper.is_known and _fits(eligible, shopper, local))


def is_segment(name: str) -> bool:
    """Whether a group of the retailer's can be called so."""
    return _SEGMENT.fullmatch(name) is not None


def is_here(eligible: Eligibility, store: str, local: datetime) -> bool:
    """Whether it works in this store at this hour of this weekday."""
    if eligible.stores and store not in eligible.stores:
        return False
    day = local.isoweekday()
    if eligible.is_over_midnight and local.hour < eligible.until_hour:
        day = day - 1 or 7
    return _is_hour(eligible, local.hour) and (not eligible.weekdays or day in eligible.weekdays)


def _is_hour(eligible: Eligibility, hour: int) -> bool:
    has_begun, goes_on = hour >= eligible.from_hour, hour < eligible.until_hour
    return has_begun or goes_on if eligible.is_over_midnight else has_begun and goes_on


def eligibility_faults(
    path: str, eligible: Eligibility, tiers: frozenset[str], stores: frozenset[str]
) -> Iterator[tuple[str, str]]:
    """What makes no sense in these conditions, each with its place."""
    for name, known in (("tiers", tiers), ("stores", stores)):
        for place, one in enumerate(getattr(eligible, name)):
            if one not in known:
                yield f"{path}.{name}[{place}]", f"no {name[:-1]} {one!r}"
    for place, segment in enumerate(eligible.segments):
        if not is_segment(segment):
            yield f"{path}.segments[{place}]", SEGMENT_FORM
    hours = {".from_hour": (eligible.from_hour, 0, 23), ".until_hour": (eligible.until_hour, 1, 24)}
    yield from number_faults(path, hours)
    if eligible.from_hour == eligible.until_hour:
        yield f"{path}.until_hour", "it ends in the hour it begins; leave both out for all day"
    for place, weekday in enumerate(eligible.weekdays):
        yield from number_faults(path, {f".weekdays[{place}]": (weekday, 1, 7)})
    ages = {".from_age": (eligible.from_age, 0, OLDEST), ".to_age": (eligible.to_age, 0, OLDEST)}
    yield from number_faults(path, ages)
    if not (eligible.from_age or 0) <= (OLDEST if eligible.to_age is None else eligible.to_age):
        yield f"{path}.to_age", "nobody is so old and so young"
    yield from _day_faults(path, eligible)


def _day_faults(path: str, eligible: Eligibility) -> Iterator[tuple[str, str]]:
    names = ("within_days", "days_before", "days_after")
    for name in (*(f"birthday_{name}" for name in names), "lapsed_days"):
        days = getattr(eligible, name)
        if days is not None and not 0 <= days <= 366:
            yield f"{path}.{name}", f"{days} is not between 0 and 366"


def _fits(eligible: Eligibility, shopper: Shopper, local: datetime) -> bool:
    near, lapsed, likes = eligible.around_birthday, eligible.lapsed_days, eligible.likes
    if near is not None and not _is_near(shopper.birthday, local.date(), near):
        return False
    if not _is_of_age(eligible, shopper.birthday, local.date()):
        return False
    if lapsed is not None and not _has_lapsed(shopper.taste, lapsed, local):
        return False
    return likes is None or shopper.taste.categories.get(likes, 0) >= LIKED


def _has_lapsed(taste: Taste, days: int, local: datetime) -> bool:
    return taste.last_at is not None and local - taste.last_at >= timedelta(days=days)


def nearest_birthday(birthday: date, today: date) -> date:
    """The birthday's day that is nearest, before or after; of 29 February the day after the 28th."""
    starts_of_month = (date(today.year + off, birthday.month, 1) for off in (-1, 0, 1))
    days = (start + timedelta(birthday.day - 1) for start in starts_of_month)
    return min(days, key=lambda day: abs(day - today))


def birthday_year(birthday: date, today: date) -> tuple[date, date]:
    """The first of the days of which the same birthday is the nearest as of today, and the day after the last."""
    nearest = nearest_birthday(birthday, today)
    following = nearest_birthday(birthday, nearest + 2 * HALF_A_YEAR)
    return nearest - HALF_A_YEAR, following - HALF_A_YEAR


def _is_near(birthday: date | None, today: date, around: tuple[int, int]) -> bool:
    if birthday is None:
        return False
    before, after = around
    return -before <= (today - nearest_birthday(birthday, today)).days <= after


def _is_of_age(eligible: Eligibility, birthday: date | None, today: date) -> bool:
    if eligible.from_age is None and eligible.to_age is None:
        return True
    if birthday is None:
        return False
    had_birthday = (today.month, today.day) >= (birthday.month, birthday.day)
    age = today.year - birthday.year - (0 if had_birthday else 1)
    most = OLDEST if eligible.to_age is None else eligible.to_age
    return (eligible.from_age or 0) <= age <= most
