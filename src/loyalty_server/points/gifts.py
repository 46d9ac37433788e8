"""Points given for something else than a purchase: an answer, a challenge, a promo code, a claim."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy.orm import Session

from loyalty_server.engines.outbox import GIFTS, post_gift
from loyalty_server.points.account import SettledAccount, Why
from loyalty_server.points.lots import Accrual, earn, lots_of_transfer, settled_account
from loyalty_server.points.reversals import reverse_accrual, take_away
from loyalty_server.points.telling import tell_points
from loyalty_server.programme.program import Program
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
) -> SettledAccount:
    """Accrue the points, spendable at once, and tell the wallet; returns the account after it.

    Where another engine keeps the points it is asked to give them; the wallet hears of it then.
    """
    account = settled_account(session, program, member_id, now)
    if GIFTS in session.info:
        post_gift(session, member_id, gift.points, gift.reason, now)
        return account
    if not gift.points:
        return account
    earn(
        account,
        Accrual(
            Why(TransferKind.ACCRUAL, gift.reason, gift.detail),
            gift.points,
            spendable_at=now,
            expires_at=program.expiry(now, gift.expires_after_days),
            own_end=gift.expires_after_days is not None,
        ),
    )
    _tell(account, gift, gift.points)
    return account


def give_later(
    session: Session,
    program: Program,
    member_id: str,
    gift: Gift,
    spendable_at: datetime,
    now: datetime,
) -> int | None:
    """Accrue the points, pending until then, and tell the wallet; returns the transfer, None for no points."""
    if not gift.points:
        return None
    account = settled_account(session, program, member_id, now)
    accrual = Accrual(
        Why(TransferKind.ACCRUAL, gift.reason, gift.detail),
        gift.points,
        spendable_at=spendable_at,
        expires_at=program.expiry(spendable_at),
    )
    (transfer,) = earn(account, accrual)
    _tell(account, gift, gift.points)
    return transfer.id


def take_later_back(
    session: Session,
    program: Program,
    member_id: str,
    gift: Gift,
    transfer_id: int,
    now: datetime,
) -> None:
    """Take again what this transfer gave, from wherever its points are now, and tell the wallet."""
    lots = lots_of_transfer(transfer_id)
    account = settled_account(session, program, member_id, now, lots)
    why = Why(TransferKind.REVERSAL, gift.reason, gift.detail)
    reverse_accrual(account, why, transfer_id, gift.points)
    _tell(account, gift, -gift.points)


def take_back(
    session: Session, program: Program, member_id: str, gift: Gift, now: datetime
) -> SettledAccount:
    """Take the points again, as a debt where they are spent, and tell the wallet."""
    account = settled_account(session, program, member_id, now)
    if gift.points:
        why = Why(TransferKind.REVERSAL, gift.reason, gift.detail)
        take_away(account, why, gift.points, Account.ISSUED)
        _tell(account, gift, -gift.points)
    return account


def _tell(account: SettledAccount, gift: Gift, earned: int) -> None:
    body = {"earned": earned, "balance": account.available, "reason": gift.reason, **gift.told}
    tell_points(account, body)
