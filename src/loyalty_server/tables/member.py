"""The member, the card, the devices' credentials and the events of the wallet."""

from datetime import date, datetime
from typing import Any

from sqlalchemy import JSON, ForeignKey, Index
from sqlalchemy.orm import Mapped, mapped_column

from loyalty_api.card import Symbology
from loyalty_server.database.transactions import Base, choice


class MemberRow(Base):
    """A person in the programme; the personal fields are emptied by erasure, which is due `erase_at`.

    `event_sequence` is the number of the last event of this member's wallet.
    """

    __tablename__ = "member"

    id: Mapped[str] = mapped_column(primary_key=True)
    first_name: Mapped[str] = mapped_column(default="")
    phone: Mapped[str | None] = mapped_column(unique=True)
    email: Mapped[str | None] = mapped_column(unique=True)
    birthday: Mapped[date | None]
    referral_code: Mapped[str] = mapped_column(unique=True)
    created_at: Mapped[datetime]
    erase_at: Mapped[datetime | None] = mapped_column(index=True)
    erased_at: Mapped[datetime | None]
    tier: Mapped[str]
    tier_since: Mapped[datetime]
    tier_until: Mapped[datetime | None] = mapped_column(index=True)
    event_sequence: Mapped[int] = mapped_column(default=0)


class CardRow(Base):
    """The card's number and its static twin, which earns and never burns."""

    __tablename__ = "card"

    number: Mapped[str] = mapped_column(primary_key=True)
    member_id: Mapped[str] = mapped_column(ForeignKey("member.id"), unique=True)
    symbology: Mapped[Symbology] = mapped_column(choice(Symbology))
    payload: Mapped[str] = mapped_column(unique=True)


class CredentialRow(Base):
    """A device's key for the rotating code, encrypted; `last_step` is the last step a till accepted."""

    __tablename__ = "credential"

    kid: Mapped[str] = mapped_column(primary_key=True)
    member_id: Mapped[str] = mapped_column(ForeignKey("member.id"), index=True)
    device_id: Mapped[str] = mapped_column(index=True)
    encrypted_key: Mapped[bytes]
    platform: Mapped[str]
    last_step: Mapped[int] = mapped_column(default=0)
    created_at: Mapped[datetime]
    valid_until: Mapped[datetime | None]
    revoked_at: Mapped[datetime | None]

    def is_alive(self, now: datetime) -> bool:
        """Whether its codes are still accepted."""
        is_over = self.valid_until is not None and self.valid_until <= now
        return self.revoked_at is None and not is_over


class MemberEventRow(Base):
    """Something the wallet is told at once, written with what caused it."""

    __tablename__ = "member_event"
    __table_args__ = (Index("ix_member_event_at", "at"),)

    member_id: Mapped[str] = mapped_column(ForeignKey("member.id"), primary_key=True)
    sequence: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    at: Mapped[datetime]
    kind: Mapped[str]
    body: Mapped[dict[str, Any]] = mapped_column(JSON)
