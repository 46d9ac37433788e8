"""Taking a reward: points are burned, a coupon is issued, and it may be given back for a while."""

from datetime import datetime, timedelta
from uuid import uuid4

from sqlalchemy.orm import Session

from loyalty_api.problems import ProblemCode
from loyalty_api.rewards import Redeemed
from loyalty_server.points.account import SettledAccount, Why
from loyalty_server.points.device_lock import Opening
from loyalty_server.points.lots import lots_of_transfer, settled_account
from loyalty_server.points.reversals import give_again, take_away
from loyalty_server.points.spending import left_in_family
from loyalty_server.points.telling import tell_points
from loyalty_server.problems import Refused
from loyalty_server.programme.program import Program
from loyalty_server.programme.reward_rules import RewardRule
from loyalty_server.rewards.catalogue import put_back, take_from_stock
from loyalty_server.rewards.coupons import Right, coupon_seen, issue_coupon, with_stores
from loyalty_server.tables import (
    CouponRow,
    RedemptionRow,
)
from loyalty_server.tables.ledger import Account, TransferKind


def redeem(
    session: Session,
    program: Program,
    member_id: str,
    reward_id: str,
    now: datetime,
    opening: Opening | None = None,
) -> Redeemed:
    """Burn the points and issue the coupon; a donation gives no coupon and cannot be taken back.

    Raises `not_found`, `not_enough_points`, `out_of_stock`, `unlock_required` on a locked device, and
    `family_limit` with the `limit` that the head of the family leaves the member.
    """
    rule = next((rule for rule in program.rewards if rule.id == reward_id), None)
    if rule is None:
        raise Refused(ProblemCode.NOT_FOUND)
    account = settled_account(session, program, member_id, now)
    if account.available < rule.points:
        raise Refused(ProblemCode.NOT_ENOUGH_POINTS, available=max(0, account.available))
    _require_family_lets(account, rule.points)
    unlocked = opening is not None and opening.is_needed(session, rule.points, now)
    take_from_stock(session, rule)
    transfer_id = _burn(account, rule)
    coupon = None if rule.charity else _coupon(session, program, member_id, rule, now)
    row = RedemptionRow(
        id=coupon.id if coupon else uuid4().hex,
        member_id=member_id,
        reward_id=rule.id,
        title=rule.title,
        points=rule.points,
        at=now,
        cancel_until=coupon.cancel_until if coupon else None,
        transfer_id=transfer_id,
        coupon_id=coupon.id if coupon else None,
        unlocked=unlocked,
    )
    session.add(row)
    session.flush()
    _tell(account, row, -rule.points)
    return _seen(row, account, coupon)


def cancel_redemption(
    session: Session, program: Program, member_id: str, redemption_id: str, now: datetime
) -> Redeemed:
    """Give the reward back and its points to their lots; repeating changes nothing.

    Raises `not_found`, and `redemption_final` when it was used or its time to do so is over.
    """
    row = session.get(RedemptionRow, redemption_id)
    if row is None or row.member_id != member_id:
        raise Refused(ProblemCode.NOT_FOUND)
    lots = lots_of_transfer(row.transfer_id)
    account = settled_account(session, program, member_id, now, lots)
    session.refresh(row)
    if row.cancelled_at is None:
        coupon = _unused_coupon(session, row, now)
        _unburn(account, row)
        put_back(session, row.reward_id, row.points)
        row.cancelled_at = coupon.cancelled_at = now
        session.flush()
        _tell(account, row, row.points)
    return _seen(row, account, None)


def _require_family_lets(account: SettledAccount, points: int) -> None:
    if account.by_another is None:
        return
    left = left_in_family(account.session, account.member_id, account.now)
    if left is not None and points > left:
        raise Refused(ProblemCode.FAMILY_LIMIT, limit=left)


def _burn(account: SettledAccount, rule: RewardRule) -> int:
    detail = account.words.donation if rule.charity else account.words.reward
    why = Why(TransferKind.REDEMPTION, rule.title, detail)
    return take_away(account, why, rule.points, Account.REDEEMED).id


def _unburn(account: SettledAccount, row: RedemptionRow) -> None:
    detail = account.words.reward_cancelled
    why = Why(TransferKind.REVERSAL, row.title, detail, corrects_id=row.transfer_id)
    give_again(account, why, row.points)


def _unused_coupon(session: Session, row: RedemptionRow, now: datetime) -> CouponRow:
    if row.coupon_id is None or row.cancel_until is None or now >= row.cancel_until:
        raise Refused(ProblemCode.REDEMPTION_FINAL)
    coupon = session.get_one(CouponRow, row.coupon_id, populate_existing=True)
    if coupon.purchase_id:
        raise Refused(ProblemCode.REDEMPTION_FINAL)
    return coupon


def _coupon(
    session: Session, program: Program, member_id: str, rule: RewardRule, now: datetime
) -> CouponRow:
    right = Right(
        title=rule.title,
        text=with_stores(program, rule.text, rule.stores),
        discount=rule.discount,
        valid_until=program.expiry(now, rule.valid_days),
        icon=rule.icon,
        cancel_until=now + timedelta(minutes=program.redeeming.cancel_within_minutes),
        stores=rule.stores,
    )
    return issue_coupon(session, member_id, right, now)


def _tell(account: SettledAccount, row: RedemptionRow, points: int) -> None:
    body = {
        "redemption_id": row.id,
        "points": points,
        "balance": account.available,
        "reason": row.title,
    }
    tell_points(account, body)


def _seen(row: RedemptionRow, account: SettledAccount, coupon: CouponRow | None) -> Redeemed:
    return Redeemed(
        redemption_id=row.id,
        points=row.points,
        balance=account.available,
        cancelled_at=row.cancelled_at,
        coupon=coupon_seen(coupon, account.now) if coupon else None,
    )
