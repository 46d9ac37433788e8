"""Invitations of friends that were accepted, and what they brought."""

from datetime import datetime

from sqlalchemy import ForeignKey, Index
from sqlalchemy.orm import Mapped, mapped_column

from loyalty_server.database.columns import Base


class ReferralRow(Base):
    """A member who came by somebody's invitation, once and for ever, by the rules of that day.

    `network` is the keyed hash of where the member signed in from, until it is no longer counted. Once a
    purchase before `until` counts, `purchase_id` names it, and the transfers what both were given; a
    return empties these again.
    """

    __tablename__ = "referral"
    __table_args__ = (Index("ix_referral_inviter_id", "inviter_id", "accepted_at"),)

    member_id: Mapped[str] = mapped_column(ForeignKey("member.id"), primary_key=True)
    inviter_id: Mapped[str] = mapped_column(ForeignKey("member.id"))
    accepted_at: Mapped[datetime]
    until: Mapped[datetime]
    program_version: Mapped[int] = mapped_column(ForeignKey("program_version.version"))
    network: Mapped[str | None]
    purchase_id: Mapped[str | None] = mapped_column(ForeignKey("purchase.id"), unique=True)
    rewarded_at: Mapped[datetime | None]
    spendable_at: Mapped[datetime | None]
    friend_transfer_id: Mapped[int | None] = mapped_column(ForeignKey("transfer.id"))
    inviter_transfer_id: Mapped[int | None] = mapped_column(ForeignKey("transfer.id"))
