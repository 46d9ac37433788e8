"""Holds: points that an open purchase reserves, captured or released when it is resolved."""

from collections.abc import Sequence
from typing import Final

from sqlalchemy import select
from sqlalchemy.orm import Session

from loyalty_api.problems import ProblemCode
from loyalty_server.database.bulk import add_few
from loyalty_server.database.prepared import Prepared, told
from loyalty_server.points.account import SettledAccount, Why
from loyalty_server.points.ledger import post
from loyalty_server.points.lots import (
    Accrual,
    Burned,
    Taking,
    earn,
    give_back,
    pay_debt,
    settle,
    spendable_lots,
    take,
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
    takings = list(take(spendable_lots(account, points), points))
    held = [
        of | {"lot_id": taking.lot.id, "taken": taking.points, "held": taking.points}
        for taking in takings
    ]
    add_few(account.session, AllocationRow, held)
    account.balance.held += points


def burn_and_earn(
    account: SettledAccount, why: Why, points: int, accruals: Sequence[Accrual]
) -> None:
    """Burn the points that the purchase of `why` holds, then earn these.

    Raises `ValueError` when it holds fewer or more.
    """
    held = held_by(account.session, why.purchase_id) if points else ()
    burned = [Taking(lot, allocation.held) for allocation, lot in held if allocation.held]
    if points != sum(taking.points for taking in burned):
        raise ValueError("a purchase captures what it holds")
    for allocation, _ in held:
        allocation.captured, allocation.held = allocation.held, 0
    account.balance.held -= points
    earn(account, *accruals, burned=Burned(why, burned) if burned else None)


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
