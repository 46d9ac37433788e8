"""What a member may spend: by the form of code, the device that shows it and the points there are."""

from datetime import datetime, timedelta

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from loyalty_api.models import Limits, Spendable
from loyalty_api.programme import Money, ProgramKind
from loyalty_api.receipts import PurchaseState
from loyalty_api.sign_in import Platform
from loyalty_server.programme.program import Program
from loyalty_server.tables import BalanceRow, CredentialRow, PurchaseRow, ScanRow

ONE_DAY = timedelta(days=1)


def limits_of(
    session: Session, program: Program, balance: BalanceRow, device_id: str | None, now: datetime
) -> Limits:
    """What the codes of this device may spend now; two statements at most."""
    left = _left_today(session, program, device_id, now) if device_id else None
    has = 0 if program.kind is ProgramKind.DISCOUNT else max(0, balance.available)
    return Limits(
        rotating=_spendable(program, has if left is None else min(has, left)),
        manual=_spendable(
            program, min(has, program.burn.manual_points, has if left is None else left)
        ),
        static=_spendable(program, 0),
        share=program.burn.share,
    )


def left_for_browser(
    session: Session, program: Program, device_id: str, now: datetime
) -> int | None:
    """What a browser may still burn in these 24 hours, also if its key was exchanged meanwhile.

    None where the programme sets no such limit.
    """
    allowed = program.burn.web_points_a_day
    if allowed is None:
        return None
    of_this_device = select(CredentialRow.kid).filter_by(device_id=device_id)
    burned = session.scalar(
        select(func.sum(PurchaseRow.held + PurchaseRow.burned - PurchaseRow.restored))
        .join(ScanRow, ScanRow.id == PurchaseRow.scan_id)
        .where(
            ScanRow.kid.in_(of_this_device),
            PurchaseRow.at > now - ONE_DAY,
            PurchaseRow.state.in_((PurchaseState.OPEN, PurchaseState.COMPLETED)),
        )
    )
    return max(0, allowed - int(burned or 0))


def _left_today(session: Session, program: Program, device_id: str, now: datetime) -> int | None:
    query = select(CredentialRow.platform).filter_by(device_id=device_id).limit(1)
    if session.scalar(query) != Platform.WEB:
        return None
    return left_for_browser(session, program, device_id, now)


def _spendable(program: Program, points: int) -> Spendable:
    spendable = points if points >= program.burn.minimum else 0
    spendable = program.burn.in_steps(spendable)
    return Spendable(spendable, Money(program.burn.money(spendable), program.currency))
