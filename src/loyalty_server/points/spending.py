"""What a member may spend: by the form of code, the device that shows it and the points there are."""

from datetime import datetime, timedelta
from typing import Final

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from loyalty_api.models import Limits, Spendable
from loyalty_api.programme import Money, ProgramKind
from loyalty_api.receipts import PurchaseState
from loyalty_api.sign_in import Platform
from loyalty_server.database.columns import UtcTime
from loyalty_server.database.prepared import Prepared, told
from loyalty_server.programme.program import Program
from loyalty_server.tables import (
    BalanceRow,
    CredentialRow,
    DeviceRow,
    FamilyMemberRow,
    PurchaseRow,
    RedemptionRow,
    ScanRow,
)

ONE_DAY = timedelta(days=1)
_PAID = func.sum(PurchaseRow.held + PurchaseRow.burned - PurchaseRow.restored)
_COUNTS = PurchaseRow.state.in_((PurchaseState.OPEN, PurchaseState.COMPLETED))


def limits_of(
    session: Session,
    program: Program,
    member_id: str,
    balance: BalanceRow,
    device_id: str | None,
    now: datetime,
) -> Limits:
    """What the codes of this device may spend now of this balance, the member's or the family's; four
    statements at most, in a family three more."""
    device = session.get(DeviceRow, device_id) if device_id else None
    left = _left_today(session, program, device, device_id, now) if device_id else None
    locked = left_while_locked(session, device, now)
    has = 0 if program.kind is ProgramKind.DISCOUNT else max(0, balance.available)
    if balance.member_id != member_id:
        in_family = left_in_family(session, member_id, now)
        has = has if in_family is None else min(has, in_family)
    unlocked = has if left is None else min(has, left)
    most = unlocked if locked is None else min(unlocked, locked)
    return Limits(
        rotating=_spendable(program, most),
        manual=_spendable(program, min(program.burn.manual_points, most)),
        static=_spendable(program, 0),
        share=program.burn.share,
        unlock_above=device.unlock_above if device else None,
        unlocked=None if locked is None else _spendable(program, unlocked),
    )


def left_while_locked(session: Session, device: DeviceRow | None, now: datetime) -> int | None:
    """What may still be spent in these 24 hours before the device's own unlock is asked for.

    None where its member asked for no such lock. Rewards count from whichever device they were taken.
    """
    if device is None or device.unlock_above is None:
        return None
    rewards = _on_rewards(session, device.member_id, now, _REWARDS_LOCKED)
    at_tills = _burned(session, device.id, now, _BURNED_LOCKED)
    return max(0, device.unlock_above - at_tills - rewards)


def left_in_family(session: Session, member_id: str, now: datetime) -> int | None:
    """What the head of the family lets this member still spend in these 24 hours, at tills and on rewards.

    None without such a limit.
    """
    membership = select(FamilyMemberRow.points_a_day).where(
        FamilyMemberRow.member_id == member_id, FamilyMemberRow.left_at.is_(None)
    )
    allowed = session.scalar(membership)
    if allowed is None:
        return None
    bought = select(_PAID).where(
        PurchaseRow.member_id == member_id, PurchaseRow.at > now - ONE_DAY, _COUNTS
    )
    spent = session.scalar(bought) or 0
    return max(0, allowed - int(spent) - _on_rewards(session, member_id, now))


def left_for_browser(
    session: Session, program: Program, device_id: str, now: datetime
) -> int | None:
    """What a browser may still burn in these 24 hours, also if its key was exchanged meanwhile.

    None where the programme sets no such limit.
    """
    allowed = program.burn.web_points_a_day
    if allowed is None:
        return None
    return max(0, allowed - _burned(session, device_id, now))


_SINCE: Final = told("since", UtcTime())
_REWARDS: Final = select(func.sum(RedemptionRow.points)).where(
    RedemptionRow.member_id == told("member"),
    RedemptionRow.at > _SINCE,
    RedemptionRow.cancelled_at.is_(None),
)
_OF_DEVICE: Final = select(CredentialRow.kid).where(CredentialRow.device_id == told("device"))
_BURNED: Final = (
    select(_PAID)
    .join(ScanRow, ScanRow.id == PurchaseRow.scan_id)
    .where(ScanRow.kid.in_(_OF_DEVICE), PurchaseRow.at > _SINCE, _COUNTS)
)
_REWARDS_ALL, _BURNED_ALL = Prepared(_REWARDS), Prepared(_BURNED)
_REWARDS_LOCKED: Final = Prepared(_REWARDS.where(RedemptionRow.unlocked.is_(False)))
_BURNED_LOCKED: Final = Prepared(_BURNED.where(ScanRow.unlocked.is_(False)))


def _on_rewards(
    session: Session, member_id: str, now: datetime, asked: Prepared = _REWARDS_ALL
) -> int:
    """What the member's rewards of the last 24 hours cost."""
    (points,) = asked.one(session, {"member": member_id, "since": now - ONE_DAY})
    return int(points or 0)


def _burned(session: Session, device_id: str, now: datetime, asked: Prepared = _BURNED_ALL) -> int:
    """What scans of this device paid in the last 24 hours."""
    (points,) = asked.one(session, {"device": device_id, "since": now - ONE_DAY})
    return int(points or 0)


def _left_today(
    session: Session, program: Program, device: DeviceRow | None, device_id: str, now: datetime
) -> int | None:
    query = select(CredentialRow.platform).filter_by(device_id=device_id).limit(1)
    platform = device.platform if device else session.scalar(query)
    if platform != Platform.WEB:
        return None
    return left_for_browser(session, program, device_id, now)


def _spendable(program: Program, points: int) -> Spendable:
    spendable = points if points >= program.burn.minimum else 0
    spendable = program.burn.in_steps(spendable)
    return Spendable(spendable, Money(program.burn.money(spendable), program.currency))
