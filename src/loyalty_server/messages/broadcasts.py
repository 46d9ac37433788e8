"""What the programme writes to many: news, events and notes, read from a TOML file."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from functools import partial

from loyalty_api.codec import Malformed
from loyalty_api.messages import LONGEST_MESSAGE, MessageKind
from loyalty_server.programme.program import Program
from loyalty_server.toml_file import parse_toml

LONGEST_TITLE = 120


@dataclass(frozen=True)
class Broadcast:
    """One message to many; the `id` is the operator's, and each member gets it once.

    News and events go to every member, or to those who chose the `topic` and those who chose none.
    A note goes to those who answered the programme's `survey`.
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


@dataclass(frozen=True)
class Broadcasts:
    """A file of them, in the order in which they are sent."""

    messages: tuple[Broadcast, ...]


def parse_broadcasts(text: str, name: str, program: Program) -> tuple[Broadcast, ...]:
    """The messages of this text, checked against the programme. Raises `FileRefused`."""
    return parse_toml(Broadcasts, text, name, partial(_require_sound, program)).messages


def _require_sound(program: Program, file: Broadcasts) -> None:
    for place, one in enumerate(file.messages):
        for name, what in _faults(program, one):
            raise Malformed(f"messages[{place}].{name}", what)
        if one.id in [earlier.id for earlier in file.messages[:place]]:
            raise Malformed(f"messages[{place}].id", f"{one.id!r} is already used above")


def _faults(program: Program, one: Broadcast) -> Iterator[tuple[str, str]]:
    if not 0 < len(one.title) <= LONGEST_TITLE:
        yield "title", f"1 to {LONGEST_TITLE} characters are needed"
    if not 0 < len(one.text) <= LONGEST_MESSAGE:
        yield "text", f"1 to {LONGEST_MESSAGE} characters are needed"
    match one.kind:
        case MessageKind.SUPPORT:
            yield "kind", "support is answered member by member"
        case MessageKind.EVENT if one.starts_at is None:
            yield "starts_at", "an event starts at some time"
        case MessageKind.NOTE if one.survey not in {survey.id for survey in program.surveys}:
            yield "survey", f"the programme has no survey {one.survey!r}"
    if one.kind is not MessageKind.EVENT and (one.starts_at or one.ends_at or one.place):
        yield "kind", "times and place are of events"
    if one.kind is not MessageKind.NOTE and one.survey:
        yield "survey", "only a note is about a survey"
    if one.starts_at and one.ends_at and one.ends_at <= one.starts_at:
        yield "ends_at", "the event ends before it starts"
