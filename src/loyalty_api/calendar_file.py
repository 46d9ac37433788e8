"""An event as a file that any calendar opens: iCalendar, RFC 5545."""

from collections.abc import Iterator
from datetime import UTC, datetime

from loyalty_api.messages import Event

LINE_OCTETS = 75
_ESCAPED = str.maketrans({"\\": "\\\\", ";": "\\;", ",": "\\,", "\n": "\\n", "\r": None})


def calendar_file(uid: str, title: str, text: str, event: Event, made_at: datetime) -> str:
    """The event as one `VCALENDAR`; `uid` stays the same so that a calendar keeps it once.

    Lines end in CRLF and are folded at 75 octets of UTF-8 (3.1); times are in UTC (3.3.5).
    """
    return "".join(f"{_folded(line)}\r\n" for line in _lines(uid, title, text, event, made_at))


def _lines(uid: str, title: str, text: str, event: Event, made_at: datetime) -> Iterator[str]:
    yield from ("BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//Kopilka//Loyalty wallet//EN")
    yield from ("BEGIN:VEVENT", f"UID:{_text(uid)}", f"DTSTAMP:{_time(made_at)}")
    yield f"DTSTART:{_time(event.starts_at)}"
    if event.ends_at:
        yield f"DTEND:{_time(event.ends_at)}"
    yield f"SUMMARY:{_text(title)}"
    if text:
        yield f"DESCRIPTION:{_text(text)}"
    if event.place:
        yield f"LOCATION:{_text(event.place)}"
    yield from ("END:VEVENT", "END:VCALENDAR")


def _time(moment: datetime) -> str:
    return f"{moment.astimezone(UTC):%Y%m%dT%H%M%SZ}"


def _text(value: str) -> str:
    """3.3.11; a line break of any system becomes `\\n`, other control characters go."""
    one_kind = value.replace("\r\n", "\n").translate(_ESCAPED)
    return "".join(letter for letter in one_kind if letter >= " " or letter == "\t")


def _folded(line: str) -> str:
    """No character is cut in two; each line after the first starts with the space of the fold."""
    pieces, size = [""], 0
    for letter in line:
        octets = len(letter.encode())
        if size + octets > LINE_OCTETS:
            pieces.append(" ")
            size = 1
        pieces[-1] += letter
        size += octets
    return "\r\n".join(pieces)
