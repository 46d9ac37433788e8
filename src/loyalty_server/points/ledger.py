"""Double entry, only added to: every movement of points is a transfer whose entries sum to zero.

The stored balance, the entries and the lots of a locked account change together. The entries of a
member form a chain of hashes.
"""

from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from hashlib import sha256
from typing import Protocol

from loyalty_server.points.account import LockedAccount, Why
from loyalty_server.tables import BalanceRow, EntryRow, LotMoveRow, LotRow, TransferRow
from loyalty_server.tables.ledger import Account, TransferKind


class WhatMoved(Protocol):
    """What a transfer says that its entries' hashes cover."""

    @property
    def id(self) -> int: ...
    @property
    def at(self) -> datetime: ...
    @property
    def kind(self) -> TransferKind: ...
    @property
    def reason(self) -> str: ...
    @property
    def purchase_id(self) -> str | None: ...
    @property
    def refund_id(self) -> str | None: ...
    @property
    def by_member_id(self) -> str | None: ...


class Entered(Protocol):
    """What an entry says that its hash covers."""

    @property
    def member_id(self) -> str: ...
    @property
    def position(self) -> int: ...
    @property
    def account(self) -> Account: ...
    @property
    def points(self) -> int: ...


def post(account: LockedAccount, why: Why, entries: Mapping[Account, int]) -> TransferRow:
    """Write one transfer with its entries and move the stored balance by it."""
    if sum(entries.values()):
        raise ValueError(f"the entries of a transfer must sum to zero: {entries}")
    session, balance = account.session, account.balance
    transfer = TransferRow(
        member_id=balance.member_id,
        at=account.now,
        kind=why.kind,
        reason=why.reason,
        detail=why.detail,
        late=why.late,
        purchase_id=why.purchase_id,
        refund_id=why.refund_id,
        corrects_id=why.corrects_id,
        by_member_id=account.by_another,
    )
    session.add(transfer)
    session.flush()
    for place, points in entries.items():
        if points:
            session.add(_chained(balance, transfer, place, points))
    balance.posted += entries.get(Account.POINTS, 0)
    balance.pending += entries.get(Account.PENDING, 0)
    return transfer


def entry_hash(previous_hash: str, transfer: WhatMoved, entry: Entered) -> str:
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
        *filter(None, (transfer.by_member_id,)),
    )
    return sha256("\x1f".join(map(str, parts)).encode()).hexdigest()


def move(account: LockedAccount, transfer: TransferRow, lot: LotRow, points: int) -> None:
    """Note that this transfer changed the lot by so many points."""
    account.session.add(LotMoveRow(transfer_id=transfer.id, lot_id=lot.id, points=points))


def owe(account: LockedAccount, transfer: TransferRow, points: int) -> None:
    """Note that this transfer left a debt of so many points more, or paid it when below zero."""
    if points:
        account.balance.debt += points
        account.session.add(LotMoveRow(transfer_id=transfer.id, lot_id=None, points=-points))


def _chained(balance: BalanceRow, transfer: TransferRow, place: Account, points: int) -> EntryRow:
    balance.position += 1
    entry = EntryRow(
        transfer_id=transfer.id,
        member_id=balance.member_id,
        position=balance.position,
        account=place,
        points=points,
        previous_hash=balance.hash,
    )
    entry.hash = entry_hash(balance.hash, transfer, entry)
    balance.hash = entry.hash
    return entry
