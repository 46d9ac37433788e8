"""What stands in one cell of a file of members, and how it is written there."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, tzinfo
from decimal import Decimal
from typing import Final

from loyalty_server.calendar_days import end_of_day, start_of_day
from loyalty_server.members.consents import ConsentTexts

BETWEEN: Final = "|"
"""Between the items of one cell."""

YEARS: Final = range(1900, 2201)
MOST_POINTS: Final = 10**9
A_DAY: Final = "a day like 1990-02-28 or 28.02.1990 is needed"
A_MOMENT: Final = "a day like 2027-03-31 or 31.03.2027, or a moment with its zone, is needed"
PARTS: Final = "; --round says what becomes of a part of a point"
_NUMBER: Final = re.compile(r"-?\d{1,10}(?:[.,](?:\d{1,2}|\d{4,6}))?", re.ASCII)
"""Three digits behind a point or comma may be thousands."""
_DAY: Final = re.compile(r"\d{4}-\d{2}-\d{2}|\d{1,2}\.\d{1,2}\.\d{4}", re.ASCII)
_MOMENT: Final = re.compile(
    r"(\S+)[T ](\d{1,2})(:\d{2}(?::\d{2}(?:\.\d+)?)?)(?: ?([AaPp])[Mm])?(?: ?(Z|UTC|[+-]\d{2}:?\d{2}))?",
    re.ASCII,
)
"""A day, the hour, what follows it, the half of the day, the zone."""
_MIDNIGHT: Final = re.compile(r"[T ]0?0:00(:00(\.0+)?)?\Z", re.ASCII)
_SLASHES: Final = re.compile(r"\b(\d{1,2})/(\d{1,2})/(\d{4})\b", re.ASCII)
_GROUPED: Final = re.compile(
    r"(-?\d{1,3}(?:[ \u00a0\u2009\u202f'\u2019]\d{3})+)(?=[\s.,]|\Z)", re.ASCII
)
"""A number as spreadsheets print it: `1 234`, with a space of any width or an apostrophe between thousands."""
_DIGEST: Final = re.compile(r"[0-9a-f]{64}")


class Wrong(ValueError):
    """The cell cannot be understood; the message says what is needed."""


@dataclass(frozen=True, slots=True)
class PointsSaid:
    """Points of a member and until when; without an end the programme's own rule says it.

    Below zero they are owed. `since` is when they can be spent, if not at once.
    """

    points: int
    until: datetime | None = None
    since: datetime | None = None


@dataclass(frozen=True, slots=True)
class ConsentSaid:
    """What the member agreed to, when, in which version, and the SHA-256 of that text."""

    purpose: str
    at: datetime
    version: str
    text_hash: str


def items(cell: str) -> list[str]:
    """The items of a cell, without the space around them."""
    return [item.strip() for item in cell.split(BETWEEN)] if cell else []


def day(text: str) -> date:
    """By ISO 8601 or day, month, year between dots; databases write midnight behind it. Raises `Wrong`.

    Days between slashes begin with the month in some countries and are not guessed.
    """
    plain = _MIDNIGHT.sub("", text)
    try:
        found = _day(plain) if _DAY.fullmatch(plain) else None
    except ValueError:
        found = None
    if found is None or found.year not in YEARS:
        raise Wrong(A_DAY)
    return found


def day_of(text: str, zone: tzinfo) -> date:
    """A day, or that of a moment: in this zone where the moment says its own. Raises `Wrong`."""
    found = _MOMENT.fullmatch(text)
    if found is None:
        return day(text)
    on, hour, rest, half, own = found.groups(default="")
    written = f"{day(on)}T{_of_24(int(hour), half):02}{rest}{own.replace('UTC', 'Z')}"
    try:
        at = datetime.fromisoformat(written)
    except ValueError:
        raise Wrong(A_DAY) from None
    return (at.astimezone(zone) if own else at).date()


def _of_24(hour: int, half: str) -> int:
    """The hour by a clock of 24; of 12 it is where a half of the day is said."""
    if half and hour > 12:
        raise Wrong(A_DAY)
    return hour % 12 + (12 if half in "Pp" else 0) if half else hour


def _day(text: str) -> date:
    if "-" in text:
        return date.fromisoformat(text)
    day_of_month, month, year = map(int, text.split("."))
    return date(year, month, day_of_month)


def with_dots(text: str, *, month_first: bool) -> str:
    """The text with its days between slashes written between dots, day first."""
    return _SLASHES.sub(r"\2.\1.\3" if month_first else r"\1.\2.\3", text)


def moment(text: str, zone: tzinfo, *, is_end: bool) -> datetime:
    """A moment as it is, a day as its end or its start where the programme lives. Raises `Wrong`."""
    if _DAY.fullmatch(text):
        return (end_of_day if is_end else start_of_day)(day(text), zone)
    try:
        found = datetime.fromisoformat(text)
    except ValueError:
        raise Wrong(A_MOMENT) from None
    if found.tzinfo is None or found.year not in YEARS:
        raise Wrong(A_MOMENT)
    return found.astimezone(UTC)


def points(cell: str, zone: tzinfo, rounding: str | None = None) -> tuple[PointsSaid, ...]:
    """`120 2027-03-31 | 50`: each with its last day and, behind it, the first. Raises `Wrong`.

    A 0 alone is no points. Parts of a point are rounded as `decimal` names it, or refused.
    """
    if _count(cell, rounding) == 0:
        return ()
    every = (_points(_plain(item).split(), zone, rounding) for item in items(cell))
    said = tuple(one for one in every if one.points)
    owed = [one for one in said if one.points < 0]
    if len(owed) > 1 or (owed and any(one.points > 0 and not one.since for one in said)):
        raise Wrong("points that are owed stand alone: spendable ones would pay them")
    return said


def _plain(item: str) -> str:
    grouped = _GROUPED.match(item)
    if grouped is None:
        return item
    sign = "-" if item.startswith("-") else ""
    return sign + re.sub(r"\D", "", grouped[1]) + item[grouped.end() :]


def _count(number: str, rounding: str | None) -> int | None:
    """None where it is no number, or has a part that nobody said how to round."""
    if not _NUMBER.fullmatch(number):
        return None
    exact = Decimal(number.replace(",", "."))
    if exact % 1 and not rounding:
        return None
    return int(exact.to_integral_value(rounding))


def _points(words: list[str], zone: tzinfo, rounding: str | None) -> PointsSaid:
    number, *moments = words or [""]
    count = _count(number, rounding)
    is_nothing = count == 0 and not rounding
    if count is None or is_nothing or abs(count) > MOST_POINTS:
        whole = f"whole points are needed, at most {MOST_POINTS}, like `120 2027-03-31`"
        raise Wrong(whole + (PARTS if count is None and _NUMBER.fullmatch(number) else ""))
    if len(moments) > 2 or (count < 0 and moments):
        raise Wrong("points, their last day and their first are needed, like `120 2027-03-31`")
    until, since = (*moments, None, None)[:2]
    return PointsSaid(
        count,
        moment(until, zone, is_end=True) if until else None,
        moment(since, zone, is_end=False) if since else None,
    )


def consents(cell: str, zone: tzinfo, texts: ConsentTexts) -> tuple[ConsentSaid, ...]:
    """`rules 2024-05-02 2026-11 | …`, the SHA-256 of the text behind it where we have not that text.

    Raises `Wrong`.
    """
    said = tuple(_consent(item.split(), zone, texts) for item in items(cell))
    if len({one.purpose for one in said}) < len(said):
        raise Wrong("each purpose can be agreed to once")
    return said


def _consent(words: list[str], zone: tzinfo, texts: ConsentTexts) -> ConsentSaid:
    if len(words) not in (3, 4):
        raise Wrong("purpose, day and version are needed, like `rules 2024-05-02 2026-11`")
    purpose, at, version, *digest = words
    text = texts.about(purpose)
    if text is None:
        raise Wrong(f"{purpose!r} is none of {', '.join(one.purpose for one in texts.consent)}")
    known = text.digest if text.version == version else ""
    if digest and (not _DIGEST.fullmatch(digest[0]) or known not in ("", digest[0])):
        raise Wrong(f"the SHA-256 is not that of {purpose} {version}")
    if not digest and not known:
        raise Wrong(f"the text of {purpose} {version} is not known: put its SHA-256 behind it")
    return ConsentSaid(purpose, moment(at, zone, is_end=False), version, known or digest[0])


def written_points(said: Iterator[PointsSaid]) -> str:
    """The inverse of `points`."""
    return f" {BETWEEN} ".join(
        " ".join([str(one.points), *(at.isoformat() for at in (one.until, one.since) if at)])
        for one in said
    )


def written_consents(said: Iterator[ConsentSaid]) -> str:
    """The inverse of `consents`."""
    return f" {BETWEEN} ".join(
        " ".join([one.purpose, one.at.isoformat(), one.version, one.text_hash]) for one in said
    )
