"""Contests as members see them: how to take part, their own numbers, and how it ended."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from functools import lru_cache
from typing import Any, Final

from sqlalchemy import select
from sqlalchemy.orm import Session

from loyalty_api.codec import decode
from loyalty_api.contests import Contest, Outcome, Prize, Win, seed_hash
from loyalty_server.contests.entries import numbers_of, own_deeds_in
from loyalty_server.database.prepared import Prepared, connection_of, told
from loyalty_server.programme.contest_rules import ContestRule
from loyalty_server.programme.program import Program
from loyalty_server.programme.translation import SAME, Translator
from loyalty_server.tables import ContestEntryRow, ContestRow


def contests_of(
    session: Session,
    member_id: str,
    program: Program,
    now: datetime,
    translator: Translator = SAME,
) -> tuple[Contest, ...]:
    """Those that are on or were drawn lately, the next to be drawn first; two statements, and one for
    each that is still to be drawn. A programme without contests asks nothing."""
    seen = [one for one in program.contests if one.is_seen(now, program.zone)]
    if not seen:
        return ()
    ids = [one.id for one in seen]
    rows = {row.id: row for row in _kept(tuple(ids)).rows(connection_of(session), {})}
    drawn = _drawn_numbers(session, member_id)
    contests = [
        _seen(session, member_id, program, rule, rows[rule.id], drawn, translator)
        for rule in seen
        if rule.id in rows
    ]
    return tuple(sorted(contests, key=lambda one: (one.outcome is not None, one.draws_at)))


def _drawn_numbers(session: Session, member_id: str) -> Mapping[str, Sequence[str]]:
    found: dict[str, list[str]] = {}
    for contest_id, number in _NUMBERS.rows(connection_of(session), {"member": member_id}):
        found.setdefault(contest_id, []).append(number)
    return found


@lru_cache(maxsize=64)
def _kept(ids: Sequence[str]) -> Prepared:
    columns = (ContestRow.id, ContestRow.seed, ContestRow.drawn_at, ContestRow.entries)
    contests = select(*columns, ContestRow.prizes, ContestRow.wins)
    return Prepared(contests.where(ContestRow.id.in_(ids)))


_NUMBERS: Final = Prepared(
    select(ContestEntryRow.contest_id, ContestEntryRow.number)
    .where(ContestEntryRow.member_id == told("member"))
    .order_by(ContestEntryRow.number)
)


def _seen(
    session: Session,
    member_id: str,
    program: Program,
    rule: ContestRule,
    row: Any,
    drawn: Mapping[str, Sequence[str]],
    translator: Translator,
) -> Contest:
    if row.drawn_at is None:
        deeds = own_deeds_in(session, program, rule, member_id)
        numbers = tuple(number for number, _ in numbers_of(row.seed, rule, deeds))
    else:
        numbers = tuple(drawn.get(rule.id, ()))
    return Contest(
        id=rule.id,
        title=rule.title,
        text=rule.text,
        entry=rule.entry.value,
        ends_at=rule.ends(program.zone),
        draws_at=rule.draws(program.zone),
        prizes=_prizes(row, rule, translator),
        seed_hash=seed_hash(row.seed),
        numbers=numbers,
        outcome=_outcome(row, translator),
        minimum_basket=rule.minimum_basket,
        icon=rule.icon,
    )


def _prizes(row: Any, rule: ContestRule, translator: Translator) -> tuple[Prize, ...]:
    """Once drawn, those that it was drawn for."""
    if row.prizes is None:
        return rule.prizes_seen
    drawn = (decode(Prize, one) for one in row.prizes)
    return tuple(replace(prize, title=translator.say(prize.title)) for prize in drawn)


def _outcome(row: Any, translator: Translator) -> Outcome | None:
    if row.drawn_at is None:
        return None
    wins = tuple(Win(one["number"], translator.say(one["prize"])) for one in row.wins or ())
    return Outcome(row.seed, row.entries or 0, wins)
