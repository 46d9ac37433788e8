"""What a member may spend: by the form of code, the device that shows it and the points there are."""

from datetime import datetime, timedelta

from sqlalchemy import ColumnElement, func, select
from sqlalchemy.orm import Session

from loyalty_api.models import Limits, Spendable
from loyalty_api.programme import Money, ProgramKind
from loyalty_api.receipts import PurchaseState
from loyalty_api.sign_in import Platform
from loyalty_server.programme.program import Program
from loyalty_server.tables import (
    BalanceRow,
    CredentialRow,
    DeviceRow,
    PurchaseRow,
    RedemptionRow,
    ScanRow,
)

ONE_DAY = timedelta(days=1)


def limits_of(
    session: Session, program: Program, balance: BalanceRow, device_id: str | None, now: datetime
) -> Limits:
    """What the codes of this device may spend now; four statements at most."""
    device = session.get(DeviceRow, device_id) if device_id else None
    left = _left_today(session, program, device, device_id, now) if device_id else None
    locked = left_while_locked(session, device, now)
    has = 0 if program.kind is ProgramKind.DISCOUNT else max(0, balance.available)
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
    rewards = session.scalar(
        select(func.sum(RedemptionRow.points)).where(
            RedemptionRow.member_id == device.member_id,
            RedemptionRow.at > now - ONE_DAY,
            RedemptionRow.cancelled_at.is_(None),
            RedemptionRow.unlocked.is_(False),
        )
    )
    at_tills = _burned(session, device.id, now, ScanRow.unlocked.is_(False))
    return max(0, device.unlock_above - at_tills - int(rewards or 0))


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


def _burned(session: Session, device_id: str, now: datetime, *besides: ColumnElement[bool]) -> int:
    """What scans of this device paid in the last 24 hours."""
    of_this_device = select(CredentialRow.kid).filter_by(device_id=device_id)
    burned = session.scalar(
        select(func.sum(PurchaseRow.held + PurchaseRow.burned - PurchaseRow.restored))
        .join(ScanRow, ScanRow.id == PurchaseRow.scan_id)
        .where(
            ScanRow.kid.in_(of_this_device),
            PurchaseRow.at > now - ONE_DAY,
            PurchaseRow.state.in_((PurchaseState.OPEN, PurchaseState.COMPLETED)),
            *besides,
        )
    )
    return int(burned or 0)


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
