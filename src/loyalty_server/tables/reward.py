"""The catalogue's stock, what members took from it, and the coupons they hold."""

from datetime import datetime
from typing import Any

from sqlalchemy import JSON, CheckConstraint, ForeignKey, Index, false
from sqlalchemy.orm import Mapped, mapped_column

from loyalty_server.database.columns import Base


class RewardStockRow(Base):
    """How many of a reward were taken and not given back, and the points spent on them."""

    __tablename__ = "reward_stock"
    __table_args__ = (CheckConstraint("taken >= 0", name="taken_not_below_zero"),)

    reward_id: Mapped[str] = mapped_column(primary_key=True)
    taken: Mapped[int] = mapped_column(default=0)
    points: Mapped[int] = mapped_column(default=0)


class RedemptionRow(Base):
    """A reward that was taken; `transfer_id` burned the points, `cancelled_at` gave them back.

    `unlocked` with the device's own unlock.
    """

    __tablename__ = "redemption"

    id: Mapped[str] = mapped_column(primary_key=True)
    member_id: Mapped[str] = mapped_column(ForeignKey("member.id"), index=True)
    reward_id: Mapped[str]
    title: Mapped[str]
    points: Mapped[int]
    at: Mapped[datetime]
    cancel_until: Mapped[datetime | None]
    cancelled_at: Mapped[datetime | None]
    transfer_id: Mapped[int] = mapped_column(ForeignKey("transfer.id"))
    coupon_id: Mapped[str | None] = mapped_column(ForeignKey("coupon.id"))
    unlocked: Mapped[bool] = mapped_column(default=False, server_default=false())


class CouponRow(Base):
    """A right with its own code. `purchase_id` is the open purchase it was shown for, or the one it
    was `used_at`; `discount` is empty when the goods are simply handed over, `stores` when every store
    takes it. Of what is `given_for` an occasion a member has one.
    """

    __tablename__ = "coupon"
    __table_args__ = (Index("uq_coupon_given_for", "member_id", "given_for", unique=True),)

    id: Mapped[str] = mapped_column(primary_key=True)
    member_id: Mapped[str] = mapped_column(ForeignKey("member.id"), index=True)
    code: Mapped[str] = mapped_column(unique=True)
    title: Mapped[str]
    text: Mapped[str]
    icon: Mapped[str | None]
    discount: Mapped[dict[str, Any] | None] = mapped_column(JSON)
    stores: Mapped[list[str]] = mapped_column(JSON, default=list, server_default="[]")
    valid_from: Mapped[datetime]
    valid_until: Mapped[datetime]
    cancel_until: Mapped[datetime | None]
    purchase_id: Mapped[str | None] = mapped_column(ForeignKey("purchase.id"), index=True)
    used_at: Mapped[datetime | None]
    cancelled_at: Mapped[datetime | None]
    given_for: Mapped[str | None]
