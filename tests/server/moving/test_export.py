"""Everything is written out, readable by its owner alone, and nothing that opens doors."""

import csv
import json
import re
import stat
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import LargeBinary, Table

from loyalty_server.database.columns import Base
from loyalty_server.members.consents import standard_texts
from loyalty_server.moving.csv_files import cell, without_guard
from loyalty_server.moving.export import LEFT_HERE, OPENS_DOORS, export, told_columns, told_tables
from loyalty_server.tables import CredentialRow, TillRow
from tests.server.conftest import in_memory
from tests.server.moving.moves import brought_in
from tests.server.shop import Shop

PLAIN_NUMBER = re.compile(r"[+-]?[0-9]+")
SOUNDS_SECRET = ("hash", "key", "token", "secret", "code", "encrypted", "fingerprint")
NO_SECRETS = {
    "balance.hash",
    "consent.text_hash",
    "engine_call.key",
    "entry.hash",
    "entry.previous_hash",
    "member.referral_code",
}
"""Sums that anybody can work out, what a call is told once by, and what members give to their friends."""


def test_everything_a_shop_has_is_written_and_no_key_of_it(tmp_path: Path) -> None:
    shop = Shop(in_memory())
    brought_in(shop, "card,first_name\nK1,'=HYPERLINK(1)\n")
    phone = shop.join_programme()
    shop.buy(phone)
    folder = tmp_path / "left"
    shop.read(lambda session: list(export(session, standard_texts(), folder, shop.clock.now)))
    files = [file for file in folder.rglob("*") if file.is_file()]
    assert {file.stem for file in files} == {"members", *(table.name for table in told_tables())}
    assert {stat.S_IMODE(file.stat().st_mode) for file in files} == {0o600}
    assert stat.S_IMODE(folder.stat().st_mode) == 0o700
    with (folder / "tables" / "purchase_line.csv").open(encoding="utf-8", newline="") as file:
        assert [row["title"] for row in csv.DictReader(file)] == ["Капучино", "Хлеб"]
    with (folder / "tables" / "purchase.csv").open(encoding="utf-8", newline="") as file:
        (purchase,) = csv.DictReader(file)
    assert json.loads(purchase["breakdown"])
    assert purchase["at"] == "2026-11-20T09:00:30+00:00"
    everything = "".join(file.read_text("utf-8") for file in files)
    assert "'=HYPERLINK(1)" in everything
    (till,), (credential,) = shop.rows(TillRow), shop.rows(CredentialRow)
    for secret in (till.key_hash, phone.key.hex(), str(credential.encrypted_key)):
        assert secret not in everything
    shop.database.close()


@pytest.mark.parametrize("table", told_tables(), ids=lambda table: table.name)
def test_no_column_that_opens_doors_is_told(table: Table) -> None:
    for column in told_columns(table):
        name = f"{table.name}.{column.name}"
        sounds_secret = any(word in column.name for word in SOUNDS_SECRET)
        assert name in NO_SECRETS or not (sounds_secret or isinstance(column.type, LargeBinary)), (
            f"{name} is exported: withhold it, or say here why it opens nothing"
        )


def test_what_is_left_here_is_there() -> None:
    tables = Base.metadata.tables
    assert tables.keys() >= LEFT_HERE.keys()
    for name, columns in OPENS_DOORS.items():
        assert columns <= set(tables[name].c.keys())


@pytest.mark.parametrize(
    ("text", "written"),
    [
        ("=1+1", "'=1+1"),
        ("@a", "'@a"),
        (" =1+1", "' =1+1"),
        ("\uff1d1", "'\uff1d1"),
        ("\t1", "'\t1"),
        ("-50 | 30", "'-50 | 30"),
        ("'=a", "''=a"),
        ("+79000000001", "+79000000001"),
        ("-50", "-50"),
        ("Анна", "Анна"),
        ("'н", "'н"),
        ("\u00a0=1+1", "'\u00a0=1+1"),
        ('"=1+1', "'\"=1+1"),
        ("\r=1", "'\r'=1"),
        ("Спасибо;=1+1", "Спасибо;'=1+1"),
        ('a; "=1+1"', 'a;\' "=1+1"'),
        ("a;'=1", "a;''=1"),
        ("два\n=1+1", "два\n'=1+1"),
        ("два\r\n\n@a", "два\r\n\n'@a"),
        ("a\t\uff1d1", "a\t'\uff1d1"),
        ("a; b, -1 или 2 = 3", "a; b, -1 или 2 = 3"),
    ],
)
def test_texts_are_no_formulas_and_come_back_as_they_were(text: str, written: str) -> None:
    assert cell(text) == written
    assert without_guard(written) == text


@given(st.text(st.sampled_from("aя1 ;,\t\r\n'\"=+-@\u00a0\uff1d")))
def test_no_spreadsheet_finds_a_formula_however_it_separates(text: str) -> None:
    written = cell(text)
    torn = re.split(r"[;\t\r\n]", written) if not PLAIN_NUMBER.fullmatch(text) else []
    assert not [one for one in torn if one.lstrip(' "\u00a0')[:1] in tuple("=+-@\uff1d")]
    assert without_guard(written) == text


def test_object_in_a_cell_is_the_same_and_no_place_to_begin_a_formula() -> None:
    said = {"why": ["a;=1+1", "b\n=2"]}
    written = cell(said)
    assert not re.search(r"[;\t\r\n]", written)
    assert json.loads(written) == said
