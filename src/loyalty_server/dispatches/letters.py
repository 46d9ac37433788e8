"""The words of a message by e-mail, and of one by text message, which is short and says where to read it."""

from dataclasses import dataclass
from datetime import datetime, tzinfo
from typing import Final

from sqlalchemy.orm import Session

from loyalty_api.messages import MessageKind
from loyalty_api.models import Channel
from loyalty_server.dispatches.carriers import Letter
from loyalty_server.dispatches.less import PLACE, Said, Wish, token_of
from loyalty_server.keys import ServerKeys
from loyalty_server.languages import Language, Phrases
from loyalty_server.programme.versions import rules_at
from loyalty_server.pushes.deliveries import place_of
from loyalty_server.pushes.words import ANSWERED, UNTITLED
from loyalty_server.tables import BroadcastTextRow, MessageRow

LONGEST_TEXT: Final = 134
"""Letters in two parts of a text message outside the Latin alphabet (UCS-2)."""
MORE: Final = "…"


@dataclass(frozen=True)
class Words:
    """What stands around a message; `less` and `none` come before a link."""

    read: str
    why: str
    less: str
    none: str


WORDS: Final = Phrases(
    "letter",
    {
        Language.RU: Words(
            "Открыть в кошельке:", "Почему это письмо:", "Не писать о таком:", "Не писать на почту:"
        ),
        Language.EN: Words(
            "Open in the wallet:", "Why you got this:", "No more like this:", "No more e-mails:"
        ),
    },
)


@dataclass(frozen=True)
class Desk:
    """What letters are written with: the keys that sign their links, and where those lead."""

    keys: ServerKeys
    public_url: str


@dataclass(frozen=True)
class _Content:
    shop: str
    title: str
    text: str
    reason: str
    place: str
    zone: tzinfo


def letter_of(
    session: Session,
    desk: Desk,
    message: MessageRow,
    channel: Channel,
    to: str,
    language: Language,
    now: datetime,
) -> Letter:
    """The message in this language. Of what support wrote, only that it did."""
    content = _content(session, message, language, now)
    letter_id = f"{channel}{message.id}"
    link = desk.public_url + place_of(message)
    if channel is Channel.SMS:
        return Letter(letter_id, to, "", _short(content, link))
    said = Said(message.id, channel, Wish.NO_CHANNEL)
    none = f"{desk.public_url}{PLACE}/{token_of(desk.keys, said)}"
    rows = [content.text or content.title]
    if message.starts_at:
        begins = f"{message.starts_at.astimezone(content.zone):%d.%m.%Y %H:%M}"
        rows.append(f"{begins}, {content.place}" if content.place else begins)
    words = WORDS[language]
    rows.append(f"{words.read} {link}")
    foot = [f"{words.why} {content.reason}"] if content.reason else []
    if message.topic:
        token = token_of(desk.keys, said.saying(Wish.NO_TOPIC))
        foot.append(f"{words.less} {desk.public_url}{PLACE}/{token}")
    foot.append(f"{words.none} {none}")
    text = "\n\n".join([*rows, "-- \n" + "\n".join(foot)]) + "\n"
    return Letter(letter_id, to, f"{content.shop}: {content.title}", text, none)


def _content(session: Session, message: MessageRow, language: Language, now: datetime) -> _Content:
    rules = rules_at(session, now, language)
    say, shop, zone = rules.translator.say, rules.program.name, rules.program.zone
    if message.kind == MessageKind.SUPPORT:
        return _Content(shop, ANSWERED[language], "", "", "", zone)
    said = session.get(BroadcastTextRow, (message.broadcast_id or "", language))
    title, text, place = (
        (said.title, said.text, said.place)
        if said
        else (say(message.title), say(message.text), message.place)
    )
    title = title or UNTITLED[language]
    return _Content(shop, title, text, say(message.reason), place, zone)


def _short(content: _Content, link: str) -> str:
    room = LONGEST_TEXT - len(link) - 1
    said = f"{content.shop}: {content.title}"
    return f"{said if len(said) <= room else said[: max(0, room - 1)].rstrip() + MORE} {link}"
