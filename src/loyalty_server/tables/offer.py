"""Offers: who was shown them, who opted in, where they were used, and what they cost so far."""

from datetime import date, datetime

from sqlalchemy import JSON, ForeignKey, Index, false
from sqlalchemy.orm import Mapped, mapped_column

from loyalty_server.database.columns import Base


class OfferTotalRow(Base):
    """What an offer of the programme, or `promo:` and a promo code's id, has cost: uses, points given,
    money taken off.
    """

    __tablename__ = "offer_total"

    offer_id: Mapped[str] = mapped_column(primary_key=True)
    uses: Mapped[int] = mapped_column(default=0)
    points: Mapped[int] = mapped_column(default=0)
    money: Mapped[int] = mapped_column(default=0)


class ChosenCategoriesRow(Base):
    """What a member chose for the month that begins on this day, and since when; earlier purchases know nothing of it."""

    __tablename__ = "chosen_categories"

    member_id: Mapped[str] = mapped_column(ForeignKey("member.id"), primary_key=True)
    month: Mapped[date] = mapped_column(primary_key=True)
    categories: Mapped[list[str]] = mapped_column(JSON)
    at: Mapped[datetime]


class OfferShownRow(Base):
    """The member's wallet was given this offer for the first time, or would have been: the member is `held_out`,
    one of those who show what the offer brings.
    """

    __tablename__ = "offer_shown"
    __table_args__ = (Index("ix_offer_shown_offer_id", "offer_id", "held_out"),)

    member_id: Mapped[str] = mapped_column(ForeignKey("member.id"), primary_key=True)
    offer_id: Mapped[str] = mapped_column(primary_key=True)
    at: Mapped[datetime]
    held_out: Mapped[bool] = mapped_column(default=False, server_default=false())


class OfferActivationRow(Base):
    """The member opted in to an offer, once."""

    __tablename__ = "offer_activation"

    member_id: Mapped[str] = mapped_column(ForeignKey("member.id"), primary_key=True)
    offer_id: Mapped[str] = mapped_column(primary_key=True)
    at: Mapped[datetime]


class OfferTakenBackRow(Base):
    """When the member took an opt-in back last: what was done before and is told later does not count."""

    __tablename__ = "offer_taken_back"

    member_id: Mapped[str] = mapped_column(ForeignKey("member.id"), primary_key=True)
    offer_id: Mapped[str] = mapped_column(primary_key=True)
    at: Mapped[datetime]


class OfferUseRow(Base):
    """An offer worked on a purchase, or was claimed after it: points given and money taken off."""

    __tablename__ = "offer_use"

    purchase_id: Mapped[str] = mapped_column(ForeignKey("purchase.id"), primary_key=True)
    offer_id: Mapped[str] = mapped_column(primary_key=True)
    member_id: Mapped[str] = mapped_column(ForeignKey("member.id"), index=True)
    at: Mapped[datetime]
    points: Mapped[int]
    money: Mapped[int]
    is_claim: Mapped[bool]
