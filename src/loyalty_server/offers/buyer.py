"""Who stands at a till: a member as offers, tiers and points need one, with the account all to itself."""

from dataclasses import dataclass
from datetime import datetime
from typing import Final

from sqlalchemy import select
from sqlalchemy.orm import Session

from loyalty_server.database.prepared import Prepared, told
from loyalty_server.offers.tastes import GRANTED
from loyalty_server.points.account import LockedAccount, Lots, SettledAccount, lock_account
from loyalty_server.points.lots import SOMETHING_DUE, settle
from loyalty_server.programme.program import Program
from loyalty_server.tables import MemberRow, TasteRow


@dataclass(frozen=True)
class Buyer:
    """The member, what they buy, whether they agree to personal offers, and the account of their card."""

    account: SettledAccount
    member: MemberRow
    taste: TasteRow | None
    agrees: bool


def buyer_of(
    session: Session,
    program: Program,
    member_id: str,
    now: datetime,
    lots: Lots | None = None,
) -> Buyer:
    """The member whose card was read, or whose account these lots are in; two statements, more where
    points mature or expire."""
    return buyer_in(lock_account(session, program, member_id, now, lots))


def buyer_in(account: LockedAccount) -> Buyer:
    """The member whose card uses this account; one statement, more where points mature or expire."""
    asked = {
        "member_id": account.member_id,
        "holder_id": account.holder_id,
        "now": account.now,
    }
    member, taste, agrees, is_due = _BUYER.one(account.session, asked)
    return Buyer(settle(account, is_due=is_due), member, taste, bool(agrees))


_BUYER: Final = Prepared(
    select(MemberRow, TasteRow, GRANTED.scalar_subquery(), SOMETHING_DUE)
    .select_from(MemberRow)
    .outerjoin(TasteRow, TasteRow.member_id == MemberRow.id)
    .where(MemberRow.id == told("member_id"))
    .execution_options(populate_existing=True)
)
