"""Holds: points that an open purchase reserves, captured or released when it is resolved."""

from collections.abc import Sequence
from typing import Final

from sqlalchemy import insert, literal, select, update
from sqlalchemy.orm import Session

from loyalty_api.problems import ProblemCode
from loyalty_server.database.prepared import Prepared, PreparedWrite, connection_of, told
from loyalty_server.points.account import SettledAccount, Why
from loyalty_server.points.ledger import post
from loyalty_server.points.lots import (
    TAKEN_FIRST,
    Accrual,
    Burned,
    earn,
    give_back,
    pay_debt,
    settle,
)
from loyalty_server.problems import Refused
from loyalty_server.tables import AllocationRow, LotRow
from loyalty_server.tables.ledger import TransferKind


def hold(account: SettledAccount, purchase_id: str, points: int) -> None:
    """Reserve points for this purchase, from the lots that are lost first.

    Raises `not_enough_points` when the member has not so many.
    """
    available = max(0, account.available)
    if points > available:
        raise Refused(ProblemCode.NOT_ENOUGH_POINTS, available=available)
    if not points:
        return
    of = {"purchase_id": purchase_id, "at": account.now}
    holder = {"holder_id": account.holder_id, "points": points}
    _HOLD.rows(account.session, of | holder)
    _TAKE.tell(connection_of(account.session), [{"purchase_id": purchase_id}])
    account.balance.held += points


def burn_and_earn(
    account: SettledAccount, why: Why, points: int, accruals: Sequence[Accrual]
) -> None:
    """Burn the points that the purchase of `why` holds, then earn these.

    Raises `ValueError` when it holds fewer or more.
    """
    asked = {"purchase_id": why.purchase_id}
    burned: dict[int, int] = dict(_CAPTURED.rows(account.session, asked)) if points else {}
    if points != sum(burned.values()):
        raise ValueError("a purchase captures what it holds")
    account.balance.held -= points
    earn(account, *accruals, burned=Burned(why, burned) if burned else None)


_ALLOCATION, _LOT = AllocationRow.table(), LotRow.table()
_OF_PURCHASE: Final = _ALLOCATION.c.purchase_id == told("purchase_id")
_HOLD: Final = Prepared(
    insert(_ALLOCATION)
    .from_select(
        ["purchase_id", "at", "lot_id", "taken", "held", "captured", "restored"],
        select(
            told("purchase_id"),
            told("at", _ALLOCATION.c.at.type),
            *(TAKEN_FIRST.c[name] for name in ("id", "points", "points")),
            *(literal(0), literal(0)),
        ),
    )
    .returning(_ALLOCATION.c.lot_id)
)
_TAKE: Final = PreparedWrite(
    update(_LOT)
    .where(_LOT.c.id.in_(select(_ALLOCATION.c.lot_id).where(_OF_PURCHASE)))
    .values(
        remaining=_LOT.c.remaining
        - select(_ALLOCATION.c.taken)
        .where(_OF_PURCHASE, _ALLOCATION.c.lot_id == _LOT.c.id)
        .scalar_subquery()
    ),
    (),
)
_CAPTURED: Final = Prepared(
    update(_ALLOCATION)
    .where(_OF_PURCHASE, _ALLOCATION.c.held > 0)
    .values(captured=_ALLOCATION.c.held, held=0)
    .returning(_ALLOCATION.c.lot_id, _ALLOCATION.c.captured)
)


def held_by(session: Session, purchase_id: str | None) -> Sequence[tuple[AllocationRow, LotRow]]:
    """What this purchase holds, in the order it was taken."""
    return _HELD.rows(session, {"purchase_id": purchase_id})


_HELD: Final = Prepared(
    select(AllocationRow, LotRow)
    .select_from(AllocationRow)
    .join(LotRow, LotRow.id == AllocationRow.lot_id)
    .where(AllocationRow.purchase_id == told("purchase_id"))
    .order_by(LotRow.expires_at, LotRow.id)
    .execution_options(populate_existing=True)
)


def release(account: SettledAccount, purchase_id: str) -> None:
    """Give back what this purchase holds; a debt that came up meanwhile is paid from it."""
    _release(account, held_by(account.session, purchase_id))


def _release(account: SettledAccount, held: Sequence[tuple[AllocationRow, LotRow]]) -> None:
    returned = []
    for allocation, lot in held:
        if allocation.held:
            give_back(lot, allocation.held, account.now)
            account.balance.held -= allocation.held
            allocation.held = 0
            returned.append(lot)
    if returned and account.balance.debt:
        why = Why(TransferKind.DEBT_PAYMENT, account.words.debt_payment)
        pay_debt(account, post(account, why, {}), returned)
    if returned:
        settle(account)
