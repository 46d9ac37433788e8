"""Checks of lots: their sums, their moves, and the order in which points are taken."""

from collections.abc import Iterator, Sequence
from datetime import date, datetime, timedelta
from typing import Any

from sqlalchemy import Subquery, case, func, or_, select
from sqlalchemy.orm import InstrumentedAttribute, Session, aliased

from loyalty_server.checks.balances import MEMBER_ACCOUNTS
from loyalty_server.points.lots import GRACE
from loyalty_server.programme.program import Program
from loyalty_server.programme.versions import rules_of
from loyalty_server.tables import (
    AllocationRow,
    BalanceRow,
    EntryRow,
    LotMoveRow,
    LotRow,
    ProgramVersionRow,
)

CLOCKS_DIFFER = timedelta(minutes=1)


def wrong_sums(session: Session) -> Iterator[str]:
    """Members whose lots do not sum to what is available (without debt) and pending."""
    spendable = func.sum(case((LotRow.pending, 0), else_=LotRow.remaining))
    pending = func.sum(case((LotRow.pending, LotRow.remaining), else_=0))
    sums = (
        select(LotRow.member_id, spendable.label("spendable"), pending.label("pending"))
        .group_by(LotRow.member_id)
        .subquery()
    )
    in_lots, to_come = func.coalesce(sums.c.spendable, 0), func.coalesce(sums.c.pending, 0)
    available = BalanceRow.posted - BalanceRow.held
    wrong = (
        select(BalanceRow.member_id, available, in_lots, to_come)
        .outerjoin(sums, sums.c.member_id == BalanceRow.member_id)
        .where(or_(in_lots - BalanceRow.debt != available, to_come != BalanceRow.pending))
    )
    for member_id, points, lots, later in session.execute(wrong):
        yield f"member {member_id}: available {points}, lots {lots} and {later} pending"


def wrong_lots(session: Session) -> Iterator[str]:
    """Lots whose moves do not lead to what remains and is held."""
    moves = _sums(LotMoveRow.lot_id, LotMoveRow.points)
    holds = _sums(AllocationRow.lot_id, AllocationRow.held)
    moved, held = func.coalesce(moves.c.points, 0), func.coalesce(holds.c.points, 0)
    wrong = (
        select(LotRow.id, LotRow.remaining, held, moved)
        .outerjoin(moves, moves.c.key == LotRow.id)
        .outerjoin(holds, holds.c.key == LotRow.id)
        .where(LotRow.remaining + held != moved)
    )
    for lot_id, remaining, is_held, is_moved in session.execute(wrong):
        yield f"lot {lot_id}: {remaining} remain and {is_held} are held, the moves say {is_moved}"


def wrong_splits(session: Session) -> Iterator[str]:
    """Transfers that changed the member's accounts otherwise than the member's lots."""
    moves = _sums(LotMoveRow.transfer_id, LotMoveRow.points)
    entered = func.sum(case((EntryRow.account.in_(MEMBER_ACCOUNTS), EntryRow.points), else_=0))
    moved = func.coalesce(moves.c.points, 0)
    wrong = (
        select(EntryRow.transfer_id, entered, moved)
        .outerjoin(moves, moves.c.key == EntryRow.transfer_id)
        .group_by(EntryRow.transfer_id, moves.c.points)
        .having(entered != moved)
    )
    for transfer_id, points, split in session.execute(wrong):
        yield f"transfer {transfer_id}: {points} points, split into {split}"


def taken_out_of_order(session: Session) -> Iterator[str]:
    """Points held from a lot while one that is lost earlier had some.

    A lot that still has points now, and got none back since, had them when the others were taken; one
    that was prolonged since was lost earlier then.
    What happened within a minute may have happened in either order: servers' clocks differ.
    """
    later, earlier = aliased(LotRow), aliased(LotRow)
    wrong = (
        select(AllocationRow, earlier)
        .join(later, later.id == AllocationRow.lot_id)
        .join(earlier, earlier.member_id == later.member_id)
        .where(
            earlier.remaining > 0,
            earlier.pending.is_(False),
            earlier.expires_at > AllocationRow.at,
            earlier.expires_at < later.expires_at,
            or_(later.returned_at.is_(None), later.returned_at < AllocationRow.at),
            or_(later.prolonged_at.is_(None), later.prolonged_at < AllocationRow.at),
        )
    )
    for taken, lot in session.execute(wrong):
        since = max(lot.earned_at, lot.spendable_at, lot.returned_at or lot.earned_at)
        if since < taken.at - CLOCKS_DIFFER:
            yield (
                f"purchase {taken.purchase_id} took from lot {taken.lot_id}"
                f" while lot {lot.id} had points"
            )


def expired_with_points(session: Session, swept_at: datetime) -> Iterator[str]:
    """Lots that had expired when the sweep began and still hold points."""
    expired = select(LotRow).where(LotRow.remaining > 0, LotRow.expires_at <= swept_at)
    for lot in session.scalars(expired):
        yield f"lot {lot.id} expired at {lot.expires_at.isoformat()} with {lot.remaining}"


def living_too_long(session: Session) -> Iterator[str]:
    """Lots that live longer than they were given to: a purchase's own days, once a week more after coming
    back late, or as long as a later purchase lets them.
    """
    graced = select(LotRow).where(
        LotRow.graced, LotRow.prolonged_at.is_(None), LotRow.returned_at.is_not(None)
    )
    for lot in session.scalars(graced):
        if lot.returned_at and lot.expires_at > lot.returned_at + GRACE:
            yield f"lot {lot.id} lives until {lot.expires_at.isoformat()}, longer than a week more"
    programs = [rules_of(session, number).program for number in _versions(session)]
    as_earned = select(LotRow).where(
        LotRow.purchase_id.is_not(None), LotRow.graced.is_(False), LotRow.prolonged_at.is_(None)
    )
    ends: dict[date, datetime] = {}
    for lot in session.scalars(as_earned):
        given_at = max(lot.earned_at, lot.spendable_at) + timedelta(days=1)
        day = given_at.date()
        if day not in ends:
            ends[day] = max(_last_end(one, given_at) for one in programs)
        if lot.expires_at > ends[day]:
            yield f"lot {lot.id} lives until {lot.expires_at.isoformat()}, longer than any rule lets it"


def _last_end(program: Program, moment: datetime) -> datetime:
    """When points earned then by any rule of this programme are lost at the latest."""
    own = (offer.expires_after_days for offer in program.offers)
    return max(program.expiry(moment, days) for days in {None, *own})


def _versions(session: Session) -> Sequence[int]:
    return session.scalars(select(ProgramVersionRow.version)).all()


def _sums(key: InstrumentedAttribute[Any], points: InstrumentedAttribute[int]) -> Subquery:
    return select(key.label("key"), func.sum(points).label("points")).group_by(key).subquery()
