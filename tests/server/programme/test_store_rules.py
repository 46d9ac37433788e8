"""Hours, phone and place of a store in a programme file."""

from datetime import date

import pytest

from loyalty_api.programme import OpenHours, Place, SpecialDay
from loyalty_server.programme.file import parse_program
from loyalty_server.programme.store_rules import store_seen
from loyalty_server.toml_file import FileRefused
from tests.server.shop import PROGRAM_FILE

TEXT = PROGRAM_FILE.read_text("utf-8")
BEGINNING = '[[stores]]\nid = "lesnaya"\n'


def with_store(*lines: str) -> str:
    return TEXT.replace(BEGINNING, BEGINNING + "\n".join(lines) + "\n", 1)


def test_store_is_seen_with_its_hours_day_by_day() -> None:
    text = with_store(
        'phone = "+78120000012"',
        "latitude = 59.9853",
        "longitude = 30",
        'hours = { sat-mon = "10:00-13:00, 14:00-24:00", thu = "22:00-02:00" }',
        'special_days = { 2027-01-01 = "closed", 2026-12-31 = "09:00-18:00" }',
    )
    seen = store_seen(parse_program(text, "lavka.toml").stores[0])
    assert (seen.phone, seen.place) == ("+78120000012", Place(59.9853, 30.0))
    assert [(one.weekday, one.opens, one.closes) for one in seen.hours] == [
        (1, "10:00", "13:00"),
        (1, "14:00", "00:00"),
        (4, "22:00", "02:00"),
        (6, "10:00", "13:00"),
        (6, "14:00", "00:00"),
        (7, "10:00", "13:00"),
        (7, "14:00", "00:00"),
    ]
    assert isinstance(seen.hours[0], OpenHours)
    assert seen.special_days == (
        SpecialDay(date(2026, 12, 31), "09:00", "18:00"),
        SpecialDay(date(2027, 1, 1)),
    )


@pytest.mark.parametrize(
    ("line", "fault"),
    [
        ('phone = "8 812 000"', "stores[0].phone: a number is written with its country"),
        ("latitude = 59.9", "stores[0].latitude: a place has both"),
        ("latitude = 95\nlongitude = 30", "stores[0].latitude: degrees from -90 to 90"),
        ('hours = { monday = "08:00-22:00" }', "stores[0].hours.monday: days are needed"),
        ('hours = { mon-fri = "08:00-22:00", fri = "08:00-20:00" }', "stands twice"),
        ('hours = { mon = "8-22" }', "stores[0].hours.mon: hours are written like"),
        ('hours = { mon = "08:00-25:00" }', "stores[0].hours.mon: hours are written like"),
        ('special_days = { new-year = "closed" }', "special_days.new-year: a day is written"),
        ('special_days = { 2026-12-31 = "shut" }', "special_days.2026-12-31: hours are written"),
    ],
)
def test_fault_in_a_store_is_told_with_its_line(line: str, fault: str) -> None:
    with pytest.raises(FileRefused) as refusal:
        parse_program(with_store(line), "lavka.toml")
    assert fault in str(refusal.value)
    number = TEXT[: TEXT.index(BEGINNING)].count("\n") + 3
    assert str(refusal.value).startswith(f"lavka.toml:{number}:")
