"""What a member has, in a fixed number of statements however long the history is."""

from collections import Counter
from datetime import date, datetime, timedelta
from typing import Final

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from loyalty_api.models import Expiring, Points
from loyalty_api.problems import ProblemCode
from loyalty_api.programme import Money
from loyalty_server.calendar_days import last_day_before
from loyalty_server.database.columns import UtcTime
from loyalty_server.database.prepared import Prepared, told
from loyalty_server.problems import Refused
from loyalty_server.programme.program import Program
from loyalty_server.tables import BalanceRow, LotRow

EXPIRING_WITHIN = timedelta(days=60)


def points_in(session: Session, balance: BalanceRow, program: Program, now: datetime) -> Points:
    """The points, at this moment, of the member whose balance this is; one statement."""
    return Points(
        balance=balance.available,
        pending=balance.pending,
        held=balance.held,
        lifetime=balance.lifetime,
        worth=Money(program.burn.money(max(0, balance.available)), program.currency),
        expiring=_expiring(session, balance.member_id, program, now),
        as_of=now,
    )


def points_of(session: Session, member_id: str, program: Program, now: datetime) -> Points:
    """Those of the account that the member's card uses. Raises `not_found`."""
    own = session.get(BalanceRow, member_id)
    if own is None:
        raise Refused(ProblemCode.NOT_FOUND)
    balance = session.get_one(BalanceRow, own.account_id)
    return points_in(session, balance, program, now)


def _expiring(
    session: Session, member_id: str, program: Program, now: datetime
) -> tuple[Expiring, ...]:
    until = now + EXPIRING_WITHIN
    soon = _EXPIRING.rows(session, {"member": member_id, "now": now, "until": until})
    days: Counter[date] = Counter()
    for expires_at, points in soon:
        days[last_day_before(expires_at, program.zone)] += int(points)
    return tuple(Expiring(points, day) for day, points in sorted(days.items()))


_EXPIRING: Final = Prepared(
    select(LotRow.expires_at, func.sum(LotRow.remaining).label("points"))
    .where(
        LotRow.member_id == told("member"),
        LotRow.remaining > 0,
        LotRow.expires_at > told("now", UtcTime()),
        LotRow.expires_at <= told("until", UtcTime()),
    )
    .group_by(LotRow.expires_at)
)
