"""Server-Sent Events (WHATWG HTML, 9.2): bytes to events."""

import json
from collections.abc import AsyncIterator, Iterable, Mapping
from dataclasses import dataclass
from typing import Final

from kopilka.domain import Unreachable
from loyalty_api.json_depth import is_too_deep

MAX_EVENT_BYTES: Final = 64 * 1024


@dataclass(frozen=True)
class Event:
    """What happened to the wallet: `id` is the member's sequence, `data` ids and headline numbers.

    One that only says where the sequence stands has the kind `message` and no data.
    """

    id: str | None
    kind: str
    data: Mapping[str, object]


async def events_in(chunks: AsyncIterator[bytes]) -> AsyncIterator[Event]:
    """The events of a stream. Pings are passed over; data that is no object counts as none."""
    rest = b""
    lines: list[str] = []
    async for chunk in chunks:
        rest += chunk
        *whole, rest = rest.split(b"\n")
        if len(rest) + sum(map(len, lines)) > MAX_EVENT_BYTES:
            raise Unreachable("an event beyond all bounds")
        for line in whole:
            text = line.removesuffix(b"\r").decode("utf-8", "replace")
            if text:
                lines.append(text)
                continue
            if event := _event(lines):
                yield event
            lines = []


def _event(lines: Iterable[str]) -> Event | None:
    fields = {"event": "message"}
    data: list[str] = []
    for line in lines:
        name, _, value = line.partition(":")
        value = value.removeprefix(" ")
        if name == "data":
            data.append(value)
        else:
            fields[name] = value
    if not data and "id" not in fields:
        return None
    return Event(fields.get("id"), fields["event"], _object("\n".join(data)))


def _object(text: str) -> Mapping[str, object]:
    if is_too_deep(text):
        return {}
    try:
        content = json.loads(text)
    except (ValueError, RecursionError):
        return {}
    return content if isinstance(content, dict) else {}
