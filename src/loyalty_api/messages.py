"""Messages: the thread with support, and the inbox with news, events and "you said, we did" notes."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

LONGEST_MESSAGE = 4000
"""Characters of one message to support, at most."""
READ_AT_ONCE = 100
"""Messages marked as read by one request, at most."""


class MessageKind(StrEnum):
    """What a message is; a wallet shows an unknown kind like news."""

    SUPPORT = "support"
    NEWS = "news"
    EVENT = "event"
    NOTE = "note"
    REMINDER = "reminder"


class Topic(StrEnum):
    """What the programme itself reminds of; the topics of news and events are the retailer's words."""

    EXPIRY = "points_expiring"
    COUPON = "coupon_ending"
    OFFER = "offer_ending"
    TIER = "tier_ending"
    EVENT = "event_soon"


class Folder(StrEnum):
    """Where messages are shown: the thread with support, or the inbox with everything else."""

    SUPPORT = "support"
    INBOX = "inbox"


@dataclass(frozen=True)
class Event:
    """Something that takes place: until `ends_at`, or for the moment only when there is none. Where its
    `places` are limited it has an `id` to book one by, and so many are `left`; a member with one has
    `booked_at`, and `came_at` once a till has read their card there."""

    starts_at: datetime
    ends_at: datetime | None = None
    place: str = ""
    id: str | None = None
    places: int | None = None
    left: int | None = None
    booked_at: datetime | None = None
    came_at: datetime | None = None


@dataclass(frozen=True)
class Message:
    """One message; `is_mine` when the member wrote it, and such a one is read from the start.

    `reason` says in plain words why the member was sent it. A `note` tells what was done about the
    answers to the survey whose title is `about`, or warns (of an old code of the card at a till). The
    `topic` is what a member can be spared (`Preferences.without`): one of `Topic`, or the retailer's words.
    A note about reviews names the `purchase_id` of the member's own. With `call_back` the member asks to
    be called.
    """

    id: str
    at: datetime
    kind: str
    text: str
    title: str = ""
    is_mine: bool = False
    read_at: datetime | None = None
    reason: str = ""
    event: Event | None = None
    about: str | None = None
    topic: str = ""
    purchase_id: str | None = None
    call_back: bool = False


@dataclass(frozen=True)
class EventPlace:
    """Answer of `PUT` and `DELETE /v1/events/{id}/place`: so many are left, and since when one is the
    member's."""

    left: int
    booked_at: datetime | None = None


@dataclass(frozen=True)
class Guest:
    """Answer of `PUT /v1/till/events/{id}/guests/{scan_id}`: who came, and whether by an earlier scan."""

    title: str
    came_at: datetime
    came_before: bool


@dataclass(frozen=True)
class Messages:
    """One page, newest first; `next` is an opaque cursor or nothing."""

    messages: tuple[Message, ...]
    next: str | None = None


@dataclass(frozen=True)
class NewMessage:
    """Body of `POST /v1/messages`: what the member writes to support, 1 to 4000 characters, and whether
    they ask to be called at the phone of their card."""

    text: str
    call_back: bool = False


@dataclass(frozen=True)
class MessagesRead:
    """Body of `PUT /v1/messages/read`: the messages the member has seen, 100 at most, and when."""

    message_ids: tuple[str, ...]
    at: datetime
