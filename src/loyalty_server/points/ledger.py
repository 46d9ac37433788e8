"""Double entry, only added to: every movement of points is a transfer whose entries sum to zero.

The stored balance, the entries and the lots of a locked account change together. The entries of a
member form a chain of hashes.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from hashlib import sha256
from typing import Any, Protocol

from loyalty_server.database.bulk import add_few, add_keyed
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


@dataclass(frozen=True)
class Posting:
    """One transfer to come: what it is for, and the points of its entries, which sum to zero."""

    why: Why
    entries: Mapping[Account, int]


@dataclass(frozen=True)
class Posted:
    """A transfer as it was written."""

    id: int
    at: datetime
    kind: TransferKind
    reason: str
    purchase_id: str | None
    refund_id: str | None
    by_member_id: str | None


@dataclass(frozen=True)
class _Entry:
    member_id: str
    position: int
    account: Account
    points: int


def post(account: LockedAccount, why: Why, entries: Mapping[Account, int]) -> Posted:
    """Write one transfer with its entries and move the stored balance by it."""
    (posted,) = post_all(account, [Posting(why, entries)])
    return posted


def post_all(account: LockedAccount, postings: Sequence[Posting]) -> Sequence[Posted]:
    """Write these transfers, one after the other; two statements, and one for what they are about."""
    for posting in postings:
        if sum(posting.entries.values()):
            raise ValueError(f"the entries of a transfer must sum to zero: {posting.entries}")
    session, rows = account.session, [_row(account, posting.why) for posting in postings]
    if session.new:
        session.flush()
    keys = add_keyed(session, TransferRow, rows)
    posted = [
        Posted(key, *(row[name] for name in _SAID)) for key, row in zip(keys, rows, strict=True)
    ]
    entries = [
        entry
        for transfer, posting in zip(posted, postings, strict=True)
        for entry in _entered(account.balance, transfer, posting.entries)
    ]
    add_few(session, EntryRow, entries)
    return posted


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


def move(account: LockedAccount, transfer: Posted, lot: LotRow, points: int) -> None:
    """Note that this transfer changed the lot by so many points."""
    move_all(account, [(transfer, lot.id, points)])


def move_all(account: LockedAccount, moves: Sequence[tuple[Posted, int | None, int]]) -> None:
    """The same for these transfers, keys of lots (None is the debt) and points; one statement."""
    rows = [
        {"transfer_id": transfer.id, "lot_id": lot_id, "points": points}
        for transfer, lot_id, points in moves
    ]
    add_few(account.session, LotMoveRow, rows)


def owe(account: LockedAccount, transfer: Posted, points: int) -> None:
    """Note that this transfer left a debt of so many points more, or paid it when below zero."""
    if points:
        account.balance.debt += points
        move_all(account, [(transfer, None, -points)])


_SAID = ("at", "kind", "reason", "purchase_id", "refund_id", "by_member_id")


def _row(account: LockedAccount, why: Why) -> dict[str, Any]:
    return {
        "member_id": account.holder_id,
        "at": account.now,
        "by_member_id": account.by_another,
        **vars(why),
    }


def _entered(
    balance: BalanceRow, transfer: Posted, entries: Mapping[Account, int]
) -> Iterator[dict[str, Any]]:
    """The transfer's entries at the end of the chain; the balance moves by them."""
    for place, points in entries.items():
        if points:
            balance.position += 1
            entry = _Entry(balance.member_id, balance.position, place, points)
            links = {"previous_hash": balance.hash}
            balance.hash = links["hash"] = entry_hash(balance.hash, transfer, entry)
            yield {"transfer_id": transfer.id, **vars(entry), **links}
    balance.posted += entries.get(Account.POINTS, 0)
    balance.pending += entries.get(Account.PENDING, 0)
