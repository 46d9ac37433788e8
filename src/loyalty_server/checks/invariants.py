"""What must always hold in the ledger: each check finds the rows that break it.

Run by `kopilka ledger check`, after every step of the property tests and after every fault.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy.orm import Session

from loyalty_server.checks import answers as answer_checks
from loyalty_server.checks import balances as balance_checks
from loyalty_server.checks import chain as chain_checks
from loyalty_server.checks import erasure as erasure_checks
from loyalty_server.checks import lots as lot_checks
from loyalty_server.checks import purchases as purchase_checks

Check = Callable[[Session], Iterator[str]]
"""Finds broken rows and words each: which row, and what is wrong with it."""

CHECKS: dict[str, Check] = {
    "1 each transfer sums to zero": balance_checks.uneven_transfers,
    "1 all accounts together sum to zero": balance_checks.uneven_accounts,
    "2 stored balance is the sum of entries": balance_checks.wrong_balances,
    "2 replay from nothing gives the stored balance": chain_checks.wrong_replays,
    "3 available and held make posted": balance_checks.wrong_availability,
    "4 a purchase is resolved once": purchase_checks.doubly_resolved,
    "4 captured is at most held": purchase_checks.captured_too_much,
    "5 lots sum to what is available": lot_checks.wrong_sums,
    "5 each lot follows from its moves": lot_checks.wrong_lots,
    "5 each transfer is split over lots in full": lot_checks.wrong_splits,
    "5 allocations are what purchases hold": purchase_checks.wrong_holds,
    "6 nothing taken from a later lot before an earlier one": lot_checks.taken_out_of_order,
    "8 the chain of entries is whole": chain_checks.broken_chains,
    "8 updates and deletes are refused": chain_checks.missing_guards,
    "9 kept answers are true of the ledger": answer_checks.untrue_answers,
    "10 one earn per till and receipt": purchase_checks.receipts_earned_twice,
    "10 never earned above the rules": purchase_checks.earned_too_much,
    "11 refunds at most what was burned and earned": purchase_checks.refunded_too_much,
    "12 the liability is the sum over members": balance_checks.wrong_liability,
    "14 nothing personal is left of the erased": erasure_checks.left_behind,
}
"""By the number in the design's list of invariants, and what must hold.

The 13th speaks of the pages that a member is shown, which no row can break: tests turn them.
"""

EXPIRED_LOTS = "7 no expired lot holds points"


@dataclass(frozen=True)
class Broken:
    """An invariant that does not hold, and each row that breaks it."""

    invariant: str
    rows: tuple[str, ...]


def broken_invariants(session: Session, swept_at: datetime | None = None) -> tuple[Broken, ...]:
    """Every invariant that does not hold; `swept_at` is when the last whole sweep began."""
    found = {name: tuple(check(session)) for name, check in CHECKS.items()}
    if swept_at:
        found[EXPIRED_LOTS] = tuple(lot_checks.expired_with_points(session, swept_at))
    return tuple(Broken(name, rows) for name, rows in sorted(found.items()) if rows)
