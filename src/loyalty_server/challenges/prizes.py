"""What is won by a challenge or a promo code: points, a coupon, or both."""

from datetime import datetime

from sqlalchemy.orm import Session

from loyalty_server.programme.program import Program
from loyalty_server.programme.reward_rules import CouponRule
from loyalty_server.rewards.coupons import Right, issue_coupon, with_stores
from loyalty_server.tables import CouponRow


def win_coupon(
    session: Session, program: Program, member_id: str, rule: CouponRule | None, now: datetime
) -> CouponRow | None:
    """Issue the coupon, if one is won; it cannot be given back for points."""
    if rule is None:
        return None
    valid_until = program.expiry(now, rule.valid_days)
    text = with_stores(program, rule.text, rule.stores)
    right = Right(rule.title, text, rule.discount, valid_until, rule.icon, stores=rule.stores)
    return issue_coupon(session, member_id, right, now)


def lose_coupon(session: Session, coupon_id: str | None, now: datetime) -> None:
    """Take a coupon back that was won; one that was used, or is shown at a till, stays."""
    coupon = session.get(CouponRow, coupon_id) if coupon_id else None
    if coupon and not coupon.purchase_id:
        coupon.cancelled_at = now


def is_used(session: Session, coupon_id: str | None) -> bool:
    """Whether a coupon that was won is used, or shown at a till."""
    coupon = session.get(CouponRow, coupon_id) if coupon_id else None
    return coupon is not None and coupon.purchase_id is not None
