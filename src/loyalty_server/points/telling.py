"""Telling wallets that a balance moved: the one whose card moved it, and all that share the account."""

from collections.abc import Mapping
from typing import Any

from sqlalchemy import select

from loyalty_server.events.journal import WalletEvent, tell_member
from loyalty_server.points.account import LockedAccount
from loyalty_server.tables import BalanceRow


def tell_points(account: LockedAccount, body: Mapping[str, Any]) -> None:
    """Tell the member of the account why its points moved, and the rest of a family only that they did."""
    tell_member(account.session, account.member_id, WalletEvent.POINTS, body, account.now)
    if account.balance.shared_by:
        tell_the_others(account)


def tell_the_others(account: LockedAccount) -> None:
    """Tell who shares the account of its new balance: all of them but the member whose card it was."""
    shares = select(BalanceRow.member_id).where(BalanceRow.kept_with == account.holder_id)
    sharing = [account.holder_id, *account.session.scalars(shares.order_by(BalanceRow.member_id))]
    body = {"balance": account.available, "family": True}
    for member_id in sharing:
        if member_id != account.member_id:
            tell_member(account.session, member_id, WalletEvent.POINTS, body, account.now)
