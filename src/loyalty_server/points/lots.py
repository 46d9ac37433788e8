"""Lots: the points of each accrual with their expiry, taken first from what is lost first.

A debt and spendable points never stand side by side: what becomes spendable pays the debt first.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Final

from sqlalchemy import case, func, or_, select, update
from sqlalchemy.orm import Session

from loyalty_server.database.bulk import add_keyed
from loyalty_server.database.prepared import Prepared, told
from loyalty_server.points.account import LockedAccount, Lots, SettledAccount, Why, lock_account
from loyalty_server.points.ledger import Posted, Posting, move, move_all, owe, post, post_all
from loyalty_server.programme.program import Program
from loyalty_server.tables import AllocationRow, LotMoveRow, LotRow
from loyalty_server.tables.ledger import NOT_EMPTY, PENDING, Account, TransferKind

GRACE = timedelta(days=7)


@dataclass(frozen=True)
class Taking:
    """So many points out of this lot."""

    lot: LotRow
    points: int


@dataclass(frozen=True)
class Burned:
    """So many points of lots, by their keys, that are out of them already, and what for."""

    why: Why
    points: Mapping[int, int]

    @property
    def posting(self) -> Posting:
        """What the ledger says of it."""
        points = sum(self.points.values())
        return Posting(self.why, {Account.POINTS: -points, Account.REDEEMED: points})


@dataclass(frozen=True)
class Accrual:
    """So many points to be earned, and why; with an `own_end` no purchase prolongs them."""

    why: Why
    points: int
    spendable_at: datetime
    expires_at: datetime
    source: Account = Account.ISSUED
    own_end: bool = False


def settled_account(
    session: Session,
    program: Program,
    member_id: str,
    now: datetime,
    lots: Lots | None = None,
) -> SettledAccount:
    """The account that the member's card uses, or that these lots are in, ours until the transaction ends
    and brought to this moment."""
    return settle(lock_account(session, program, member_id, now, lots))


def lots_of_purchase(purchase_id: str) -> Lots:
    """The lots that this purchase took from or made."""
    return Lots(_OF_PURCHASE, purchase_id)


def lots_of_transfer(transfer_id: int) -> Lots:
    """The lots that this transfer changed."""
    return Lots(_OF_TRANSFER, transfer_id)


_PURCHASE, _TRANSFER = told("deed"), told("deed", LotMoveRow.transfer_id.type)
_TAKEN = select(AllocationRow.lot_id).where(AllocationRow.purchase_id == _PURCHASE)
_CHANGED = select(LotMoveRow.lot_id).where(LotMoveRow.transfer_id == _TRANSFER)
_WHOSE = select(LotRow.member_id).limit(1)
_OF_PURCHASE: Final = _WHOSE.where(or_(LotRow.purchase_id == _PURCHASE, LotRow.id.in_(_TAKEN)))
_OF_TRANSFER: Final = _WHOSE.where(LotRow.id.in_(_CHANGED))


def earn(
    account: SettledAccount, *accruals: Accrual, burned: Burned | None = None
) -> Sequence[Posted]:
    """New lots; pending until they are spendable, otherwise first of all they pay a debt.

    What is `burned` goes before, in the same few statements.
    """
    burns = [burned.posting] if burned else []
    posted = post_all(account, burns + [_posting(account, one) for one in accruals])
    transfers = posted[len(burns) :]
    earned = list(zip(transfers, accruals, strict=True))
    keys = add_keyed(account.session, LotRow, [_lot(account, *one) for one in earned])
    made = list(zip(transfers, keys, accruals, strict=True))
    taken = burned.points if burned else {}
    moves = [(posted[0], key, -points) for key, points in taken.items()]
    move_all(account, moves + [(transfer, key, one.points) for transfer, key, one in made])
    for transfer, key, one in made:
        account.balance.lifetime += one.points
        if account.balance.debt and one.spendable_at <= account.now:
            pay_debt(account, transfer, (account.session.get_one(LotRow, key),))
    return transfers


def _posting(account: SettledAccount, accrual: Accrual) -> Posting:
    is_pending = accrual.spendable_at > account.now
    target = Account.PENDING if is_pending else Account.POINTS
    return Posting(accrual.why, {accrual.source: -accrual.points, target: accrual.points})


def _lot(account: SettledAccount, transfer: Posted, accrual: Accrual) -> dict[str, Any]:
    return {
        "member_id": account.holder_id,
        "transfer_id": transfer.id,
        "purchase_id": transfer.purchase_id,
        "points": accrual.points,
        "remaining": accrual.points,
        "pending": accrual.spendable_at > account.now,
        "earned_at": account.now,
        "spendable_at": accrual.spendable_at,
        "expires_at": accrual.expires_at,
        "own_end": accrual.own_end,
    }


def spendable_lots(account: SettledAccount, points: int) -> Sequence[LotRow]:
    """The lots that so many points can be taken from now, in the order they are taken."""
    asked = {"holder_id": account.holder_id, "points": points}
    return _SPENDABLE.rows(account.session, asked)


def take(lots: Sequence[LotRow], points: int) -> Iterator[Taking]:
    """Take up to so many points, lot by lot in the given order."""
    for lot in lots:
        taken = min(lot.remaining, points)
        if taken:
            lot.remaining -= taken
            points -= taken
            yield Taking(lot, taken)


def give_back(lot: LotRow, points: int, now: datetime) -> None:
    """Return points to the lot they came from; one that expired meanwhile lives a week more.

    It does so once, for ever: after that what comes back too late is lost with the next `settle`.
    """
    lot.remaining += points
    lot.returned_at = now
    if lot.expires_at <= now and not lot.graced:
        lot.expires_at, lot.graced = now + GRACE, True


def pay_debt(account: LockedAccount, transfer: Posted, lots: Sequence[LotRow]) -> None:
    """Pay what is owed from these spendable lots, as a part of this transfer."""
    for taking in take(lots, account.balance.debt):
        move(account, transfer, taking.lot, -taking.points)
        owe(account, transfer, -taking.points)


def pay_ahead(account: SettledAccount) -> None:
    """Pay what is owed of points that are still pending, as when these had matured."""
    if not account.balance.debt:
        return
    not_empty = account.session.scalars(_NOT_EMPTY, {"holder_id": account.holder_id}).all()
    taken = list(take(not_empty, account.balance.debt))
    points = sum(taking.points for taking in taken)
    if not points:
        return
    why = Why(TransferKind.DEBT_PAYMENT, account.words.debt_payment)
    transfer = post(account, why, {Account.PENDING: -points, Account.POINTS: points})
    for taking in taken:
        move(account, transfer, taking.lot, -taking.points)
    owe(account, transfer, -points)


def prolong(account: SettledAccount, until: datetime) -> None:
    """Let all points that are not lost yet live until then at least, but those with an end of their own."""
    account.session.execute(
        update(LotRow)
        .where(
            LotRow.member_id == account.holder_id,
            LotRow.expires_at > account.now,
            LotRow.expires_at < until,
            LotRow.own_end.is_(False),
        )
        .values(expires_at=until, prolonged_at=account.now)
        .execution_options(synchronize_session="fetch")
    )


def settle(account: LockedAccount, *, is_due: bool = True) -> SettledAccount:
    """Bring the account's lots to this moment: pending points mature, expired ones are lost.

    Unless it was asked in the same transaction, and `SOMETHING_DUE` was not.
    """
    if not is_due:
        return SettledAccount(account)
    now = account.now
    due = account.session.scalars(_DUE, {"holder_id": account.holder_id, "now": now}).all()
    _mature(account.own, [lot for lot in due if lot.pending])
    _expire(account.own, [lot for lot in due if lot.expires_at <= now])
    return SettledAccount(account)


_HELD_HERE: Final = LotRow.member_id == told("holder_id")
_NOT_EMPTY: Final = (
    select(LotRow)
    .where(_HELD_HERE, NOT_EMPTY)
    .order_by(LotRow.expires_at, LotRow.id)
    .execution_options(populate_existing=True)
)
_IN_ORDER: Final = func.sum(LotRow.remaining).over(order_by=(LotRow.expires_at, LotRow.id))
_BEFORE: Final = (
    select(
        LotRow.id, LotRow.remaining.label("left"), (_IN_ORDER - LotRow.remaining).label("points")
    )
    .where(_HELD_HERE, NOT_EMPTY, LotRow.pending.is_(False))
    .subquery()
)
"""Of each spendable lot what is in those that are taken before it."""
_ASKED: Final = told("points", LotRow.points.type)
_SPENDABLE: Final = Prepared(
    _NOT_EMPTY.select_from(LotRow)
    .join(_BEFORE, _BEFORE.c.id == LotRow.id)
    .where(_BEFORE.c.points < _ASKED)
)
_MISSING: Final = _ASKED - _BEFORE.c.points
TAKEN_FIRST: Final = (
    select(
        _BEFORE.c.id,
        case((_BEFORE.c.left < _MISSING, _BEFORE.c.left), else_=_MISSING).label("points"),
    )
    .where(_MISSING > 0)
    .subquery()
)
"""From which lots so many points are taken now, and how many from each."""
_NOW: Final = told("now", LotRow.expires_at.type)
_DUE: Final = _NOT_EMPTY.where(
    (LotRow.expires_at <= _NOW) | (LotRow.pending & (LotRow.spendable_at <= _NOW))
)
SOMETHING_DUE: Final = or_(
    select(LotRow.id).where(_HELD_HERE, NOT_EMPTY, LotRow.expires_at <= _NOW).exists(),
    select(LotRow.id).where(_HELD_HERE, PENDING, LotRow.spendable_at <= _NOW).exists(),
)
"""Of the account that `holder_id` names, at `now`; for a statement that asks for more than that."""


def _mature(account: LockedAccount, lots: Sequence[LotRow]) -> None:
    points = sum(lot.remaining for lot in lots)
    if not points:
        return
    why = Why(TransferKind.MATURITY, account.words.maturity)
    transfer = post(account, why, {Account.PENDING: -points, Account.POINTS: points})
    for lot in lots:
        lot.pending = False
    pay_debt(account, transfer, lots)


def _expire(account: LockedAccount, lots: Sequence[LotRow]) -> None:
    points = sum(lot.remaining for lot in lots)
    if not points:
        return
    why = Why(TransferKind.EXPIRY, account.words.expiry)
    transfer = post(account, why, {Account.POINTS: -points, Account.EXPIRED: points})
    for taking in take(lots, points):
        move(account, transfer, taking.lot, -taking.points)
