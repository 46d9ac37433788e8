"""What counts towards tiers: money paid and kept, points earned and kept that qualify, or visits."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any, Final

from sqlalchemy import ColumnElement, case, func, select
from sqlalchemy.orm import Session

from loyalty_api.models import Measure
from loyalty_api.receipts import PurchaseState
from loyalty_server.database.prepared import Prepared, told
from loyalty_server.programme.tier_rules import Done, Way
from loyalty_server.tables import PurchaseRow
from loyalty_server.tiers.windows import EVER, Span

COUNTED: Final[Mapping[Measure, ColumnElement[Any]]] = {
    Measure.MONEY: PurchaseRow.for_goods - PurchaseRow.refunded,
    Measure.POINTS: PurchaseRow.earned
    - PurchaseRow.reversed
    - (PurchaseRow.aside - PurchaseRow.aside_back),
    Measure.VISITS: case((PurchaseRow.for_goods > PurchaseRow.refunded, 1), else_=0),
}
"""A purchase is a visit as long as something of what was paid in money is not given back."""


@dataclass(frozen=True)
class Count:
    """So much of this in that time."""

    measure: Measure
    span: Span


def count_of(way: Way, window: Span) -> Count:
    """What has to be counted for this way, when the window is this one."""
    return Count(way.measure, EVER if way.ever else window)


def done_in(session: Session, member_id: str, counts: Iterable[Count]) -> Mapping[Count, int]:
    """What the member did of each; one statement, and none when there is nothing to count."""
    wanted = tuple(dict.fromkeys(counts))
    if not wanted:
        return {}
    asked: dict[str, object] = {
        "member_id": member_id,
        "first": min(count.span.start for count in wanted),
        "last": max(count.span.end for count in wanted),
    }
    for place, count in enumerate(wanted):
        asked |= {f"start_{place}": count.span.start, f"end_{place}": count.span.end}
    done = _counting(tuple(count.measure for count in wanted)).one(session, asked)
    return {count: int(one or 0) for count, one in zip(wanted, done, strict=True)}


def done_of(session: Session, member_id: str, ways: Iterable[Way], window: Span) -> Done:
    """What the member did of each of these ways; one statement."""
    counts = {way: count_of(way, window) for way in ways}
    done = done_in(session, member_id, counts.values())
    return lambda way: done[counts[way]]


@lru_cache(maxsize=64)
def _counting(measures: Sequence[Measure]) -> Prepared:
    """The sum of each of these, each in a time of its own."""
    sums = (
        func.sum(case((_within(f"start_{place}", f"end_{place}"), COUNTED[measure]), else_=0))
        for place, measure in enumerate(measures)
    )
    return Prepared(
        select(*sums).where(
            PurchaseRow.member_id == told("member_id"),
            _within("first", "last"),
            PurchaseRow.state == PurchaseState.COMPLETED,
        )
    )


def _within(start: str, end: str) -> ColumnElement[bool]:
    at = PurchaseRow.at
    return (at >= told(start, at.type)) & (at < told(end, at.type))
