"""Points given for something else than a purchase: an answer, a challenge, a promo code, a claim."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy.orm import Session

from loyalty_server.journal import WalletEvent, tell_member
from loyalty_server.ledger import Why, lock
from loyalty_server.lots import earn, settle
from loyalty_server.program import Program
from loyalty_server.tables import BalanceRow
from loyalty_server.tables.ledger import TransferKind
from loyalty_server.wording import words_in


@dataclass(frozen=True)
class Gift:
    """So many points and why, in the member's words; `told` goes with the event of the wallet."""

    points: int
    reason: str
    detail: str
    told: Mapping[str, Any]
    expires_after_days: int | None = None


def give(
    session: Session, program: Program, member_id: str, gift: Gift, now: datetime
) -> BalanceRow:
    """Accrue the points, spendable at once, and tell the wallet; returns the balance after it."""
    balance = lock(session, member_id)
    settle(session, balance, now, words_in(program.language))
    if not gift.points:
        return balance
    earn(
        session,
        balance,
        Why(TransferKind.ACCRUAL, gift.reason, gift.detail),
        gift.points,
        spendable_at=now,
        expires_at=program.expiry(now, gift.expires_after_days),
        now=now,
    )
    body = {"earned": gift.points, "balance": balance.available, "reason": gift.reason, **gift.told}
    tell_member(session, member_id, WalletEvent.POINTS, body, now)
    return balance
