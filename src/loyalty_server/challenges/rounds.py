"""How often a challenge that repeats was completed: a row of progress for each time.

Its key is the challenge's id and the number, `cups/2`: no id has a slash. `done` are the steps that
this time took, also when the programme asks for others by now.
"""

from collections.abc import Iterable, Sequence

from sqlalchemy import select
from sqlalchemy.orm import Session

from loyalty_server.programme.challenge_rules import ChallengeRule, Step
from loyalty_server.tables import ChallengeProgressRow


def is_round(row: ChallengeProgressRow) -> bool:
    """Whether the row is of one time, not of the challenge as a whole."""
    return "/" in row.challenge_id


def rounds_of(
    rule: ChallengeRule, rows: Iterable[ChallengeProgressRow]
) -> tuple[ChallengeProgressRow, ...]:
    """Those of the rows that are this challenge's times, in their order."""
    own = (row for row in rows if row.challenge_id.startswith(f"{rule.id}/"))
    return tuple(sorted(own, key=lambda row: int(row.challenge_id.rpartition("/")[2])))


def all_rounds(
    session: Session, rule: ChallengeRule, member_id: str
) -> tuple[ChallengeProgressRow, ...]:
    """Every time that this member completed it, in their order."""
    rows = session.scalars(select(ChallengeProgressRow).filter_by(member_id=member_id))
    return rounds_of(rule, [row for row in rows if is_round(row)])


def new_round(
    session: Session, rule: ChallengeRule, progress: ChallengeProgressRow, number: int
) -> ChallengeProgressRow:
    """The next time, to be completed."""
    row = ChallengeProgressRow(
        member_id=progress.member_id,
        challenge_id=f"{rule.id}/{number}",
        done=rule.steps,
        last_period=progress.last_period,
    )
    session.add(row)
    return row


def taken_by(
    progress: ChallengeProgressRow, rounds: Sequence[ChallengeProgressRow], rule: ChallengeRule
) -> tuple[Step, ...]:
    """What each completion took, on its day."""
    at = progress.completed_at
    before = (Step(at.date(), rule.steps),) if at else ()
    return (*before, *(Step(one.last_period, one.done) for one in rounds))


def surplus(
    rule: ChallengeRule, progress: ChallengeProgressRow, rounds: Sequence[ChallengeProgressRow]
) -> int:
    """The steps that no time took: those of the next one; below zero after a return.

    Who completed it before it repeated has had it once.
    """
    before = rule.steps if progress.completed_at else 0
    return progress.done - before - sum(one.done for one in rounds)
