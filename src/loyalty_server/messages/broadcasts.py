"""What the programme writes to many: news, events and notes, read from a TOML file."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from functools import partial
from typing import Any, Final

from loyalty_api.malformed import Malformed
from loyalty_api.messages import LONGEST_MESSAGE, MessageKind
from loyalty_server.languages import Language, added_languages
from loyalty_server.members.details import MAX_TOPIC
from loyalty_server.programme.bounds import MOST_HELD_OUT
from loyalty_server.programme.eligibility import Eligibility, eligibility_faults
from loyalty_server.programme.program import Program
from loyalty_server.programme.texts import in_language, languages_of, require_every_language
from loyalty_server.toml_file import parse_toml

LONGEST_TITLE = 120
WORDS: Final = ("title", "text", "place")
EVERYBODY: Final = Eligibility()
MOST_PLACES: Final = 100_000


@dataclass(frozen=True)
class Wording:
    """The words of a broadcast in one language."""

    title: str
    text: str
    place: str = ""


@dataclass(frozen=True)
class Broadcast:
    """One message to many; the `id` is the operator's, and each member gets it once.

    News and events go to every member, or to those who chose the `topic` and those who chose none, of
    those who are `eligible` as for an offer; so many per cent of them are the `holdout`, who get nothing.
    It goes at once, or at `send_at`. Where an event has limited `places`, those who were sent it book one.
    A note goes to those who answered the programme's `survey`, or who rated a purchase in the store
    `reviewed`. `said` is what it says in languages
    that are not the programme's own.
    """

    id: str
    kind: MessageKind
    title: str
    text: str
    topic: str | None = None
    starts_at: datetime | None = None
    ends_at: datetime | None = None
    place: str = ""
    survey: str | None = None
    reviewed: str | None = None
    said: Mapping[str, Wording] = field(default_factory=dict)
    eligible: Eligibility = EVERYBODY
    holdout: int = 0
    send_at: datetime | None = None
    places: int | None = None


@dataclass(frozen=True)
class Broadcasts:
    """A file of them, in the order in which they are sent."""

    messages: tuple[Broadcast, ...]


def parse_broadcasts(text: str, name: str, program: Program) -> tuple[Broadcast, ...]:
    """The messages of this text, checked against the programme. Raises `FileRefused`.

    A title, text or place may be a table of languages, as in a programme.
    """
    spoken = partial(_spoken, own=program.language)
    return parse_toml(Broadcasts, text, name, partial(_require_sound, program), spoken).messages


def _spoken(data: Mapping[str, Any], own: Language) -> Mapping[str, Any]:
    """The messages in the programme's own language, each with what it says in others."""
    _require_unsaid(data)
    whole = {**data, "language": str(own)}
    others = (languages_of(whole) | set(added_languages())) - {own}
    require_every_language(whole)
    plain = {language: in_language(whole, language) for language in (own, *others)}
    messages = plain[own].get("messages")
    if not isinstance(messages, list):
        return data
    return {
        **data,
        "messages": [
            _with_others(one, {language: plain[language]["messages"][place] for language in others})
            for place, one in enumerate(messages)
        ],
    }


def _require_unsaid(data: Mapping[str, Any]) -> None:
    """What a message says in other languages stands in the tables of its texts and nowhere else."""
    messages = data.get("messages")
    for place, one in enumerate(messages if isinstance(messages, list) else ()):
        if isinstance(one, Mapping) and "said" in one:
            raise Malformed(f"messages[{place}].said", "an unknown field")


def _with_others(message: Any, others: Mapping[Language, Any]) -> Any:
    if not isinstance(message, Mapping):
        return message
    said = {
        str(language): {name: other[name] for name in WORDS if name in other}
        for language, other in others.items()
        if other != message
    }
    return {**message, "said": said}


