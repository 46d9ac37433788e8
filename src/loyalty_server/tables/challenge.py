"""How far members are with challenges, and which promo codes they used or guessed at."""

from datetime import date, datetime
from typing import Any

from sqlalchemy import JSON, ForeignKey, Index
from sqlalchemy.orm import Mapped, mapped_column

from loyalty_server.database.columns import Base


class ChallengeProgressRow(Base):
    """The steps a member has done; `last_period` is the first day of the period of the last one.

    A completed one names the coupon it gave, if it gave one, and the points; these are known since
    step m20. `alive` are the steps that no completion took, where steps live for so many days (`challenges.lives`).
    A goal of the member's own says what is `asked` of them and what is `usual`.
    """

    __tablename__ = "challenge_progress"

    member_id: Mapped[str] = mapped_column(ForeignKey("member.id"), primary_key=True)
    challenge_id: Mapped[str] = mapped_column(primary_key=True)
    done: Mapped[int]
    last_period: Mapped[date]
    completed_at: Mapped[datetime | None]
    coupon_id: Mapped[str | None]
    given: Mapped[int | None]
    alive: Mapped[dict[str, Any] | None] = mapped_column(JSON(none_as_null=True))
    asked: Mapped[int | None]
    usual: Mapped[int | None]


class ChallengeStepRow(Base):
    """The steps that one deed, a purchase or an answered survey, moved a challenge by."""

    __tablename__ = "challenge_step"

    member_id: Mapped[str] = mapped_column(ForeignKey("member.id"), primary_key=True)
    challenge_id: Mapped[str] = mapped_column(primary_key=True)
    deed_id: Mapped[str] = mapped_column(primary_key=True)
    day: Mapped[date]
    steps: Mapped[int]


class PromoUseRow(Base):
    """A member used a promo code so many times, `at` last."""

    __tablename__ = "promo_use"

    promo_id: Mapped[str] = mapped_column(primary_key=True)
    member_id: Mapped[str] = mapped_column(ForeignKey("member.id"), primary_key=True)
    at: Mapped[datetime]
    times: Mapped[int] = mapped_column(default=1, server_default="1")


class PromoCodeRow(Base):
    """A single-use code of a batch, as a keyed hash; `used_at` when somebody has used it."""

    __tablename__ = "promo_code"

    code_hash: Mapped[str] = mapped_column(primary_key=True)
    promo_id: Mapped[str] = mapped_column(index=True)
    made_at: Mapped[datetime]
    used_at: Mapped[datetime | None]


class WrongPromoCodeRow(Base):
    """A member typed a code that is nobody's or used; what was typed is not kept."""

    __tablename__ = "wrong_promo_code"
    __table_args__ = (Index("ix_wrong_promo_code_member_at", "member_id", "at"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    member_id: Mapped[str] = mapped_column(ForeignKey("member.id"))
    at: Mapped[datetime]
