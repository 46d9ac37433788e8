"""Until when a wallet stays as it is while nobody writes to it."""

from collections.abc import Iterator
from datetime import datetime, timedelta
from math import log2
from typing import Final

from sqlalchemy import ColumnElement, select
from sqlalchemy import func as sql
from sqlalchemy.orm import InstrumentedAttribute, Session

from loyalty_server.database.columns import UtcTime
from loyalty_server.database.prepared import Prepared, told
from loyalty_server.offers.fading import HALF_LIFE
from loyalty_server.offers.order import A_WHILE, OFTEN
from loyalty_server.points.spending import ONE_DAY
from loyalty_server.points.summary import EXPIRING_WITHIN
from loyalty_server.programme.program import Program
from loyalty_server.rewards.coupons import SHOWN_AFTER_USE
from loyalty_server.tables import (
    BalanceRow,
    CouponRow,
    LotRow,
    ProgramVersionRow,
    PurchaseRow,
    RedemptionRow,
    SurveyInvitationRow,
    TasteRow,
)

BLUR: Final = timedelta(milliseconds=1)
"""Before and after the moment at which a habit has faded nothing is promised: it is reckoned in floats."""

_NONE: Final = timedelta()
_Moment = InstrumentedAttribute[datetime] | InstrumentedAttribute[datetime | None]


def stands_until(
    session: Session, program: Program, member_id: str, taste: TasteRow | None, now: datetime
) -> datetime:
    """The first moment at which something passes by itself; at or before `now` where a habit just fades.

    Days, parts of the week and windows begin with an hour of the programme's clock; the rest has
    moments of its own. One statement.
    """
    moments: list[datetime] = [
        _next_hour(program, now),
        *_of_rows(session, member_id, now),
        *(_of_absence(program, taste) if taste else ()),
    ]
    faded = [fades - BLUR for fades in _of_habits(taste) if fades + BLUR > now] if taste else []
    return min([*(moment for moment in moments if moment > now), *faded])


def _next_hour(program: Program, now: datetime) -> datetime:
    local = now.astimezone(program.zone)
    passed = timedelta(minutes=local.minute, seconds=local.second, microseconds=local.microsecond)
    return now - passed + timedelta(hours=1)


def _of_rows(session: Session, member_id: str, now: datetime) -> Iterator[datetime]:
    """The next moment of each kind that a row of the member's has: a column's time, and so much later."""
    since = {f"since_{place}": now - later for place, (_, later, _own) in enumerate(_KINDS)}
    found = _FIRSTS.one(session, {"member": member_id, **since})
    for (_, later, _own), first in zip(_KINDS, found, strict=True):
        if first is not None:
            yield first + later


def _of_absence(program: Program, taste: TasteRow) -> Iterator[datetime]:
    """When the member has not been seen for long enough."""
    yield taste.last_at + A_WHILE
    for offer in program.offers:
        if offer.conditions.lapsed_days is not None:
            yield taste.last_at + timedelta(days=offer.conditions.lapsed_days)


def _of_habits(taste: TasteRow) -> Iterator[datetime]:
    """When what is bought often no longer is."""
    for weights in (taste.categories, taste.stores, *taste.rhythm.values()):
        for weight in weights.values():
            if weight >= OFTEN:
                yield taste.last_at + HALF_LIFE * log2(weight / OFTEN)


_MEMBER: Final = told("member")
_ACCOUNT: Final = (
    select(sql.coalesce(BalanceRow.kept_with, BalanceRow.member_id))
    .where(BalanceRow.member_id == _MEMBER)
    .scalar_subquery()
)
_KINDS: Final[tuple[tuple[_Moment, timedelta, ColumnElement[bool]], ...]] = (
    (LotRow.expires_at, _NONE, LotRow.member_id == _ACCOUNT),
    (LotRow.expires_at, -EXPIRING_WITHIN, LotRow.member_id == _ACCOUNT),
    (CouponRow.valid_until, _NONE, CouponRow.member_id == _MEMBER),
    (CouponRow.cancel_until, _NONE, CouponRow.member_id == _MEMBER),
    (CouponRow.used_at, SHOWN_AFTER_USE, CouponRow.member_id == _MEMBER),
    (SurveyInvitationRow.starts_at, _NONE, SurveyInvitationRow.member_id == _MEMBER),
    (SurveyInvitationRow.ends_at, _NONE, SurveyInvitationRow.member_id == _MEMBER),
    (PurchaseRow.at, ONE_DAY, PurchaseRow.member_id == _MEMBER),
    (RedemptionRow.at, ONE_DAY, RedemptionRow.member_id == _MEMBER),
    (ProgramVersionRow.valid_from, _NONE, ProgramVersionRow.version.is_not(None)),
)
_FIRSTS: Final = Prepared(
    select(
        *(
            select(sql.min(column))
            .where(is_own, column > told(f"since_{place}", UtcTime()))
            .scalar_subquery()
            .label(f"first_{place}")
            for place, (column, _, is_own) in enumerate(_KINDS)
        )
    )
)
