"""An event as a calendar file: RFC 5545, line by line."""

from datetime import UTC, datetime, timedelta, timezone

from loyalty_api.calendar_file import calendar_file
from loyalty_api.messages import Event

MADE = datetime(2026, 11, 20, 9, 0, tzinfo=UTC)
MOSCOW = timezone(timedelta(hours=3))
TASTING = Event(
    datetime(2026, 12, 5, 12, 0, tzinfo=MOSCOW),
    datetime(2026, 12, 5, 14, 0, tzinfo=MOSCOW),
    "Тверская, 1",
)


def unfolded(file: str) -> list[str]:
    return file.replace("\r\n ", "").split("\r\n")


def test_calendar_reads_the_event_in_utc_with_its_text_escaped() -> None:
    file = calendar_file(
        "m7@loyalty.example", "Дегустация; сыры", "Сыр\\вино,\r\nхлеб\0", TASTING, MADE
    )
    assert unfolded(file) == [
        "BEGIN:VCALENDAR",
        "VERSION:2.0",
        "PRODID:-//Kopilka//Loyalty wallet//EN",
        "BEGIN:VEVENT",
        "UID:m7@loyalty.example",
        "DTSTAMP:20261120T090000Z",
        "DTSTART:20261205T090000Z",
        "DTEND:20261205T110000Z",
        "SUMMARY:Дегустация\\; сыры",
        "DESCRIPTION:Сыр\\\\вино\\,\\nхлеб",
        "LOCATION:Тверская\\, 1",
        "END:VEVENT",
        "END:VCALENDAR",
        "",
    ]


def test_long_lines_are_folded_and_no_character_is_cut_in_two() -> None:
    text = "Приходите пробовать сыры, " * 20
    file = calendar_file("m7", "Сыры", text, TASTING, MADE)
    assert all(len(line) <= 75 for line in file.encode().split(b"\r\n"))
    assert text.replace(",", "\\,") in file.replace("\r\n ", "")


def test_event_of_a_moment_has_no_end_and_what_is_not_said_is_not_written() -> None:
    file = calendar_file("m7", "Сыры", "", Event(TASTING.starts_at), MADE)
    assert not any(name in file for name in ("DTEND", "DESCRIPTION", "LOCATION"))
