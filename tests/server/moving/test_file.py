"""What a file of members may not say, each fault told with its line and its column."""

from collections.abc import Iterator
from datetime import date

import pytest

from loyalty_server.moving.members_file import COUNTRY, SLASHES, Reading
from loyalty_server.tables import BroughtInRow, CardRow
from tests.server.conftest import in_memory
from tests.server.moving.moves import brought_in, checked, told
from tests.server.shop import Shop

DAY = "a day like 1990-02-28 or 28.02.1990 is needed"
MOMENT = "a day like 2027-03-31 or 31.03.2027, or a moment with its zone, is needed"
CUT = "was a number before a spreadsheet wrote it: format the column as text"
HASH = "0" * 64


@pytest.fixture(scope="module")
def shop() -> Iterator[Shop]:
    """Nothing is written to it but one member."""
    shop = Shop(in_memory())
    brought_in(shop, "card,phone,email\nK1,+79000000001,anna@shop.example\n")
    shop.join_programme()
    yield shop
    shop.database.close()


PASS = "GW1" + "0" * 30
WRONG = [
    ("card", " | ".join(map(str, range(21))), "at most 20 numbers as they are printed are needed"),
    ("card", "АБ-17", "'АБ-17' has letters that no scanner reads: Latin ones are needed"),
    ("card", "--", "'--' is no number of a card: 1 to 48 signs are needed"),
    ("card", "K" * 49, f"{'K' * 49!r} is no number of a card: 1 to 48 signs are needed"),
    ("card", "4,60000000001E+12", f"'4,60000000001E+12' {CUT}"),
    ("card", "46E+11", f"'46E+11' {CUT}"),
    ("card", "4600000000015.0", f"'4600000000015.0' {CUT}"),
    ("card", "xlw1-7", "'xlw1-7' looks like a code of the app"),
    ("card", "gw1 7", "'gw1 7' looks like a code of the app"),
    ("card", f"K{PASS}", f"'K{PASS}' looks like a code of the app"),
    (
        "card",
        "290000000001812345678",
        "'290000000001812345678' would be taken for a card's number and a code after it",
    ),
    ("card", "K7 |", "'' is no number of a card: 1 to 48 signs are needed"),
    ("phone", "89000000002", f"a phone number with its country code is needed{COUNTRY}"),
    ("phone", "+8900", "a phone number with its country code is needed"),
    ("phone", "+74951234567", "a mobile phone's number is needed"),
    ("email", "anna@", "an e-mail address is needed"),
    ("email", "анна@shop.example", "a mailbox name in Latin letters is needed"),
    ("first_name", "a\x07", "at most 80 printable characters are needed"),
    ("first_name", "a" * 81, "at most 80 printable characters are needed"),
    ("birthday", "28/02/1990", DAY + SLASHES),
    ("birthday", "02.28.1990", DAY),
    ("birthday", "28.02.90", DAY),
    ("birthday", "1990-02-28 10:00:00", DAY),
    ("birthday", "1990-02-30", DAY),
    ("birthday", "0001-01-01", DAY),
    ("birthday", "2026-11-21", "a day of the past is needed"),
    ("joined", "2026-11-21", "a day of the past is needed"),
    (
        "points",
        "1.5",
        (
            "whole points are needed, at most 1000000000, like `120 2027-03-31`"
            "; --round says what becomes of a part of a point"
        ),
    ),
    (
        "points",
        "0 2027-03-31",
        "whole points are needed, at most 1000000000, like `120 2027-03-31`",
    ),
    ("points", "1000000001", "whole points are needed, at most 1000000000, like `120 2027-03-31`"),
    ("points", "5 |", "whole points are needed, at most 1000000000, like `120 2027-03-31`"),
    ("points", "5 31/03/2027", MOMENT + SLASHES),
    ("points", "1.000", "whole points are needed, at most 1000000000, like `120 2027-03-31`"),
    ("points", "5 9999-12-31", DAY),
    ("points", "5 2027-03-31T00:00:00", MOMENT),
    ("points", "5 2026-11-19", "the last day of the 5 is over or too far"),
    ("points", "5 2200-01-01", "the last day of the 5 is over or too far"),
    ("points", "5 2027-01-01 2027-02-01", "the 5 end before they begin"),
    ("points", "-5 | 7", "points that are owed stand alone: spendable ones would pay them"),
    (
        "points",
        "-5 2027-01-01",
        "points, their last day and their first are needed, like `120 2027-03-31`",
    ),
    ("points_until", "31/03/2027", MOMENT + SLASHES),
    ("tier", "platinum", "'platinum' is none of bronze, silver, gold"),
    ("tier_until", "2027-01-01", "the lowest tier has no end"),
    (
        "consents",
        "rules 2024-05-02",
        "purpose, day and version are needed, like `rules 2024-05-02 2026-11`",
    ),
    ("consents", "rules 2026-11-21 2026-11", "a day of the past is needed"),
    (
        "consents",
        "rules 2024-05-02 1",
        "the text of rules 1 is not known: put its SHA-256 behind it",
    ),
    ("consents", f"rules 2024-05-02 2026-11 {HASH}", "the SHA-256 is not that of rules 2026-11"),
    (
        "consents",
        f"rules 2024-05-02 1 {HASH} | rules 2024-05-02 2 {HASH}",
        "each purpose can be agreed to once",
    ),
]


