"""Stores of a programme: when they are open, how they are reached, where they are."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Final

from loyalty_api.programme import OpenHours, Place, SpecialDay, Store, Support
from loyalty_server.programme.picture_rules import PictureRule

DAYS: Final = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
CLOSED: Final = "closed"
PHONE: Final = re.compile(r"\+[1-9]\d{6,14}")
PHONE_FORM: Final = "a number is written with its country, like +74951234567 (E.164)"
_SPAN: Final = re.compile(r"([01]\d|2[0-3]):([0-5]\d)-(([01]\d|2[0-3]):([0-5]\d)|24:00)")


@dataclass(frozen=True)
class Shop:
    """A store where the card works; that of a `partner` by its terms.

    `hours` are by day or days, as `{ mon-fri = "08:00-22:00", sat = "10:00-14:00, 15:00-20:00" }`, and
    `special_days` by date, as `{ 2026-12-31 = "08:00-18:00", 2027-01-01 = "closed" }`.
    """

    id: str
    name: str
    address: str
    phone: str | None = None
    latitude: float | None = None
    longitude: float | None = None
    hours: Mapping[str, str] = field(default_factory=dict)
    special_days: Mapping[str, str] = field(default_factory=dict)
    picture: PictureRule | None = None
    partner: str | None = None


@dataclass(frozen=True)
class SupportRule:
    """When support answers, written as the hours of a store, and its phone."""

    hours: Mapping[str, str] = field(default_factory=dict)
    special_days: Mapping[str, str] = field(default_factory=dict)
    phone: str | None = None

    @property
    def seen(self) -> Support:
        """As members see it."""
        return Support(week_of(self.hours), special_days_of(self.special_days), self.phone)


def store_seen(shop: Shop) -> Store:
    """The store as members see it."""
    return Store(
        shop.id,
        shop.name,
        shop.address,
        shop.phone,
        None if None in (shop.latitude, shop.longitude) else _place(shop),
        week_of(shop.hours),
        special_days_of(shop.special_days),
        partner=shop.partner,
    )


def shop_faults(here: str, shop: Shop) -> Iterator[tuple[str, str]]:
    """What makes no sense in it, each with its path."""
    yield from phone_faults(here, shop.phone)
    if (shop.latitude is None) != (shop.longitude is None):
        yield f"{here}.latitude", "a place has both latitude and longitude"
    for name, degrees, most in (
        ("latitude", shop.latitude, 90),
        ("longitude", shop.longitude, 180),
    ):
        if degrees is not None and not -most <= degrees <= most:
            yield f"{here}.{name}", f"degrees from -{most} to {most} are needed"
    yield from hours_faults(here, shop.hours, shop.special_days)


def support_faults(here: str, support: SupportRule) -> Iterator[tuple[str, str]]:
    """What makes no sense in it, each with its path."""
    yield from phone_faults(here, support.phone)
    yield from hours_faults(here, support.hours, support.special_days)


def phone_faults(here: str, phone: str | None) -> Iterator[tuple[str, str]]:
    """A phone that nobody can call."""
    if phone is not None and not PHONE.fullmatch(phone):
        yield f"{here}.phone", PHONE_FORM


def hours_faults(
    here: str, hours: Mapping[str, str], special_days: Mapping[str, str]
) -> Iterator[tuple[str, str]]:
    """What makes no sense in the hours of a week and in those of single days."""
    yield from _week_faults(f"{here}.hours", hours)
    for day, spans in special_days.items():
        path = f"{here}.special_days.{day}"
        if not _is_date(day):
            yield path, "a day is written like 2026-12-31"
        elif spans != CLOSED:
            yield from _span_faults(path, spans)


def _week_faults(path: str, hours: Mapping[str, str]) -> Iterator[tuple[str, str]]:
    told: set[int] = set()
    for days, spans in hours.items():
        here = f"{path}.{days}"
        numbers = _weekdays(days)
        if not numbers:
            yield here, f"days are needed, like {DAYS[0]} or {DAYS[0]}-{DAYS[4]}"
        elif told & set(numbers):
            yield here, "one of these days stands twice"
        told.update(numbers)
        yield from _span_faults(here, spans)


def _span_faults(path: str, spans: str) -> Iterator[tuple[str, str]]:
    if not all(_SPAN.fullmatch(span) for span in _listed(spans)):
        yield path, "hours are written like 08:00-22:00, several with a comma between"


def _place(shop: Shop) -> Place:
    return Place(float(shop.latitude or 0), float(shop.longitude or 0))


def week_of(hours: Mapping[str, str]) -> tuple[OpenHours, ...]:
    """The hours as members see them, weekday by weekday."""
    spans = [
        (weekday, *_ends(span))
        for days, listed in hours.items()
        for weekday in _weekdays(days)
        for span in _listed(listed)
    ]
    return tuple(OpenHours(*span) for span in sorted(spans))


def special_days_of(special_days: Mapping[str, str]) -> tuple[SpecialDay, ...]:
    """The days with hours of their own, in their order."""
    return tuple(_special(special_days))


def _special(special_days: Mapping[str, str]) -> Iterator[SpecialDay]:
    for day, listed in sorted(special_days.items()):
        on = date.fromisoformat(day)
        if listed == CLOSED:
            yield SpecialDay(on)
        else:
            yield from (SpecialDay(on, *_ends(span)) for span in _listed(listed))


def _weekdays(days: str) -> tuple[int, ...]:
    """`fri-mon` goes over Sunday."""
    first, _, last = days.partition("-")
    if first not in DAYS or (last or first) not in DAYS:
        return ()
    begin, end = DAYS.index(first), DAYS.index(last or first)
    return tuple((begin + step) % 7 + 1 for step in range((end - begin) % 7 + 1))


def _listed(spans: str) -> list[str]:
    return [span.strip() for span in spans.split(",")]


def _ends(span: str) -> tuple[str, str]:
    opens, _, closes = span.partition("-")
    return opens, "00:00" if closes == "24:00" else closes


def _is_date(day: str) -> bool:
    try:
        return date.fromisoformat(day).isoformat() == day
    except ValueError:
        return False
