"""A member enters a contest by a tap."""

from datetime import datetime

from sqlalchemy.orm import Session

from loyalty_api.contests import Contest, Entry
from loyalty_api.problems import ProblemCode
from loyalty_server.contests.entries import numbers_of
from loyalty_server.contests.seen import contests_of
from loyalty_server.database.transactions import add_new
from loyalty_server.problems import Refused
from loyalty_server.programme.program import Program
from loyalty_server.tables import ContestEntryRow, ContestRow


def enter(
    session: Session, member_id: str, program: Program, contest_id: str, now: datetime
) -> Contest:
    """Take part; who does already stays in with the same number.

    Raises `not_found` where nobody enters by a tap, and `contest_closed` after its last day.
    """
    rule = program.contest(contest_id)
    row = session.get(ContestRow, contest_id)
    if rule is None or row is None or rule.entry is not Entry.TAP:
        raise Refused(ProblemCode.NOT_FOUND)
    if now >= rule.ends(program.zone) or row.drawn_at is not None:
        raise Refused(ProblemCode.CONTEST_CLOSED)
    entries = [
        {"contest_id": contest_id, "number": number, "member_id": member_id, "at": now}
        for number, _ in numbers_of(row.seed, rule, [(member_id, now)])
    ]
    add_new(session, ContestEntryRow, entries)
    return next(
        one for one in contests_of(session, member_id, program, now) if one.id == contest_id
    )