def require_sound(program: Program, one: Broadcast) -> None:
    """Raises `Malformed` with the place of what cannot be sent to members of this programme."""
    for name, what in _faults(program, one):
        raise Malformed(f"$.{name}", what)


def _require_sound(program: Program, file: Broadcasts) -> None:
    for place, one in enumerate(file.messages):
        for name, what in _faults(program, one):
            raise Malformed(f"messages[{place}].{name}", what)
        if one.id in [earlier.id for earlier in file.messages[:place]]:
            raise Malformed(f"messages[{place}].id", f"{one.id!r} is already used above")


def _faults(program: Program, one: Broadcast) -> Iterator[tuple[str, str]]:
    yield from _faults_of_words(one)
    yield from _faults_of_target(program, one)
    if one.topic is not None and not 0 < len(one.topic) <= MAX_TOPIC:
        yield "topic", f"1 to {MAX_TOPIC} characters are needed"
    match one.kind:
        case MessageKind.SUPPORT:
            yield "kind", "support is answered member by member"
        case MessageKind.REMINDER:
            yield "kind", "the server reminds by itself"
        case MessageKind.EVENT if one.starts_at is None:
            yield "starts_at", "an event starts at some time"
        case MessageKind.NOTE:
            yield from _faults_of_note(program, one)
    if one.kind is not MessageKind.EVENT and (one.starts_at or one.ends_at or one.place):
        yield "kind", "times and place are of events"
    yield from _faults_of_places(one)
    if one.kind is not MessageKind.NOTE and (one.survey or one.reviewed):
        yield "survey" if one.survey else "reviewed", "only a note is about what was said"
    if one.starts_at and one.ends_at and one.ends_at <= one.starts_at:
        yield "ends_at", "the event ends before it starts"


def _faults_of_places(one: Broadcast) -> Iterator[tuple[str, str]]:
    if one.places is None:
        return
    if one.kind is not MessageKind.EVENT:
        yield "places", "only an event has places"
    elif not 0 < one.places <= MOST_PLACES:
        yield "places", f"1 to {MOST_PLACES} are needed"


def _faults_of_target(program: Program, one: Broadcast) -> Iterator[tuple[str, str]]:
    tiers = frozenset(level.id for level in program.tiers.levels)
    stores = frozenset(store.id for store in program.stores)
    yield from eligibility_faults("eligible", one.eligible, tiers, stores)
    here = (one.eligible.from_hour, one.eligible.until_hour, one.eligible.weekdays)
    if here != (EVERYBODY.from_hour, EVERYBODY.until_hour, EVERYBODY.weekdays):
        yield "eligible", "hours and weekdays are of offers; send_at says when it goes"
    if not 0 <= one.holdout <= MOST_HELD_OUT:
        yield "holdout", f"0 to {MOST_HELD_OUT} per cent"
    if one.kind is MessageKind.NOTE and (one.eligible != EVERYBODY or one.holdout):
        yield "eligible", "a note is for those who said something"


def _faults_of_words(one: Broadcast) -> Iterator[tuple[str, str]]:
    every: tuple[Broadcast | Wording, ...] = (one, *one.said.values())
    for words in every:
        if not 0 < len(words.title) <= LONGEST_TITLE:
            yield "title", f"1 to {LONGEST_TITLE} characters are needed"
        if not 0 < len(words.text) <= LONGEST_MESSAGE:
            yield "text", f"1 to {LONGEST_MESSAGE} characters are needed"


def _faults_of_note(program: Program, one: Broadcast) -> Iterator[tuple[str, str]]:
    """It is about a survey, or about reviews."""
    if one.reviewed is None or one.survey is not None:
        if one.survey not in {survey.id for survey in program.surveys}:
            yield "survey", f"the programme has no survey {one.survey!r}"
        elif one.reviewed is not None:
            yield "reviewed", "a note is about a survey or about reviews"
    elif one.reviewed not in {store.id for store in program.stores}:
        yield "reviewed", f"the programme has no store {one.reviewed!r}"
