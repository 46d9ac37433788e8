"""Which purchase of a friend is a first real one."""

from collections.abc import Iterator
from datetime import timedelta
from typing import Final

from sqlalchemy import select
from sqlalchemy.orm import Session

from loyalty_api.receipts import PurchaseState
from loyalty_server.programme.referral_rules import ReferralRules
from loyalty_server.tables import BalanceRow, PurchaseRow, ReferralRow, ScanRow

BESIDE: Final = timedelta(minutes=10)
BUYING: Final = (PurchaseState.OPEN, PurchaseState.COMPLETED)
"""Two that are paid at the same moment see each other as open."""


def counts(session: Session, rules: ReferralRules, row: ReferralRow, purchase: PurchaseRow) -> bool:
    """Whether the friend may be rewarded for it, who shares no account with who invited."""
    return still_counts(session, rules, row, purchase) and not _share_an_account(session, row)


def still_counts(
    session: Session, rules: ReferralRules, row: ReferralRow, purchase: PurchaseRow
) -> bool:
    """Whether the friend has bought with it: in time, for money enough that did not go back, by a code of
    the friend's own device, and not where who invited was buying too.
    """
    return (
        purchase.state is PurchaseState.COMPLETED
        and row.accepted_at <= purchase.at < row.until
        and kept_money(purchase) >= rules.minimum_basket
        and _is_by_device(session, purchase)
        and not _is_beside_the_inviter(session, row, purchase)
    )


def kept_money(purchase: PurchaseRow) -> int:
    """What was paid in money, as deposits given back are, and did not go back."""
    return purchase.for_goods - purchase.refunded


def later_purchases(session: Session, row: ReferralRow) -> Iterator[PurchaseRow]:
    """What the friend bought while the promise held, the first first."""
    yield from session.scalars(
        select(PurchaseRow)
        .where(
            PurchaseRow.member_id == row.member_id,
            PurchaseRow.state == PurchaseState.COMPLETED,
            PurchaseRow.at >= row.accepted_at,
            PurchaseRow.at < row.until,
        )
        .order_by(PurchaseRow.at, PurchaseRow.id)
    )


def _is_by_device(session: Session, purchase: PurchaseRow) -> bool:
    scan = session.get(ScanRow, purchase.scan_id) if purchase.scan_id else None
    return scan is not None and scan.kid is not None


def _share_an_account(session: Session, row: ReferralRow) -> bool:
    both = BalanceRow.member_id.in_((row.member_id, row.inviter_id))
    accounts = {balance.account_id for balance in session.scalars(select(BalanceRow).where(both))}
    return len(accounts) == 1


def _is_beside_the_inviter(session: Session, row: ReferralRow, purchase: PurchaseRow) -> bool:
    beside = select(PurchaseRow.id).where(
        PurchaseRow.member_id == row.inviter_id,
        PurchaseRow.till_id == purchase.till_id,
        PurchaseRow.at.between(purchase.at - BESIDE, purchase.at + BESIDE),
        PurchaseRow.state.in_(BUYING),
    )
    return session.scalar(beside.limit(1)) is not None
