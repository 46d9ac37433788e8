"""Messages to and from members, and what is still to be told to the support desk."""

from datetime import datetime
from typing import Any

from sqlalchemy import JSON, ForeignKey, Index, UniqueConstraint, false
from sqlalchemy.orm import Mapped, mapped_column

from loyalty_server.database.columns import Base


class MessageRow(Base):
    """One message of one member. What was sent to many carries the same `broadcast_id` for each.

    `reason` says why the member was sent it; an event has its times and place; a note names the
    survey it is `about`, or the `purchase_id` of the review that it answers. Who asks support to `call_back`
    is called at the phone of the card. A reminder comes once for what it `reminds_of`. What a member wrote keeps the key it was `sent_as`: sent again, it is this one.
    """

    __tablename__ = "message"
    __table_args__ = (
        Index("ix_message_member", "member_id", "id"),
        Index("ix_message_sent_as", "member_id", "sent_as", unique=True),
        Index("ix_message_reminds_of", "member_id", "reminds_of", unique=True),
        UniqueConstraint("broadcast_id", "member_id"),
        {"sqlite_autoincrement": True},
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    member_id: Mapped[str] = mapped_column(ForeignKey("member.id"))
    at: Mapped[datetime]
    kind: Mapped[str]
    is_mine: Mapped[bool]
    text: Mapped[str]
    title: Mapped[str] = mapped_column(default="")
    reason: Mapped[str] = mapped_column(default="")
    read_at: Mapped[datetime | None]
    broadcast_id: Mapped[str | None]
    starts_at: Mapped[datetime | None]
    ends_at: Mapped[datetime | None]
    place: Mapped[str] = mapped_column(default="")
    about: Mapped[str | None]
    sent_as: Mapped[str | None]
    topic: Mapped[str] = mapped_column(default="", server_default="")
    reminds_of: Mapped[str | None]
    purchase_id: Mapped[str | None]
    call_back: Mapped[bool] = mapped_column(default=False, server_default=false())


class MessageDispatchRow(Base):
    """A message on its way by one channel beside the inbox, and when it is tried next; with an `outcome`
    what became of it (`pushes.endings`), `at` which moment."""

    __tablename__ = "message_dispatch"

    message_id: Mapped[int] = mapped_column(
        ForeignKey("message.id", ondelete="CASCADE"), primary_key=True
    )
    channel: Mapped[str] = mapped_column(primary_key=True)
    due_at: Mapped[datetime | None] = mapped_column(index=True)
    tries: Mapped[int] = mapped_column(default=0)
    outcome: Mapped[str | None]
    at: Mapped[datetime | None]


class BroadcastTextRow(Base):
    """What a broadcast says in a language that is not the programme's own: the messages have that one."""

    __tablename__ = "broadcast_text"

    broadcast_id: Mapped[str] = mapped_column(primary_key=True)
    language: Mapped[str] = mapped_column(primary_key=True)
    title: Mapped[str]
    text: Mapped[str]
    place: Mapped[str]


class BroadcastRow(Base):
    """What is sent to many, from `due_at` on, until everybody has been asked or an operator stopped it."""

    __tablename__ = "broadcast"

    id: Mapped[str] = mapped_column(primary_key=True)
    body: Mapped[dict[str, Any]] = mapped_column(JSON)
    due_at: Mapped[datetime] = mapped_column(index=True)
    done_at: Mapped[datetime | None]
    stopped_at: Mapped[datetime | None]


class EventRow(Base):
    """An event whose places are limited: the broadcast of this `id` told of it."""

    __tablename__ = "event"

    id: Mapped[str] = mapped_column(primary_key=True)
    places: Mapped[int]
    title: Mapped[str]
    starts_at: Mapped[datetime] = mapped_column(index=True)
    place: Mapped[str]


class EventPlaceRow(Base):
    """A place that a member has booked, and when a till read their card there."""

    __tablename__ = "event_place"

    event_id: Mapped[str] = mapped_column(ForeignKey("event.id"), primary_key=True)
    member_id: Mapped[str] = mapped_column(ForeignKey("member.id"), primary_key=True, index=True)
    booked_at: Mapped[datetime]
    came_at: Mapped[datetime | None]


class BroadcastHeldRow(Base):
    """Who would have been sent it and was not, and why; those of the holdout show what it does."""

    __tablename__ = "broadcast_held"

    broadcast_id: Mapped[str] = mapped_column(primary_key=True)
    member_id: Mapped[str] = mapped_column(ForeignKey("member.id"), primary_key=True)
    why: Mapped[str]
    at: Mapped[datetime]


class SupportLetterRow(Base):
    """A member's message that the support desk has not confirmed yet: tried again when it is due."""

    __tablename__ = "support_letter"

    message_id: Mapped[int] = mapped_column(ForeignKey("message.id"), primary_key=True)
    due_at: Mapped[datetime] = mapped_column(index=True)
    tries: Mapped[int] = mapped_column(default=0)
