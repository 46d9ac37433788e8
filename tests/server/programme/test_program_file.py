"""A programme file with a fault is refused with the line where it is."""

import pytest

from loyalty_server.programme.file import parse_program, read_program
from loyalty_server.toml_file import FileRefused, line_of
from tests.server.shop import PROGRAM_FILE

TEXT = PROGRAM_FILE.read_text("utf-8")

FAULTS = {
    'currency = "RUB"': ('currency = "roubles"', "currency: 'roubles' is not a currency"),
    'time_zone = "Europe/Moscow"': ('time_zone = "Moscow"', "time_zone: 'Moscow' is not"),
    'kind = "points"': ('kind = "coins"', "kind: one of points, cashback, discount is needed"),
    'seed = "#146B55"': ('seed = "green"', "brand.seed: a colour is written like"),
    "cap = 1000": ("cap = 0", "earn.cap: 0 is not between"),
    "minimum_basket = 10000": ("minimal_basket = 10000", "earn.minimal_basket: an unknown field"),
    "share = 50": ("share = 150", "burn.share: 150.0 is not between"),
    "worth = 100": ('worth = "100"', "burn.worth: a whole number is needed"),
    "months = 12": ("months = 5", "tiers.months: a calendar window has"),
    "rate = 7": ("rate = -1", "tiers.levels[2].rate: -1.0 is not between"),
    "needs = 3000000": ("needs = 900000", "tiers.levels[2].needs: levels are written from"),
    "keep = 800000": ("keep = 1800000", "tiers.levels[1].keep: keeping a level cannot"),
    'id = "gold"': ('id = "silver"', "tiers.levels[2].id: 'silver' is already used"),
    "value = 3": ("value = 1", "offers[0].value: 1 is not between 1.01 and"),
    'kind = "multiplier"': ('kind = "lottery"', "offers[0].kind: one of multiplier"),
    "ends_on = 2026-11-30": ("ends_on = 2026-10-30", "offers[0].ends_on: the offer ends before"),
    "starts_on = 2026-11-01": ("starts_on = 1", "offers[0].starts_on: an ISO 8601 date"),
    'id = "sadovaya"': ('id = "lesnaya"', "stores[1].id: 'lesnaya' is already used"),
    '[brand]\nseed = "#146B55"': ("", ":1: brand: missing"),
    "[burn]": ("[burn", ": Expected ']' at the end of a table declaration"),
}


def test_sound_programme_is_read() -> None:
    program = read_program(PROGRAM_FILE)
    assert [level.name for level in program.tiers.levels] == ["Бронза", "Серебро", "Золото"]
    assert program.tiers.levels[1].keep == 800_000


@pytest.mark.parametrize("right", FAULTS)
def test_fault_is_told_with_its_line(right: str) -> None:
    wrong, what = FAULTS[right]
    assert TEXT.count(right) == 1
    with pytest.raises(FileRefused) as refusal:
        parse_program(TEXT.replace(right, wrong), "lavka.toml")
    line = TEXT[: TEXT.index(right)].count("\n") + 1 if wrong else 1
    assert str(refusal.value).startswith(f"lavka.toml:{line}:")
    assert what in str(refusal.value)


def test_line_of_a_field_in_an_inline_table_is_the_tables() -> None:
    assert line_of(TEXT, "points_name.few") == 6


def test_missing_table_of_a_list_is_told_at_its_header() -> None:
    text = TEXT.replace('name = "Золото"\n', "")
    with pytest.raises(FileRefused, match=r"levels\[2\].name: missing") as refusal:
        parse_program(text, "lavka.toml")
    header = [number for number, line in enumerate(text.splitlines(), 1) if "levels]]" in line][2]
    assert str(refusal.value).startswith(f"lavka.toml:{header}:")
