"""Checks of the entries' history: the chain of hashes, and the replay from nothing."""

from collections.abc import Iterator

from sqlalchemy import select
from sqlalchemy.orm import Session

from loyalty_server.database.append_only import unguarded
from loyalty_server.points.ledger import entry_hash
from loyalty_server.tables import BalanceRow, EntryRow, TransferRow
from loyalty_server.tables.ledger import Account

ROWS_AT_ONCE = 1000


def broken_chains(session: Session) -> Iterator[str]:
    """Entries that were changed, left out, put in or moved; chains cut at their end."""
    member_id, position, digest = "", 0, ""
    for entry, transfer in _history(session):
        if entry.member_id != member_id:
            member_id, position, digest = entry.member_id, 0, ""
        position += 1
        if entry.position != position or entry.previous_hash != digest:
            yield f"entry {entry.id} does not follow the one before it"
        if entry.hash != entry_hash(entry.previous_hash, transfer, entry):
            yield f"entry {entry.id} is not what was written"
        position, digest = entry.position, entry.hash
    yield from _cut_chains(session)


def wrong_replays(session: Session) -> Iterator[str]:
    """Balances that the entries, played again from nothing, do not lead to."""
    replayed: dict[str, dict[Account, int]] = {}
    for entry, _ in _history(session):
        accounts = replayed.setdefault(entry.member_id, {})
        accounts[entry.account] = accounts.get(entry.account, 0) + entry.points
    for balance in session.scalars(select(BalanceRow)):
        accounts = replayed.pop(balance.member_id, {})
        points, pending = accounts.get(Account.POINTS, 0), accounts.get(Account.PENDING, 0)
        if (points, pending) != (balance.posted, balance.pending):
            yield f"balance of member {balance.member_id} is replayed as {points} and {pending}"
    for member_id in replayed:
        yield f"member {member_id} has entries and no balance"


def missing_guards(session: Session) -> Iterator[str]:
    """Tables whose rows the database would let anyone change."""
    for table in unguarded(session.connection()):
        yield f"{table} can be changed: its triggers are missing"


def _history(session: Session) -> Iterator[tuple[EntryRow, TransferRow]]:
    history = (
        select(EntryRow, TransferRow)
        .join(TransferRow, TransferRow.id == EntryRow.transfer_id)
        .order_by(EntryRow.member_id, EntryRow.position)
        .execution_options(yield_per=ROWS_AT_ONCE)
    )
    yield from session.execute(history)


def _cut_chains(session: Session) -> Iterator[str]:
    ends = select(BalanceRow.member_id).outerjoin(
        EntryRow,
        (EntryRow.member_id == BalanceRow.member_id) & (EntryRow.position == BalanceRow.position),
    )
    cut = ends.where(BalanceRow.position > 0, EntryRow.hash.is_distinct_from(BalanceRow.hash))
    for member_id in session.scalars(cut):
        yield f"the chain of member {member_id} does not end where it should"