@pytest.mark.parametrize(("column", "cell", "what"), WRONG)
def test_cell_that_cannot_be_is_told_with_line_and_column(
    shop: Shop, column: str, cell: str, what: str
) -> None:
    head = "card" if column == "card" else f"card,{column}"
    row = f'"{cell}"' if column == "card" else f'K2,"{cell}"'
    assert told(shop, f"{head}\n{row}\n") == [f"2: {column}: {what}"]


@pytest.mark.parametrize(
    ("text", "faults"),
    [
        ("", ["1: a head is needed, like card,phone,email,first_name,birthday,points,tier,tier_until,joined,consents,points_until"]),
        ("first_name\nAnna\n", ["2: a card's number, a phone or an e-mail address is needed"]),
        ("card,phone,points\n,,5\n", ["2: a card's number, a phone or an e-mail address is needed"]),
        ("card,card\nK2,K3\n", ["1: the column 'card' stands there twice"]),
        ("card,cash\nK2,1\n", ["1: no column is called 'cash'; there are card, phone, email, first_name, birthday, points, tier, tier_until, joined, consents, points_until"]),
        ("card,phone\nK2\n", ["2: 1 cells, where the head has 2"]),
        ('card\nK2\n"K3\n', ["3: no CSV: unexpected end of data"]),
        ("card\n012345678905\n0012345678905\n", ["3: card: the same as in line 2"]),
        ("card\nK2\nk 2\n", ["3: card: the same as in line 2"]),
        ("card\nK2 | k-2\n", ["2: card: the same number twice"]),
        ("card,phone\nK2,+79000000002\nK3,+7 900 000-00-02\n", ["3: phone: the same as in line 2; several cards of one member stand in one cell, with a bar between"]),
        ("card,phone\nK2,+79000000001\n", ["2: phone: it belongs to a member here"]),
        ("card,email\nK2,Anna@shop.example\n", ["2: email: it belongs to a member here"]),
        ("card\nK1\n", ["2: card: K1 was brought in from another line; what has changed since is corrected by `kopilka ledger propose`"]),
        ('card,first_name\n"K2","a\nb"\nK3,\x07\n', ["4: first_name: at most 80 printable characters are needed"]),
        ("card,points,phone\nK2,x,y\n", ["2: phone: a phone number with its country code is needed", "2: points: whole points are needed, at most 1000000000, like `120 2027-03-31`"]),
    ],
)  # fmt: skip
def test_file_that_cannot_be_is_told_with_its_lines(
    shop: Shop, text: str, faults: list[str]
) -> None:
    assert told(shop, text) == faults


def test_apps_own_number_of_a_member_is_taken(shop: Shop) -> None:
    brought = {row.member_id for row in shop.rows(BroughtInRow)}
    (own,) = (row.number for row in shop.rows(CardRow) if row.member_id not in brought)
    assert told(shop, f"card\n{own}\n") == [f"2: card: {own} is the card of a member here"]


@pytest.mark.parametrize("separator", [",", ";", "\t"])
def test_spreadsheets_separators_spaces_and_empty_lines_are_read(
    shop: Shop, separator: str
) -> None:
    text = f"card{separator} phone\n K2 {separator} +7 900 000 00 02 \n\n{separator}\n"
    (line,) = checked(shop, text).new
    assert (line.card[0].printed, line.phone) == ("K2", "+79000000002")


def test_what_spreadsheets_write_is_read(shop: Shop) -> None:
    text = "sep=;\r\nCard;Birthday;Joined;Points;;\r\n4\u00a0600\u00a0000\u00a0000\u00a0015;8.02.1990;2020-01-02 00:00:00;120,00;;\r\nK2;;;0;;\r\n"
    first, second = checked(shop, text).new
    assert (first.line, first.card[0].printed, first.card[0].number) == (
        3,
        "4 600 000 000 015",
        "4600000000015",
    )
    assert (first.birthday, first.joined) == (date(1990, 2, 8), date(2020, 1, 2))
    assert [one.points for one in first.points] == [120]
    assert second.points == ()


def test_phones_are_read_as_their_country_writes_them(shop: Shop) -> None:
    text = "card,phone\nK2,8 (900) 000-00-02\nK3,79000000003\nK4,9000000004\nK5,+393481234567\n"
    found = checked(shop, text, Reading(country="RU"))
    assert found.faults == []
    phones = ["+79000000002", "+79000000003", "+79000000004", "+393481234567"]
    assert [line.phone for line in found.new] == phones
    assert len(checked(shop, text).faults) == 3


def test_number_that_is_no_ean_is_strange_and_no_fault(shop: Shop) -> None:
    found = checked(shop, "card\n4600000000010\n4600000000015\n460000000001A\n")
    assert found.faults == []
    (strange,) = found.strange
    assert (strange.line, strange.what) == (
        2,
        "card: 4600000000010 is no EAN-13, its last digit is not that",
    )


def test_discount_card_has_no_points(shop: Shop) -> None:
    text = shop.program_text.replace('kind = "points"', 'kind = "discount"')
    card = Shop(in_memory(), program_text=text)
    assert told(card, "card,points\nK2,5\n") == [
        "2: points: this programme is a discount card, which has no points"
    ]
    card.database.close()
