"""How many points may pay for a basket: by the code, the programme, the tier and the member's points."""

from datetime import datetime

from sqlalchemy.orm import Session

from loyalty_api.problems import ProblemCode
from loyalty_api.receipts import Line
from loyalty_api.sign_in import Platform
from loyalty_server.points.spending import left_for_browser, left_in_family, left_while_locked
from loyalty_server.problems import Refused
from loyalty_server.programme.program import Program
from loyalty_server.purchases.earning import burn_limit
from loyalty_server.tables import BalanceRow, ScanRow
from loyalty_server.till.scans import Scanned

NO_LIMIT = 10**12
"""Points; more than anybody has."""


def burn_room(
    session: Session,
    program: Program,
    scanned: Scanned,
    balance: BalanceRow,
    lines: tuple[Line, ...],
    now: datetime,
) -> int:
    """The most points that this scan may burn for this basket now; 0 when this code only earns."""
    scan = scanned.row
    if not scan.may_burn or balance.available < 0:
        return 0
    room = min(
        burn_limit(program, lines),
        balance.available,
        program.burn.manual_points if scan.by_hand else balance.available,
        _left_for_device(session, program, scanned, now),
    )
    if balance.member_id != scan.member_id:
        in_family = left_in_family(session, scan.member_id, now)
        room = room if in_family is None else min(room, in_family)
    room = program.burn.in_steps(room)
    return room if room >= program.burn.minimum else 0


def require_burn(
    program: Program, scan: ScanRow, balance: BalanceRow, room: int, burn: int
) -> None:
    """Raises `burn_not_allowed` when this code only earns, `burn_too_much` with the `limit`."""
    if not burn:
        return
    if not scan.may_burn or balance.available < 0:
        raise Refused(ProblemCode.BURN_NOT_ALLOWED)
    rules = program.burn
    if burn > room or burn < rules.minimum or burn != rules.in_steps(burn):
        raise Refused(
            ProblemCode.BURN_TOO_MUCH, limit=room, minimum=rules.minimum, step=rules.whole_step
        )


def _left_for_device(session: Session, program: Program, scanned: Scanned, now: datetime) -> int:
    """By the programme, which limits browsers, and by the lock that the member put on the device."""
    maker, left = scanned.credential, []
    if maker and maker.platform == Platform.WEB:
        left.append(left_for_browser(session, program, maker.device_id, now))
    if not scanned.row.unlocked:
        left.append(left_while_locked(session, scanned.device, now))
    return min((one for one in left if one is not None), default=NO_LIMIT)
