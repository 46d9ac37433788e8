"""When a code counts: the step around now, forward only and once, or an offline till's earlier one."""

from datetime import datetime, timedelta
from typing import Final

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from loyalty_api.card_code import step_at
from loyalty_api.problems import ProblemCode
from loyalty_server.database.prepared import Prepared, connection_of, told
from loyalty_server.tables import CredentialRow, ScanRow
from loyalty_server.till.bad_scans import BadCode

STEPS_AROUND = 1
LATE_AT_MOST = timedelta(hours=24)


def require_current(kid: str, step: int, now: datetime) -> None:
    """Raises `code_expired` and `code_not_yet_valid`, with the server's time."""
    current = step_at(now.timestamp())
    if abs(step - current) <= STEPS_AROUND:
        return
    is_old = step < current
    problem = ProblemCode.CODE_EXPIRED if is_old else ProblemCode.CODE_NOT_YET_VALID
    raise BadCode(problem, kid=kid, step=step, server_time=now)


def is_earlier(till_time: datetime, now: datetime) -> bool:
    """Whether the till tells of something that happened while it was offline, a day ago at most."""
    steps = step_at(now.timestamp()) - step_at(till_time.timestamp())
    return steps > STEPS_AROUND and now - till_time <= LATE_AT_MOST


def is_late(step: int, till_time: datetime, now: datetime) -> bool:
    """Whether an offline till kept this code: its own clock agrees with the code and is behind us."""
    agrees = abs(step_at(till_time.timestamp()) - step) <= STEPS_AROUND
    is_old = step < step_at(now.timestamp()) - STEPS_AROUND
    return agrees and is_old and now - till_time <= LATE_AT_MOST


def use_up(session: Session, kid: str, step: int) -> None:
    """Accept this step, once: of many tills exactly one. Raises `code_used`."""
    if _USED_UP.row(connection_of(session), {"by": kid, "now_last": step}) is None:
        raise BadCode(ProblemCode.CODE_USED, kid=kid, step=step)


_CREDENTIAL = CredentialRow.table()
_LAST = told("now_last", _CREDENTIAL.c.last_step.type)
_USED_UP: Final = Prepared(
    update(_CREDENTIAL)
    .where(_CREDENTIAL.c.kid == told("by"), _CREDENTIAL.c.last_step < _LAST)
    .values(last_step=_LAST)
    .returning(_CREDENTIAL.c.kid)
)


def require_unused(session: Session, kid: str, step: int) -> None:
    """A late code may be older than the last accepted step, so each accepted one is looked up."""
    session.get(CredentialRow, kid, with_for_update=True)
    if session.scalar(select(ScanRow.id).filter_by(kid=kid, step=step)):
        raise BadCode(ProblemCode.CODE_USED, kid=kid, step=step)
