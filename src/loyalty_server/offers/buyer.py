"""Who stands at a till: a member as offers, tiers and points need one, with the account all to itself."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Final

from sqlalchemy import select

from loyalty_server.database.prepared import Prepared, told
from loyalty_server.offers.tastes import GRANTED
from loyalty_server.points.account import LockedAccount, SettledAccount
from loyalty_server.points.lots import SOMETHING_DUE, settle
from loyalty_server.tables import MemberRow, TasteRow


@dataclass(frozen=True)
class Buyer:
    """The member, what they buy, whether they agree to personal offers, and the account of their card;
    `also` is what was asked beside them."""

    account: SettledAccount
    member: MemberRow
    taste: TasteRow | None
    agrees: bool
    also: Sequence[Any] = ()


@dataclass(frozen=True)
class Asking:
    """`BUYER` with more columns, and what these are told."""

    statement: Prepared
    values: Mapping[str, object] = field(default_factory=dict)


def buyer_in(account: LockedAccount, asking: Asking | None = None) -> Buyer:
    """The member whose card uses this account; one statement, more where points mature or expire."""
    asked: dict[str, object] = {
        "member_id": account.member_id,
        "holder_id": account.holder_id,
        "now": account.now,
    }
    statement, more = (asking.statement, asking.values) if asking else (_ALONE, {})
    member, taste, agrees, is_due, *also = statement.one(account.session, {**asked, **more})
    return Buyer(settle(account, is_due=is_due), member, taste, bool(agrees), also)


BUYER: Final = (
    select(MemberRow, TasteRow, GRANTED.scalar_subquery(), SOMETHING_DUE)
    .select_from(MemberRow)
    .outerjoin(TasteRow, TasteRow.member_id == MemberRow.id)
    .where(MemberRow.id == told("member_id"))
    .execution_options(populate_existing=True)
)
_ALONE: Final = Prepared(BUYER)
