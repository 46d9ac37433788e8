"""The points that members bring along, in bulk: the same rows that `post` and `earn` write one by one."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy.orm import Session

from loyalty_server.database.bulk import add_rows, new_keys
from loyalty_server.points.ledger import entry_hash
from loyalty_server.tables import BalanceRow, EntryRow, LotMoveRow, LotRow, TransferRow
from loyalty_server.tables.ledger import Account, TransferKind


@dataclass(frozen=True, slots=True)
class Brought:
    """Points of one expiry. Below zero they are a debt, and neither moment matters."""

    points: int
    spendable_at: datetime
    expires_at: datetime


@dataclass(frozen=True, slots=True)
class _Transfer:
    """What stands in the row of a transfer."""

    id: int
    member_id: str
    at: datetime
    reason: str
    kind: TransferKind = TransferKind.ADJUSTMENT
    late: bool = False
    purchase_id: str | None = None
    refund_id: str | None = None
    by_member_id: str | None = None


@dataclass(frozen=True, slots=True)
class _Entry:
    member_id: str
    position: int
    account: Account
    points: int


@dataclass
class _Balance:
    """A balance that begins with what is brought."""

    member_id: str
    posted: int = 0
    pending: int = 0
    held: int = 0
    debt: int = 0
    lifetime: int = 0
    position: int = 0
    hash: str = ""

    def entered(self, transfer: _Transfer, account: Account, points: int) -> dict[str, Any]:
        """The next entry of the chain."""
        self.position += 1
        entry = _Entry(self.member_id, self.position, account, points)
        row = {
            "transfer_id": transfer.id,
            "member_id": self.member_id,
            "position": self.position,
            "account": account,
            "points": points,
            "previous_hash": self.hash,
        }
        self.hash = row["hash"] = entry_hash(self.hash, transfer, entry)
        return row


def bring_in(
    session: Session, brought: Mapping[str, Sequence[Brought]], reason: str, now: datetime
) -> None:
    """Give each of these new members a balance, with points where there are any.

    Each lot is a transfer of its own, out of the account of what was brought in.
    """
    given = [(member_id, one) for member_id, parts in brought.items() for one in parts]
    transfers = _transfers(session, [member_id for member_id, _ in given], reason, now)
    balances = {member_id: _Balance(member_id) for member_id in brought}
    entries = [
        row
        for transfer, (member_id, one) in zip(transfers, given, strict=True)
        for row in _posted(balances[member_id], transfer, one)
    ]
    add_rows(session, BalanceRow, [vars(one) for one in balances.values()])
    add_rows(session, EntryRow, entries)
    lots = [(transfer, one) for transfer, (_, one) in zip(transfers, given, strict=True)]
    lot_ids = _lots(session, [lot for lot in lots if lot[1].points > 0])
    add_rows(session, LotMoveRow, list(_moves(lots, lot_ids)))


def _posted(balance: _Balance, transfer: _Transfer, one: Brought) -> Iterator[dict[str, Any]]:
    """The two entries of this transfer, by which the balance moves."""
    is_pending = one.points > 0 and one.spendable_at > transfer.at
    own = Account.PENDING if is_pending else Account.POINTS
    taken, given = (Account.BROUGHT_IN, own) if one.points > 0 else (own, Account.BROUGHT_IN)
    yield balance.entered(transfer, taken, -abs(one.points))
    yield balance.entered(transfer, given, abs(one.points))
    if is_pending:
        balance.pending += one.points
    else:
        balance.posted += one.points
    balance.lifetime += max(0, one.points)
    balance.debt += max(0, -one.points)


def _transfers(
    session: Session, member_ids: Sequence[str], reason: str, now: datetime
) -> list[_Transfer]:
    ids = new_keys(session, TransferRow, len(member_ids))
    made = [
        _Transfer(number, member_id, now, reason)
        for number, member_id in zip(ids, member_ids, strict=True)
    ]
    add_rows(session, TransferRow, [_row(one) for one in made])
    return made


def _row(transfer: _Transfer) -> dict[str, Any]:
    return {field: getattr(transfer, field) for field in _Transfer.__slots__}


def _lots(session: Session, lots: Sequence[tuple[_Transfer, Brought]]) -> Sequence[int]:
    ids = new_keys(session, LotRow, len(lots))
    rows = [
        {
            "id": number,
            "member_id": transfer.member_id,
            "transfer_id": transfer.id,
            "points": one.points,
            "remaining": one.points,
            "pending": one.spendable_at > transfer.at,
            "earned_at": transfer.at,
            "spendable_at": one.spendable_at,
            "expires_at": one.expires_at,
            "graced": False,
        }
        for number, (transfer, one) in zip(ids, lots, strict=True)
    ]
    add_rows(session, LotRow, rows)
    return ids


def _moves(
    lots: Sequence[tuple[_Transfer, Brought]], lot_ids: Sequence[int]
) -> Iterator[dict[str, Any]]:
    ids = iter(lot_ids)
    for transfer, one in lots:
        lot_id = next(ids) if one.points > 0 else None
        yield {"transfer_id": transfer.id, "lot_id": lot_id, "points": one.points}
