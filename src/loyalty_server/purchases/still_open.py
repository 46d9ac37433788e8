"""A purchase that waits at the till, taken by one hand alone, so that it ends once."""

from dataclasses import dataclass
from datetime import datetime
from typing import Final

from sqlalchemy import select
from sqlalchemy.orm import Session, aliased

from loyalty_api.problems import ProblemCode
from loyalty_api.receipts import Line, PurchaseState
from loyalty_server.database.prepared import Prepared, told
from loyalty_server.offers.buyer import BUYER, Asking, Buyer, buyer_in
from loyalty_server.offers.reserving import let_uses_go
from loyalty_server.points.account import account_used, locking
from loyalty_server.points.holds import release
from loyalty_server.points.lots import lots_of_purchase
from loyalty_server.problems import Refused
from loyalty_server.programme.program import Program
from loyalty_server.programme.versions import number_at, version_told
from loyalty_server.purchases.baskets import lines_in
from loyalty_server.rewards.coupons import let_coupons_go
from loyalty_server.tables import (
    BalanceRow,
    ProgramVersionRow,
    PurchaseLineRow,
    PurchaseRow,
    TillRow,
)

_OWN, _TODAY = aliased(ProgramVersionRow), aliased(ProgramVersionRow)
_SOLD: Final = locking(
    select(PurchaseRow.store_id, BalanceRow, PurchaseLineRow)
    .add_columns(_OWN.version, _OWN.digest)
    .add_columns(_TODAY.version.label("now_version"), _TODAY.digest.label("now_digest"))
    .select_from(PurchaseRow)
    .join(BalanceRow, BalanceRow.member_id == PurchaseRow.member_id)
    .outerjoin(PurchaseLineRow, PurchaseLineRow.purchase_id == PurchaseRow.id)
    .join(_OWN, _OWN.version == PurchaseRow.program_version)
    .join(_TODAY, _TODAY.version == number_at(told("now", PurchaseRow.at.type)))
    .where(PurchaseRow.id == told("purchase_id"))
    .order_by(PurchaseLineRow.position)
)
_WITH_PURCHASE: Final = Prepared(
    BUYER.add_columns(PurchaseRow).join(PurchaseRow, PurchaseRow.id == told("purchase_id"))
)


@dataclass(frozen=True)
class _Sold:
    """What of a purchase stays as it is, the rules it was opened under and those of today, and the balance
    of its member, locked."""

    purchase_id: str
    store_id: str
    own: BalanceRow
    lines: tuple[Line, ...]
    program: Program
    today: Program


@dataclass(frozen=True)
class StillOpen:
    """A purchase whose account nobody else has."""

    purchase: PurchaseRow
    buyer: Buyer
    sold: _Sold


def take_open(session: Session, till: TillRow, purchase_id: str, now: datetime) -> StillOpen:
    """The open purchase with its member's account locked.

    Raises `not_found`, `purchase_resolved`, `purchase_expired`.
    """
    sold = _sold(session, purchase_id, now)
    if sold.store_id != till.store_id:
        raise Refused(ProblemCode.NOT_FOUND)
    opened = _opened(session, sold, now)
    if _has_run_out(opened.purchase, now):
        let_go(opened, PurchaseState.EXPIRED)
        raise Refused(ProblemCode.PURCHASE_EXPIRED, is_remembered=True)
    if opened.purchase.state is PurchaseState.EXPIRED:
        raise Refused(ProblemCode.PURCHASE_EXPIRED)
    if opened.purchase.state is not PurchaseState.OPEN:
        raise Refused(ProblemCode.PURCHASE_RESOLVED, state=opened.purchase.state)
    return opened


def expire(session: Session, purchase_id: str, now: datetime) -> None:
    """Give back what an open purchase holds once its time has run out; otherwise change nothing."""
    opened = _opened(session, _sold(session, purchase_id, now), now)
    if _has_run_out(opened.purchase, now):
        let_go(opened, PurchaseState.EXPIRED)


def let_go(opened: StillOpen, state: PurchaseState) -> None:
    """Give back what it holds and reserves: points, coupons, uses of offers. It ends in this state."""
    purchase, account = opened.purchase, opened.buyer.account
    release(account, purchase.id)
    purchase.held = 0
    let_coupons_go(account.session, purchase.id)
    let_uses_go(account.session, opened.sold.program, purchase.id)
    purchase.state, purchase.resolved_at = state, account.now
    account.session.flush()


def _sold(session: Session, purchase_id: str, now: datetime) -> _Sold:
    """One statement, a row a line. Raises `not_found`."""
    rows = _SOLD.rows(session, {"purchase_id": purchase_id, "now": now})
    if not rows:
        raise Refused(ProblemCode.NOT_FOUND)
    store_id, own, _, *versions = rows[0]
    program = version_told(session, *versions[:2]).program
    today = version_told(session, *versions[2:]).program
    lines = lines_in(line for _, _, line, *_ in rows if line)
    return _Sold(purchase_id, store_id, own, lines, program, today)


def _opened(session: Session, sold: _Sold, now: datetime) -> StillOpen:
    """The account that its points are in, locked, and the purchase as it is since then."""
    lots = lots_of_purchase(sold.purchase_id)
    account = account_used(session, sold.program, sold.own, now, lots)
    buyer = buyer_in(account, Asking(_WITH_PURCHASE, {"purchase_id": sold.purchase_id}))
    (purchase,) = buyer.also
    return StillOpen(purchase, buyer, sold)


def _has_run_out(purchase: PurchaseRow, now: datetime) -> bool:
    return purchase.state is PurchaseState.OPEN and now >= purchase.expires_at
