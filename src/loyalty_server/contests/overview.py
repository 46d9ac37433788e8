"""Contests as an operator sees them."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from loyalty_api.contests import seed_hash
from loyalty_server.contests.entries import deeds_in, numbers_of
from loyalty_server.programme.contest_rules import ContestRule
from loyalty_server.programme.program import Program
from loyalty_server.programme.versions import rules_at, rules_of
from loyalty_server.tables import ContestEntryRow, ContestRow


@dataclass(frozen=True)
class Standing:
    """One contest: how many entries it has, and when it was drawn. Who won is told by number alone."""

    id: str
    title: str
    entry: str
    begins_at: datetime
    ends_at: datetime
    draws_at: datetime
    entries: int
    prizes: tuple[tuple[str, int], ...]
    seed_hash: str | None = None
    seed: str | None = None
    drawn_at: datetime | None = None
    wins: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True)
class Winner:
    """Whose number won: for who may know it. What the server cannot give is handed over `by_hand`."""

    number: str
    prize: str
    member_id: str
    given_at: datetime | None
    by_hand: bool


def standings(session: Session, now: datetime) -> Sequence[Standing]:
    """Those of the programme, in its order, then those that were drawn and are in it no more, the newest first."""
    program = rules_at(session, now).program
    rows = {row.id: row for row in session.scalars(select(ContestRow))}
    there = [_standing(session, program, one, rows.pop(one.id, None)) for one in program.contests]
    return [*there, *sorted(_of_the_past(session, rows.values()), key=_latest)]


def winners(session: Session, contest_id: str) -> Sequence[Winner]:
    """In the order of the draw; who has left meanwhile is nobody's number."""
    contest = session.get_one(ContestRow, contest_id)
    own = select(ContestEntryRow).filter_by(contest_id=contest_id)
    entries = session.scalars(own.where(ContestEntryRow.prize.is_not(None)))
    rule = _drawn_by(session, contest)[1]
    won = {entry.number: _winner(rule, entry) for entry in entries}
    return [won[one["number"]] for one in contest.wins or () if one["number"] in won]


def _winner(rule: ContestRule | None, entry: ContestEntryRow) -> Winner:
    prize = rule.prize(entry.prize or "") if rule else None
    by_hand = prize is not None and not prize.points and prize.coupon is None
    return Winner(entry.number, entry.prize or "", entry.member_id, entry.given_at, by_hand)


def _of_the_past(session: Session, rows: Iterable[ContestRow]) -> Iterator[Standing]:
    for row in rows:
        program, rule = _drawn_by(session, row)
        if program and rule:
            yield _standing(session, program, rule, row)


def _drawn_by(session: Session, row: ContestRow) -> tuple[Program | None, ContestRule | None]:
    """The rules that it was drawn by, once it was."""
    if row.program_version is None:
        return None, None
    program = rules_of(session, row.program_version).program
    return program, program.contest(row.id)


def _latest(one: Standing) -> float:
    return -one.draws_at.timestamp()


def _standing(
    session: Session, program: Program, rule: ContestRule, row: ContestRow | None
) -> Standing:
    is_drawn = row is not None and row.drawn_at is not None
    return Standing(
        id=rule.id,
        title=rule.title,
        entry=rule.entry.value,
        begins_at=rule.begins(program.zone),
        ends_at=rule.ends(program.zone),
        draws_at=rule.draws(program.zone),
        entries=_entries(session, program, rule, row),
        prizes=tuple((prize.title, prize.winners) for prize in rule.prizes),
        seed_hash=seed_hash(row.seed) if row else None,
        seed=row.seed if row and is_drawn else None,
        drawn_at=row.drawn_at if row else None,
        wins=tuple((one["number"], one["prize"]) for one in (row.wins if row else None) or ()),
    )


def _entries(session: Session, program: Program, rule: ContestRule, row: ContestRow | None) -> int:
    if row is None:
        return 0
    if row.entries is not None:
        return row.entries
    return sum(1 for _ in numbers_of(row.seed, rule, deeds_in(session, program, rule)))
