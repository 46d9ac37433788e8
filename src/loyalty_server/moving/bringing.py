"""Members of a checked file become members: so many in one transaction, in a fixed number of statements."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import partial
from typing import Any, Final
from uuid import uuid4

from sqlalchemy import select
from sqlalchemy.orm import Session

from loyalty_api.card import Symbology
from loyalty_api.card_number import is_card_number
from loyalty_server.calendar_days import start_of_day
from loyalty_server.database.bulk import add_rows, among
from loyalty_server.database.transactions import Database
from loyalty_server.keys import ServerKeys
from loyalty_server.members.enrolment import random_number, random_referral_code
from loyalty_server.members.plastic import taken_numbers
from loyalty_server.moving.cells import PointsSaid
from loyalty_server.moving.checking import in_batches, is_here, known_of, taken
from loyalty_server.moving.members_file import MemberLine
from loyalty_server.moving.tables_read import Fault
from loyalty_server.points.bringing_in import Brought, bring_in
from loyalty_server.programme.eligibility import HAS_BOUGHT
from loyalty_server.programme.program import Program
from loyalty_server.programme.wording import words_of
from loyalty_server.tables import (
    BroughtInRow,
    CardRow,
    ConsentRow,
    MemberRow,
    PlasticCardRow,
)
from loyalty_server.tiers.windows import held_until

AT_ONCE: Final = 1000
"""So many members a transaction: tills wait for less than a second."""


class Conflict(ValueError):
    """Somebody joined since the file was checked; nothing of this batch is written."""

    def __init__(self, fault: Fault) -> None:
        super().__init__(fault.what)
        self.fault = fault


@dataclass(frozen=True)
class Move:
    """One file of members on its way in; `numbers` are all of its cards'."""

    keys: ServerKeys
    program: Program
    numbers: frozenset[str]
    now: datetime


def bring_all(database: Database, move: Move, lines: Sequence[MemberLine]) -> Iterator[int]:
    """Batch by batch; yields how many members each made. What is written stays if a later one fails.

    Raises `Conflict`.
    """
    for batch in in_batches(lines, AT_ONCE):
        yield database.write(partial(bring, move=move, lines=batch))


def bring(session: Session, move: Move, lines: Sequence[MemberLine]) -> int:
    """Make these lines members; those that are here already are left as they are. Returns how many.

    Raises `Conflict` for one that cannot be any more.
    """
    program, now = move.program, move.now
    known = known_of(session, move.keys, lines)
    new = {uuid4().hex: line for line in lines if not is_here(line, known)}
    if fault := next(filter(None, (taken(line, known) for line in new.values())), None):
        raise Conflict(fault)
    add_rows(session, MemberRow, list(_members(session, program, new, now)))
    add_rows(session, CardRow, list(_cards(session, new, move.numbers)))
    add_rows(session, PlasticCardRow, list(_plastic(new)))
    add_rows(session, BroughtInRow, [_brought_in(*one, now) for one in new.items()])
    add_rows(session, ConsentRow, list(_consents(new)))
    points = {
        member_id: [_brought(program, one, now) for one in line.points]
        for member_id, line in new.items()
    }
    bring_in(session, points, words_of(program.language, program.kind).brought_in, now)
    return len(new)


def _members(
    session: Session, program: Program, new: Mapping[str, MemberLine], now: datetime
) -> Iterator[dict[str, Any]]:
    codes = _referral_codes(session, len(new))
    for code, (member_id, line) in zip(codes, new.items(), strict=True):
        is_raised = line.tier != program.tiers.levels[0].id
        until = (line.tier_until or held_until(program, now)) if is_raised else None
        yield {
            "id": member_id,
            "first_name": line.first_name,
            "phone": line.phone,
            "email": line.email,
            "birthday": line.birthday,
            "birthday_from": None,
            "referral_code": code,
            "created_at": start_of_day(line.joined, program.zone) if line.joined else now,
            "tier": line.tier,
            "tier_since": now,
            "tier_until": until,
            "event_sequence": 0,
            "had": [HAS_BOUGHT],
        }


def _cards(
    session: Session, new: Mapping[str, MemberLine], besides: frozenset[str]
) -> Iterator[dict[str, Any]]:
    """The app's card has the plastic's number where that is one of ours, otherwise a new one."""
    own = [_own_number(line) for line in new.values()]
    fresh = iter(_free_numbers(session, own.count(None), besides))
    for member_id, number in zip(new, own, strict=True):
        shown = number or next(fresh)
        yield {
            "number": shown,
            "member_id": member_id,
            "symbology": Symbology.EAN_13,
            "payload": shown,
        }


def _own_number(line: MemberLine) -> str | None:
    return next((card.number for card in line.card if is_card_number(card.number)), None)


def _plastic(new: Mapping[str, MemberLine]) -> Iterator[dict[str, Any]]:
    for member_id, line in new.items():
        own = _own_number(line)
        for card in line.card:
            if card.number != own:
                yield {"number": card.number, "member_id": member_id, "printed": card.printed}


def _brought_in(member_id: str, line: MemberLine, now: datetime) -> dict[str, Any]:
    return {"member_id": member_id, "at": now, "line": line.digest}


def _consents(new: Mapping[str, MemberLine]) -> Iterator[dict[str, Any]]:
    for member_id, line in new.items():
        for one in line.consents:
            yield {
                "member_id": member_id,
                "purpose": one.purpose,
                "version": one.version,
                "text_hash": one.text_hash,
                "granted": True,
                "at": one.at,
                "app_version": None,
            }


def _brought(program: Program, one: PointsSaid, now: datetime) -> Brought:
    return Brought(one.points, one.since or now, one.until or program.expiry(now))


def _referral_codes(session: Session, count: int) -> list[str]:
    codes: set[str] = set()
    while len(codes) < count:
        tried = {random_referral_code() for _ in range(count - len(codes))}
        used = select(MemberRow.referral_code).where(among(session, MemberRow.referral_code, tried))
        codes |= tried.difference(session.scalars(used))
    return list(codes)


def _free_numbers(session: Session, count: int, besides: frozenset[str]) -> list[str]:
    numbers: set[str] = set()
    while len(numbers) < count:
        tried = {random_number() for _ in range(count - len(numbers))} - besides
        numbers |= tried - taken_numbers(session, list(tried)).keys()
    return list(numbers)
