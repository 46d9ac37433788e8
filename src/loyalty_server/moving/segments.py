"""Groups of members that the retailer knows and this programme does not: a list of cards or addresses."""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import partial
from operator import itemgetter
from typing import Any, Final

from sqlalchemy import String, bindparam, cast, select, update
from sqlalchemy.orm import Session

from loyalty_server.database.bulk import among
from loyalty_server.database.transactions import Database
from loyalty_server.members.plastic import NotANumber, number_printed, taken_numbers
from loyalty_server.moving.cells import Wrong, day
from loyalty_server.moving.checking import in_batches
from loyalty_server.moving.tables_read import Fault, Record, read_table
from loyalty_server.sign_in.addresses import (
    NotAnAddress,
    NotReachable,
    email_address,
    phone_address,
)
from loyalty_server.tables import MemberRow

COLUMNS: Final = ("card", "phone", "email", "since", "until")
AT_ONCE: Final = 2000
IN_NONE: Final = "[]"


@dataclass(frozen=True, slots=True)
class Span:
    """From the first day to the last one, where either is said."""

    since: date | None
    until: date | None


@dataclass(frozen=True)
class Listed:
    """Who of a list is a member, how many are nobody here, and what is wrong."""

    spans: Mapping[str, Span]
    strangers: int
    faults: Sequence[Fault]


@dataclass(frozen=True, slots=True)
class _Line:
    line: int
    card: str | None
    phone: str | None
    email: str | None
    span: Span


def listed(session: Session, text: str) -> Listed:
    """The members whom this file names by card, phone or e-mail."""
    spans: dict[str, Span] = {}
    faults: list[Fault] = []
    strangers = 0
    for records in in_batches(read_table(text, COLUMNS, frozenset()), AT_ONCE):
        read = [one if isinstance(one, Fault) else _line(one) for one in records]
        faults += (one for one in read if isinstance(one, Fault))
        lines = [one for one in read if isinstance(one, _Line)]
        for line, member_id in zip(lines, _owners(session, lines), strict=True):
            if member_id is None:
                strangers += 1
            else:
                spans[member_id] = line.span
    return Listed(spans, strangers, faults)


def set_segment(database: Database, segment: str, spans: Mapping[str, Span]) -> int:
    """Let these members be in the segment and nobody else; returns how many it changed, batch by batch."""
    with database.reading() as session:
        before = [member_id for member_id, found in _in_any(session) if _span_in(found, segment)]
    everybody = list(dict.fromkeys([*spans, *before]))
    return sum(
        database.write(partial(_set, segment=segment, spans=spans, members=batch))
        for batch in in_batches(everybody, AT_ONCE)
    )


def put_in(session: Session, segment: str, number: str, span: Span) -> bool:
    """Let the holder of this card be in the segment, whoever else is; False where the card is nobody's."""
    return _put(session, segment, number, span)


def take_out(session: Session, segment: str, number: str) -> bool:
    """Let the holder of this card be in the segment no longer; False where the card is nobody's."""
    return _put(session, segment, number, None)


def _put(session: Session, segment: str, number: str, span: Span | None) -> bool:
    member_id = taken_numbers(session, [number]).get(number)
    if member_id is None:
        return False
    _set(session, segment, {member_id: span} if span else {}, [member_id])
    return True


def sizes(session: Session) -> Mapping[str, int]:
    """How many members are in each segment, whatever its days."""
    return Counter(one["id"] for _, found in _in_any(session) for one in found)


def _line(record: Record) -> _Line | Fault:
    cells, name = record.cells, ""
    try:
        read: dict[str, Any] = {}
        for name, reader in _READERS.items():
            cell = cells.get(name, "")
            read[name] = reader(cell) if cell else None
    except (Wrong, NotANumber, NotAnAddress, NotReachable) as fault:
        return Fault(record.line, f"{name}: {fault}")
    span = Span(read.pop("since"), read.pop("until"))
    if not any(read.values()):
        return Fault(record.line, "a card, a phone or an e-mail is needed")
    if span.since and span.until and span.since > span.until:
        return Fault(record.line, "until: it ends before it begins")
    return _Line(record.line, **read, span=span)


_READERS: Final = {
    "card": number_printed,
    "phone": lambda cell: phone_address(cell).value,
    "email": lambda cell: email_address(cell).value,
    "since": day,
    "until": day,
}


def _owners(session: Session, lines: Sequence[_Line]) -> Iterator[str | None]:
    """By the card, else by the phone, else by the e-mail."""
    cards = taken_numbers(session, [line.card for line in lines if line.card])
    found: dict[str | None, str] = {}
    for column, values in (
        (MemberRow.phone, [line.phone for line in lines if line.phone]),
        (MemberRow.email, [line.email for line in lines if line.email]),
    ):
        rows = session.execute(select(column, MemberRow.id).where(among(session, column, values)))
        found |= {row[0]: row[1] for row in rows}
    for line in lines:
        yield cards.get(line.card or "") or found.get(line.phone) or found.get(line.email)


def _in_any(session: Session) -> Iterator[tuple[str, list[dict[str, Any]]]]:
    somewhere = cast(MemberRow.segments, String) != IN_NONE
    for row in session.execute(select(MemberRow.id, MemberRow.segments).where(somewhere)):
        yield row[0], row[1]


def _span_in(found: Sequence[Mapping[str, Any]], segment: str) -> Mapping[str, Any] | None:
    return next((one for one in found if one["id"] == segment), None)


def _set(session: Session, segment: str, spans: Mapping[str, Span], members: Sequence[str]) -> int:
    """Nobody else writes these members' segments meanwhile."""
    of = select(MemberRow.id, MemberRow.segments).where(among(session, MemberRow.id, members))
    changed = []
    for member_id, found in session.execute(of.with_for_update()):
        others = [one for one in found if one["id"] != segment]
        span = spans.get(member_id)
        now = sorted([*others, *_written(segment, span)], key=itemgetter("id"))
        if now != found:
            changed.append({"of": member_id, "now": now})
    if changed:
        table = MemberRow.__table__
        setting = update(MemberRow).values(segments=bindparam("now", type_=table.c.segments.type))
        session.connection().execute(setting.where(table.c.id == bindparam("of")), changed)
    return len(changed)


def _written(segment: str, span: Span | None) -> Iterator[dict[str, Any]]:
    if span:
        yield {
            "id": segment,
            "since": span.since.isoformat() if span.since else None,
            "until": span.until.isoformat() if span.until else None,
        }
