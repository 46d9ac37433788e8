"""What may be done so often in a while only: the newest are counted, and who is too quick is told how long to wait."""

from datetime import datetime, timedelta

from sqlalchemy import ColumnElement, func, select
from sqlalchemy.orm import InstrumentedAttribute, Session

from loyalty_api.problems import ProblemCode
from loyalty_server.problems import Refused


def require_fewer(
    session: Session,
    whose: ColumnElement[bool],
    at: InstrumentedAttribute[datetime],
    most: int,
    window: timedelta,
    now: datetime,
    refusal: ProblemCode = ProblemCode.RATE_LIMITED,
) -> None:
    """Raises the refusal after so many rows of this kind, by their time `at`, within the window."""
    recent = select(func.count(), func.min(at)).where(whose, at > now - window)
    count, first = session.execute(recent).one()
    if count >= most:
        raise Refused(refusal, retry_after=first + window - now)
