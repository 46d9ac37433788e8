"""What was kept in the programme's own language, in that of the request."""

import json
from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import datetime
from typing import Any, Final

from sqlalchemy.orm import Session

from loyalty_api.codec import dumps, encode
from loyalty_api.history import History
from loyalty_api.receipts import Purchase
from loyalty_server.events.reading import Event
from loyalty_server.languages import Language
from loyalty_server.programme.translation import SAME, Translator
from loyalty_server.programme.versions import rules_at

TOLD: Final = frozenset({"store", "tier", "previous", "reason", "detail", "title", "text"})
"""Under these names answers and events carry texts of the programme."""
AS_WRITTEN: Final = frozenset({"lines", "till"})
"""Goods as a till names them, and the till's own name."""


def body_in(
    session: Session, body: object, language: Language | None, now: datetime
) -> dict[str, Any]:
    """An answer as JSON, said in this language by the rules of now; None leaves it as it is."""
    said: dict[str, Any] = _said(encode(body), _translator(session, language, now).say)
    return said


def kept_in(session: Session, body: str, language: Language | None, now: datetime) -> str:
    """The same for an answer that is kept as text."""
    translator = _translator(session, language, now)
    return body if translator is SAME else dumps(_said(json.loads(body), translator.say))


def events_in(
    session: Session, events: tuple[Event, ...], language: Language | None, now: datetime
) -> tuple[Event, ...]:
    """The events with their texts in the listener's language."""
    translator = _translator(session, language, now) if events else SAME
    if translator is SAME:
        return events
    return tuple(replace(one, body=_said(one.body, translator.say)) for one in events)


def history_in(page: History, translator: Translator) -> History:
    """The page with its reasons and stores in the reader's language."""
    say = translator.say
    entries = (
        replace(
            one,
            reason=say(one.reason),
            detail=None if one.detail is None else say(one.detail),
            store=None if one.store is None else say(one.store),
        )
        for one in page.entries
    )
    return replace(page, entries=tuple(entries))


def receipt_in(receipt: Purchase, translator: Translator) -> Purchase:
    """The receipt with its rules and offers in the reader's language; its goods as the till named them."""
    say = translator.say
    return replace(
        receipt,
        store=say(receipt.store),
        breakdown=tuple(replace(one, text=say(one.text)) for one in receipt.breakdown),
        missed=tuple(replace(one, title=say(one.title)) for one in receipt.missed),
    )


def _translator(session: Session, language: Language | None, now: datetime) -> Translator:
    return SAME if language is None else rules_at(session, now, language).translator


def _said(value: Any, say: Callable[[str], str]) -> Any:
    match value:
        case Mapping():
            return {name: _told(name, one, say) for name, one in value.items()}
        case list():
            return [_said(one, say) for one in value]
        case _:
            return value


def _told(name: str, value: Any, say: Callable[[str], str]) -> Any:
    if name in AS_WRITTEN:
        return value
    return say(value) if name in TOLD and isinstance(value, str) else _said(value, say)
