"""What must always hold in the ledger: each check finds the rows that break it.

Run by `kopilka ledger check`, after every step of the property tests and after every fault.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy.orm import Session

from loyalty_server.checks import (
    answers,
    balances,
    caps,
    chain,
    erasure,
    families,
    lots,
    offers,
    partners,
    promises,
    purchases,
    referrals,
    tiers,
)

Check = Callable[[Session], Iterator[str]]
"""Finds broken rows and words each: which row, and what is wrong with it."""

CHECKS: dict[str, Check] = {
    "1 each transfer sums to zero": balances.uneven_transfers,
    "1 all accounts together sum to zero": balances.uneven_accounts,
    "2 stored balance is the sum of entries": balances.wrong_balances,
    "2 replay from nothing gives the stored balance": chain.wrong_replays,
    "3 available and held make posted": balances.wrong_availability,
    "4 a purchase is resolved once": purchases.doubly_resolved,
    "4 captured is at most held": purchases.captured_too_much,
    "5 lots sum to what is available": lots.wrong_sums,
    "5 each lot follows from its moves": lots.wrong_lots,
    "5 each transfer is split over lots in full": lots.wrong_splits,
    "5 allocations are what purchases hold": purchases.wrong_holds,
    "5 no lot lives longer than it was given to": lots.living_too_long,
    "6 nothing taken from a later lot before an earlier one": lots.taken_out_of_order,
    "8 the chain of entries is whole": chain.broken_chains,
    "8 updates and deletes are refused": chain.missing_guards,
    "9 kept answers are true of the ledger": answers.untrue_answers,
    "10 one earn per till and receipt": purchases.receipts_earned_twice,
    "10 never earned above the rules": purchases.earned_too_much,
    "10 each purchase earned what the rules give for its lines": purchases.earned_unlike_the_rules,
    "10 card prices took off what they are lower": purchases.sold_unlike_the_card_price,
    "10 caps of days and months hold": caps.earned_past_caps,
    "10 offers were used as often as is counted": offers.wrong_totals,
    "10 offers stay within their limits": promises.used_past_limits,
    "10 coupons that were used had an effect": promises.coupons_without_effect,
    "11 what went back in whole used nothing": promises.used_by_returned,
    "11 refunds at most what was burned and earned": purchases.refunded_too_much,
    "11 returns give what lies on the goods": purchases.refunded_unlike_the_shares,
    "12 the liability is the sum over members": balances.wrong_liability,
    "15 each tier was reached by what was bought and kept": tiers.unearned,
    "16 what went from one account came to another": families.uneven_moves,
    "16 each card uses the account of its family": families.wrongly_shared,
    "16 who is in a family has points in its account alone": families.kept_beside,
    "16 points were moved by cards of the family": families.moved_by_strangers,
    "17 both were given what a friend's purchase brings": referrals.wrongly_rewarded,
    "17 friends came after who invited them": referrals.came_in_circles,
    "17 nobody was rewarded for more friends than the rules allow": referrals.too_many_friends,
    "18 partners settle what their receipts gave and took": partners.wrongly_settled,
    "18 points pay no more at partners than their share": partners.paid_too_much,
    "14 nothing personal is left of the erased": erasure.left_behind,
    "14 nobody is welcomed with points for a second time": erasure.welcomed_again,
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
        found[EXPIRED_LOTS] = tuple(lots.expired_with_points(session, swept_at))
    return tuple(Broken(name, rows) for name, rows in sorted(found.items()) if rows)
