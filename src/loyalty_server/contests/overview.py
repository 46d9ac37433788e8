"""Contests as an operator sees them."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from loyalty_api.contests import seed_hash
from loyalty_server.contests.entries import deeds_in, numbers_of
from loyalty_server.programme.contest_rules import ContestRule
from loyalty_server.programme.program import Program
from loyalty_server.programme.versions import rules_at
from loyalty_server.tables import ContestRow


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


def standings(session: Session, now: datetime) -> Sequence[Standing]:
    """Those of the programme, in its order."""
    program = rules_at(session, now).program
    ids = [one.id for one in program.contests]
    rows = {
        row.id: row for row in session.scalars(select(ContestRow).where(ContestRow.id.in_(ids)))
    }
    return [_standing(session, program, one, rows.get(one.id)) for one in program.contests]


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
