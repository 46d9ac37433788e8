"""The member, the card, the devices' credentials and the events of the wallet."""

from collections.abc import Collection, Iterator, Mapping
from datetime import date, datetime
from typing import Any, Final

from sqlalchemy import JSON, ForeignKey, Index
from sqlalchemy.orm import Mapped, mapped_column

from loyalty_api.card import Symbology
from loyalty_server.database.columns import Base, choice

IN_GOOGLES_WALLET: Final = "google_pass"
"""Where a credential's platform would stand: it makes the codes of a pass and no device's."""


class MemberRow(Base):
    """A person in the programme; the personal fields are emptied by erasure, which is due `erase_at`.

    `birthday_from` is the day from which the birthday counts for offers; None when it always did.
    `had` is what somebody with this address was given as an earlier member (`sign_in.earlier_membership`).
    `segments` are the retailer's own groups that the member is in, each with its `id` and the days `since`
    and `until` in ISO 8601, or null.
    An address is proven by a sign-in with it; who has one alone needs no proof.
    `event_sequence` is the number of the last event of this member's wallet. A place at an event was
    `first_booked_at`, so that no scan looks for places of others.
    """

    __tablename__ = "member"

    id: Mapped[str] = mapped_column(primary_key=True)
    first_name: Mapped[str] = mapped_column(default="")
    phone: Mapped[str | None] = mapped_column(unique=True)
    email: Mapped[str | None] = mapped_column(unique=True)
    phone_proven_at: Mapped[datetime | None]
    email_proven_at: Mapped[datetime | None]
    birthday: Mapped[date | None]
    birthday_from: Mapped[date | None]
    referral_code: Mapped[str] = mapped_column(unique=True)
    created_at: Mapped[datetime]
    erase_at: Mapped[datetime | None] = mapped_column(index=True)
    erased_at: Mapped[datetime | None]
    tier: Mapped[str]
    tier_since: Mapped[datetime]
    tier_until: Mapped[datetime | None] = mapped_column(index=True)
    event_sequence: Mapped[int] = mapped_column(default=0)
    first_booked_at: Mapped[datetime | None]
    had: Mapped[list[str]] = mapped_column(JSON, default=list, server_default="[]")
    segments: Mapped[list[dict[str, Any]]] = mapped_column(JSON, default=list, server_default="[]")

    def segments_on(self, day: date) -> frozenset[str]:
        """Those that the member is in on this day, by name; the last day of each counts."""
        return frozenset(one["id"] for one in self._segments_held(day))

    def segment_ends(self, day: date, names: Collection[str]) -> list[date | None]:
        """The last days of those among the named that the member is in on this day; None is open."""
        return [
            date.fromisoformat(one["until"]) if one["until"] else None
            for one in self._segments_held(day)
            if one["id"] in names
        ]

    def _segments_held(self, day: date) -> Iterator[Mapping[str, Any]]:
        today = day.isoformat()
        for one in self.segments:
            if (one["since"] or today) <= today <= (one["until"] or today):
                yield one


class EarlierRightRow(Base):
    """Something given once to whoever has an address, as a keyed hash of both; who had it was erased.

    `until` is a first of a month, and SQLite keeps the rows in the order of the hash: neither tells
    when that was, and no row tells which others are of the same address.
    """

    __tablename__ = "earlier_right"
    __table_args__ = ({"sqlite_with_rowid": False},)

    right_hash: Mapped[str] = mapped_column(primary_key=True)
    until: Mapped[date] = mapped_column(index=True)


class CardRow(Base):
    """The card's number and its static twin, which earns and never burns."""

    __tablename__ = "card"

    number: Mapped[str] = mapped_column(primary_key=True)
    member_id: Mapped[str] = mapped_column(ForeignKey("member.id"), unique=True)
    symbology: Mapped[Symbology] = mapped_column(choice(Symbology))
    payload: Mapped[str] = mapped_column(unique=True)


class PlasticCardRow(Base):
    """A number of another form that was brought in with the member, as tills read it (`members.plastic`).

    It earns and never burns, like a card's static twin.
    """

    __tablename__ = "plastic_card"

    number: Mapped[str] = mapped_column(primary_key=True)
    member_id: Mapped[str] = mapped_column(ForeignKey("member.id"), index=True)
    printed: Mapped[str]


class BroughtInRow(Base):
    """A member who came out of a file, and the SHA-256 of their line: read again, it changes nothing."""

    __tablename__ = "brought_in"

    member_id: Mapped[str] = mapped_column(ForeignKey("member.id"), primary_key=True)
    at: Mapped[datetime]
    line: Mapped[str]


class CredentialRow(Base):
    """A device's key for the rotating code, encrypted; `last_step` is the last step a till accepted.

    The seed of a Google pass is one too (`IN_GOOGLES_WALLET`), so that what holds for codes holds for its own.
    """

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

    @property
    def is_of_pass(self) -> bool:
        """Whether it makes GW1 and nothing else."""
        return self.platform == IN_GOOGLES_WALLET

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


class WalletMarkRow(Base):
    """Another mark whenever something of the member's wallet was written (`database.wallet_marks`)."""

    __tablename__ = "wallet_mark"

    member_id: Mapped[str] = mapped_column(ForeignKey("member.id"), primary_key=True)
    mark: Mapped[str]
