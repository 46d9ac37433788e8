"""Less of it, pressed in an e-mail: a signed link says what its member wants no more of."""

from dataclasses import dataclass, replace
from datetime import datetime
from enum import StrEnum
from typing import Final

from sqlalchemy.orm import Session

from loyalty_api.models import Channel, Preferences, Without
from loyalty_api.problems import ProblemCode
from loyalty_server.keys import ServerKeys, base64url, bytes_of
from loyalty_server.languages import Language
from loyalty_server.members.details import preferences_in, set_preferences
from loyalty_server.problems import Refused
from loyalty_server.tables import MessageRow, PreferencesRow

PLACE: Final = "/v1/letters"
_SIGNED: Final = "letter"


class Wish(StrEnum):
    """No more of the topic, by any channel; no more by this channel; and each taken back."""

    NO_TOPIC = "no-topic"
    TOPIC = "topic"
    NO_CHANNEL = "no-channel"
    CHANNEL = "channel"

    @property
    def opposite(self) -> "Wish":
        return _OPPOSITES[self]


_OPPOSITES: Final = {
    Wish.NO_TOPIC: Wish.TOPIC,
    Wish.TOPIC: Wish.NO_TOPIC,
    Wish.NO_CHANNEL: Wish.CHANNEL,
    Wish.CHANNEL: Wish.NO_CHANNEL,
}


@dataclass(frozen=True)
class Said:
    """What one link says about one message that came by a channel."""

    message_id: int
    channel: Channel
    wish: Wish

    def saying(self, wish: Wish) -> "Said":
        return replace(self, wish=wish)


@dataclass(frozen=True)
class Heard:
    """What the reader of a link is told: in which language, and what it is about."""

    said: Said
    language: Language
    topic: str


def token_of(keys: ServerKeys, said: Said) -> str:
    """What stands in the link."""
    text = f"{_SIGNED}.{said.message_id}.{said.channel}.{said.wish}"
    return f"{base64url(text.encode())}.{keys.sign(text)}"


def said_in(keys: ServerKeys, token: str) -> Said:
    """What the link says. Raises `not_found` for what we have not signed."""
    body, _, signature = token.partition(".")
    try:
        text = bytes_of(body).decode()
    except ValueError:
        raise Refused(ProblemCode.NOT_FOUND) from None
    if not keys.has_signed(text, signature) or not text.startswith(f"{_SIGNED}."):
        raise Refused(ProblemCode.NOT_FOUND)
    _, message_id, channel, wish = text.split(".")
    return Said(int(message_id), Channel(channel), Wish(wish))


def heard(session: Session, said: Said, language: Language) -> Heard:
    """About which topic, in the member's language. Raises `not_found` when the message is gone."""
    message = _message_of(session, said)
    kept = session.get(PreferencesRow, message.member_id)
    return Heard(said, (kept and kept.language) or language, message.topic)


def wish(session: Session, said: Said, now: datetime) -> None:
    """Have it so; repeating changes nothing. Raises `not_found` when the message is gone."""
    message = _message_of(session, said)
    kept = preferences_in(session.get(PreferencesRow, message.member_id))
    set_preferences(session, message.member_id, _changed(kept, said, message.topic), now)


def _message_of(session: Session, said: Said) -> MessageRow:
    message = session.get(MessageRow, said.message_id)
    if message is None:
        raise Refused(ProblemCode.NOT_FOUND)
    return message


def _changed(kept: Preferences, said: Said, topic: str) -> Preferences:
    others = tuple(one for one in kept.channels if one != said.channel)
    on_others = tuple(one for one in kept.without if one.topic != topic)
    match said.wish:
        case Wish.NO_CHANNEL:
            return replace(kept, channels=others)
        case Wish.CHANNEL:
            return replace(kept, channels=(*others, said.channel.value))
        case Wish.NO_TOPIC if topic:
            return replace(kept, without=(*on_others, Without(topic)))
        case Wish.TOPIC:
            return replace(kept, without=on_others)
    return kept
