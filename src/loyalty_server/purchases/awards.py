"""Points that a completed purchase earns: each grant of the rules becomes a lot with its reason."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy.orm import Session

from loyalty_api.codec import decode, encode
from loyalty_server.points.ledger import Why
from loyalty_server.points.lots import earn
from loyalty_server.programme.program import Level, OfferRule, Program
from loyalty_server.programme.wording import words_in
from loyalty_server.purchases.earning import Grant
from loyalty_server.tables import BalanceRow, PurchaseRow
from loyalty_server.tables.ledger import TransferKind


@dataclass(frozen=True)
class Award:
    """One accrual to come, as it is kept with the open purchase."""

    rule: str
    points: int
    reason: str
    detail: str
    expires_after_days: int


def award_records(
    program: Program, level: Level, store: str, grants: Iterable[Grant]
) -> list[dict[str, Any]]:
    """The grants as an open purchase keeps them: points, reason, detail, days to live."""
    return [encode(_award(program, level, store, grant)) for grant in grants]


def give_awards(
    session: Session, balance: BalanceRow, purchase: PurchaseRow, program: Program, now: datetime
) -> int:
    """Earn what the purchase keeps; returns the points."""
    awards = [decode(Award, record) for record in purchase.grants]
    for award in awards:
        earn(
            session,
            balance,
            Why(
                TransferKind.ACCRUAL,
                award.reason,
                award.detail,
                purchase_id=purchase.id,
                late=purchase.late,
            ),
            award.points,
            spendable_at=purchase.at + timedelta(days=program.earn.pending_days),
            expires_at=program.expiry(purchase.at, award.expires_after_days),
            now=now,
        )
    return sum(award.points for award in awards)


def offers_that_gave(program: Program, purchase: PurchaseRow) -> tuple[OfferRule, ...]:
    """The offers that gave points for this purchase."""
    rules = {decode(Award, record).rule for record in purchase.grants}
    return tuple(offer for offer in program.offers if offer.id in rules)


def _award(program: Program, level: Level, store: str, grant: Grant) -> Award:
    words = words_in(program.language)
    if grant.offer is None:
        days = program.earn.expires_after_days
        return Award(grant.rule, grant.points, store, words.per_cent(level.rate), days)
    days = grant.offer.expires_after_days or program.earn.expires_after_days
    return Award(grant.rule, grant.points, grant.offer.title, words.offer, days)
