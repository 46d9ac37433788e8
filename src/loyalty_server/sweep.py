"""The sweep: purchases, points and tiers whose time has come, one member at a time.

It may run any number of times, beside anything else and in several processes at once.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import partial

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from loyalty_server.database.transactions import Database
from loyalty_server.points.lots import settled_account
from loyalty_server.programme.versions import rules_at
from loyalty_server.purchases.still_open import expire
from loyalty_server.tables import LotRow, MemberRow, PurchaseRow
from loyalty_server.tables.ledger import NOT_EMPTY, PENDING
from loyalty_server.tables.purchase import OPEN
from loyalty_server.tiers.tier import review


@dataclass(frozen=True)
class Swept:
    """How much there was to do."""

    purchases: int
    members: int


def sweep(database: Database, clock: Callable[[], datetime]) -> Swept:
    """Expire open purchases, mature and expire points, review tiers that end; each at its own time."""
    with database.reading() as session:
        purchases = _purchases_due(session, clock())
    for purchase_id in purchases:
        database.write(partial(_expire, purchase_id=purchase_id, clock=clock))
    with database.reading() as session:
        members = _members_due(session, clock())
    for member_id in members:
        database.write(partial(_bring_up_to, member_id=member_id, clock=clock))
    return Swept(len(purchases), len(members))


def waits_since(session: Session, now: datetime) -> datetime | None:
    """Since when the oldest of what is due waits to be swept; None where nothing does."""
    oldest = (
        select(func.min(PurchaseRow.expires_at)).where(OPEN, PurchaseRow.expires_at <= now),
        select(func.min(LotRow.expires_at)).where(NOT_EMPTY, LotRow.expires_at <= now),
        select(func.min(LotRow.spendable_at)).where(PENDING, LotRow.spendable_at <= now),
        select(func.min(MemberRow.tier_until)).where(MemberRow.tier_until <= now),
    )
    return min(filter(None, map(session.scalar, oldest)), default=None)


def _purchases_due(session: Session, now: datetime) -> Sequence[str]:
    return session.scalars(select(PurchaseRow.id).where(OPEN, PurchaseRow.expires_at <= now)).all()


def _members_due(session: Session, now: datetime) -> Sequence[str]:
    expired = select(LotRow.member_id).where(NOT_EMPTY, LotRow.expires_at <= now)
    matured = select(LotRow.member_id).where(PENDING, LotRow.spendable_at <= now)
    ended = select(MemberRow.id).where(MemberRow.tier_until <= now)
    return session.scalars(expired.union(matured, ended)).all()


def _expire(session: Session, purchase_id: str, clock: Callable[[], datetime]) -> None:
    expire(session, purchase_id, clock())


def _bring_up_to(session: Session, member_id: str, clock: Callable[[], datetime]) -> None:
    now = clock()
    program = rules_at(session, now).program
    settled_account(session, program, member_id, now)
    review(session, program, session.get_one(MemberRow, member_id), now)
