"""How many points may pay for a basket: by the code, the programme, the tier and the member's points."""

from datetime import datetime, timedelta

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from loyalty_api.problems import ProblemCode
from loyalty_api.receipts import Line, PurchaseState
from loyalty_api.sign_in import Platform
from loyalty_server.problems import Refused
from loyalty_server.programme.program import Level, Program
from loyalty_server.purchases.earning import burn_limit
from loyalty_server.tables import BalanceRow, CredentialRow, PurchaseRow, ScanRow

ONE_DAY = timedelta(days=1)
NO_LIMIT = 10**12
"""Points; more than anybody has."""


def burn_room(
    session: Session,
    program: Program,
    level: Level,
    scan: ScanRow,
    balance: BalanceRow,
    lines: tuple[Line, ...],
    now: datetime,
) -> int:
    """The most points that this scan may burn for this basket now; 0 when this code only earns."""
    if not scan.may_burn or balance.available < 0:
        return 0
    room = min(
        burn_limit(program, level, lines),
        balance.available,
        program.burn.manual_points if scan.by_hand else balance.available,
        _left_for_browser(session, program, scan, now),
    )
    return room if room >= program.burn.minimum else 0


def require_burn(
    program: Program, scan: ScanRow, balance: BalanceRow, room: int, burn: int
) -> None:
    """Raises `burn_not_allowed` when this code only earns, `burn_too_much` with the `limit`."""
    if not burn:
        return
    if not scan.may_burn or balance.available < 0:
        raise Refused(ProblemCode.BURN_NOT_ALLOWED)
    if burn > room or burn < program.burn.minimum:
        raise Refused(ProblemCode.BURN_TOO_MUCH, limit=room, minimum=program.burn.minimum)


def _left_for_browser(session: Session, program: Program, scan: ScanRow, now: datetime) -> int:
    """What a browser may still burn in these 24 hours, also if its key was exchanged meanwhile.

    Other devices have no such limit.
    """
    allowed = program.burn.web_points_a_day
    credential = session.get_one(CredentialRow, scan.kid)
    if allowed is None or credential.platform != Platform.WEB:
        return NO_LIMIT
    of_this_device = select(CredentialRow.kid).filter_by(device_id=credential.device_id)
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
