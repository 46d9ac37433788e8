"""Whom an offer is for: conditions on the member, the store and the hour, as data and as a question."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from fractions import Fraction

from loyalty_server.programme.parts_of_week import Slot


@dataclass(frozen=True)
class Eligibility:
    """Every condition that is set must hold; `likes` is a category, hours are of the programme's day.

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

    @property
    def is_personal(self) -> bool:
        habits = (self.birthday_within_days, self.lapsed_days, self.likes)
        return any(condition is not None for condition in habits)


@dataclass(frozen=True)
class Taste:
    """What and where a member buys: shares between 0 and 1, recent purchases counting more.

    `now` are the shares of categories to be expected in the part of the week that it is.
    """

    purchases: int = 0
    last_at: datetime | None = None
    categories: Mapping[str, float] = field(default_factory=dict)
    stores: Mapping[str, float] = field(default_factory=dict)
    slot: Slot | None = None
    now: Mapping[str, float] = field(default_factory=dict)


@dataclass(frozen=True)
class Shopper:
    """The member as offers see one; without the consent to profiling, or in the holdout, not `is_known`."""

    tier: str
    birthday: date | None
    taste: Taste
    is_known: bool


LIKED = Fraction(1, 5)
"""From which share of the member's purchases a category counts as liked."""


def is_for(eligible: Eligibility, shopper: Shopper, local: datetime) -> bool:
    """Whether an offer may be shown to this member at this moment of the programme's time."""
    if eligible.tiers and shopper.tier not in eligible.tiers:
        return False
    if eligible.first_purchase and shopper.taste.purchases:
        return False
    return not eligible.is_personal or (shopper.is_known and _fits(eligible, shopper, local))


def is_here(eligible: Eligibility, store: str, local: datetime) -> bool:
    """Whether it works in this store at this hour."""
    is_its_store = not eligible.stores or store in eligible.stores
    return is_its_store and eligible.from_hour <= local.hour < eligible.until_hour


def eligibility_faults(
    path: str, eligible: Eligibility, tiers: frozenset[str], stores: frozenset[str]
) -> Iterator[tuple[str, str]]:
    """What makes no sense in these conditions, each with its place."""
    for name, known in (("tiers", tiers), ("stores", stores)):
        for place, one in enumerate(getattr(eligible, name)):
            if one not in known:
                yield f"{path}.{name}[{place}]", f"no {name[:-1]} {one!r}"
    if not 0 <= eligible.from_hour < eligible.until_hour <= 24:
        yield f"{path}.until_hour", "0 <= from_hour < until_hour <= 24 is needed"
    for name in ("birthday_within_days", "lapsed_days"):
        days = getattr(eligible, name)
        if days is not None and not 0 <= days <= 366:
            yield f"{path}.{name}", f"{days} is not between 0 and 366"


def _fits(eligible: Eligibility, shopper: Shopper, local: datetime) -> bool:
    near, lapsed, likes = eligible.birthday_within_days, eligible.lapsed_days, eligible.likes
    if near is not None and _days_to_birthday(shopper.birthday, local.date()) > near:
        return False
    if lapsed is not None and not _has_lapsed(shopper.taste, lapsed, local):
        return False
    return likes is None or shopper.taste.categories.get(likes, 0) >= LIKED


def _has_lapsed(taste: Taste, days: int, local: datetime) -> bool:
    return taste.last_at is not None and local - taste.last_at >= timedelta(days=days)


def _days_to_birthday(birthday: date | None, today: date) -> int:
    """How far the nearest birthday is, before or after; of 29 February the day after the 28th."""
    if birthday is None:
        return 366
    nearest = []
    for year in (today.year - 1, today.year, today.year + 1):
        start_of_month = date(year, birthday.month, 1)
        nearest.append(abs((start_of_month + timedelta(birthday.day - 1) - today).days))
    return min(nearest)
