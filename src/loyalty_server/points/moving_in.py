"""All points of one account go to another, each lot as it is: with its expiry, and its right to come back.

Lots without points go along, so that what is returned of earlier purchases comes to where the points are.
"""

from dataclasses import dataclass

from sqlalchemy import select, update

from loyalty_server.points.account import SettledAccount, Why
from loyalty_server.points.ledger import move, post
from loyalty_server.points.lots import pay_ahead, pay_debt
from loyalty_server.tables import LotRow
from loyalty_server.tables.ledger import Account, TransferKind


@dataclass(frozen=True)
class Reasons:
    """Why points went, in the words of who gave them and of who has them now."""

    given: str
    received: str


def move_in(source: SettledAccount, target: SettledAccount, reasons: Reasons) -> int:
    """Move everything, posted and pending; returns the points. Nothing of it may be held.

    What is owed is paid first, of what is pending; what is still owed then stays behind.
    """
    if source.balance.held:
        raise ValueError("an account that holds points cannot go to another")
    pay_ahead(source)
    session, pending = source.session, source.balance.pending
    points = max(0, source.balance.posted)
    lots = session.scalars(
        select(LotRow)
        .where(LotRow.member_id == source.holder_id, LotRow.remaining > 0)
        .order_by(LotRow.expires_at, LotRow.id)
        .execution_options(populate_existing=True)
    ).all()
    if lots:
        given = post(
            source,
            Why(TransferKind.ADJUSTMENT, reasons.given),
            {Account.POINTS: -points, Account.PENDING: -pending, Account.FAMILY: points + pending},
        )
        received = post(
            target,
            Why(TransferKind.ADJUSTMENT, reasons.received),
            {Account.FAMILY: -points - pending, Account.PENDING: pending, Account.POINTS: points},
        )
        for lot in lots:
            move(source, given, lot, -lot.remaining)
            move(target, received, lot, lot.remaining)
    _hand_over(source, target)
    if lots:
        pay_debt(target, received, [lot for lot in lots if not lot.pending])
    return points + pending


def _hand_over(source: SettledAccount, target: SettledAccount) -> None:
    source.session.execute(
        update(LotRow)
        .where(LotRow.member_id == source.holder_id)
        .values(member_id=target.holder_id, returned_at=target.now)
        .execution_options(synchronize_session="fetch")
    )
    source.balance.has_moved = True
