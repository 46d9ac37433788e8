"""Points given for something else than a purchase: an answer, a challenge, a promo code, a claim."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy.orm import Session

from loyalty_server.events.journal import WalletEvent, tell_member
from loyalty_server.points.ledger import Why, lock
from loyalty_server.points.lots import earn, settle
from loyalty_server.points.reversals import take_away
from loyalty_server.programme.program import Program
from loyalty_server.programme.wording import words_in
from loyalty_server.tables import BalanceRow
from loyalty_server.tables.ledger import Account, TransferKind


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
    _tell(session, balance, gift, gift.points, now)
    return balance


def take_back(
    session: Session, program: Program, member_id: str, gift: Gift, now: datetime
) -> BalanceRow:
    """Take the points again, as a debt where they are spent, and tell the wallet."""
    balance = lock(session, member_id)
    settle(session, balance, now, words_in(program.language))
    if gift.points:
        why = Why(TransferKind.REVERSAL, gift.reason, gift.detail)
        take_away(session, balance, why, gift.points, now, Account.ISSUED)
        _tell(session, balance, gift, -gift.points, now)
    return balance


def _tell(session: Session, balance: BalanceRow, gift: Gift, earned: int, now: datetime) -> None:
    body = {"earned": earned, "balance": balance.available, "reason": gift.reason, **gift.told}
    tell_member(session, balance.member_id, WalletEvent.POINTS, body, now)
