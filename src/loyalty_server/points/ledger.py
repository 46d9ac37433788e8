"""Double entry, only added to: every movement of points is a transfer whose entries sum to zero.

Whoever moves a member's points first locks that member's balance; the stored balance, the entries
and the lots then change together. The entries of a member form a chain of hashes.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from hashlib import sha256

from sqlalchemy import select
from sqlalchemy.orm import Session

from loyalty_server.tables import BalanceRow, EntryRow, LotMoveRow, LotRow, TransferRow
from loyalty_server.tables.ledger import Account, TransferKind


@dataclass(frozen=True)
class Why:
    """What a transfer is for, in the member's words, and where it came from."""

    kind: TransferKind
    reason: str
    detail: str | None = None
    purchase_id: str | None = None
    refund_id: str | None = None
    corrects_id: int | None = None
    late: bool = False


def lock(session: Session, member_id: str) -> BalanceRow:
    """The member's balance as it is now, ours until the transaction ends. Raises if there is none."""
    return session.scalars(
        select(BalanceRow)
        .filter_by(member_id=member_id)
        .with_for_update()
        .execution_options(populate_existing=True)
    ).one()


def post(
    session: Session,
    balance: BalanceRow,
    why: Why,
    entries: Mapping[Account, int],
    now: datetime,
) -> TransferRow:
    """Write one transfer with its entries and move the stored balance by it."""
    if sum(entries.values()):
        raise ValueError(f"the entries of a transfer must sum to zero: {entries}")
    transfer = TransferRow(
        member_id=balance.member_id,
        at=now,
        kind=why.kind,
        reason=why.reason,
        detail=why.detail,
        late=why.late,
        purchase_id=why.purchase_id,
        refund_id=why.refund_id,
        corrects_id=why.corrects_id,
    )
    session.add(transfer)
    session.flush()
    for account, points in entries.items():
        if points:
            session.add(_chained(balance, transfer, account, points))
    balance.posted += entries.get(Account.POINTS, 0)
    balance.pending += entries.get(Account.PENDING, 0)
    return transfer


def entry_hash(previous_hash: str, transfer: TransferRow, entry: EntryRow) -> str:
    """SHA-256 over the entry, what its transfer says, and the hash of the entry before it."""
    parts: Sequence[object] = (
        previous_hash,
        entry.member_id,
        entry.position,
        entry.account,
        entry.points,
        transfer.id,
        transfer.kind,
        transfer.at.astimezone(UTC).isoformat(),
        transfer.reason,
        transfer.purchase_id or "",
        transfer.refund_id or "",
    )
    return sha256("\x1f".join(map(str, parts)).encode()).hexdigest()


def move(session: Session, transfer: TransferRow, lot: LotRow, points: int) -> None:
    """Note that this transfer changed the lot by so many points."""
    session.add(LotMoveRow(transfer_id=transfer.id, lot_id=lot.id, points=points))


def owe(session: Session, balance: BalanceRow, transfer: TransferRow, points: int) -> None:
    """Note that this transfer left a debt of so many points more, or paid it when below zero."""
    if points:
        balance.debt += points
        session.add(LotMoveRow(transfer_id=transfer.id, lot_id=None, points=-points))


def _chained(balance: BalanceRow, transfer: TransferRow, account: Account, points: int) -> EntryRow:
    balance.position += 1
    entry = EntryRow(
        transfer_id=transfer.id,
        member_id=balance.member_id,
        position=balance.position,
        account=account,
        points=points,
        previous_hash=balance.hash,
    )
    entry.hash = entry_hash(balance.hash, transfer, entry)
    balance.hash = entry.hash
    return entry
