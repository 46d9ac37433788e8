"""Files as other systems and spreadsheets write them: read with our names for their columns, or refused by line."""

from collections.abc import Iterator
from datetime import date
from decimal import ROUND_CEILING, ROUND_FLOOR

import pytest
from sqlalchemy import update
from sqlalchemy.orm import Session

from loyalty_server.moving.members_file import AS_WE_WRITE, SLASHES, MemberLine, Reading
from loyalty_server.moving.tables_read import passed_over
from loyalty_server.tables import BroughtInRow, CardRow, MemberRow, PlasticCardRow
from tests.server.conftest import in_memory
from tests.server.moving.moves import brought_in, checked, told
from tests.server.shop import PROGRAM_FILE, Shop

SHOP_ONLINE = (
    "Customer ID,First Name,Last Name,Email,Accepts Email Marketing,Phone,Total Spent,Note,Tags\r\n"
    '\'6940095564,Anna,Petrova,anna@shop.example,yes,\'+15417543010,1024.50,"likes tea,\ncalls late","vip, tea"\r\n'
    "'6940095565,Boris,,boris@shop.example,no,,0.00,,\r\n"
    "\r\n,,,,,,,,\r\n"
)
POINTS_APP = "Email,Points Balance,Member Status,VIP Tier,Birthday\nanna@shop.example,1200,member,silver,1/15/1990\n"
DIRECTORY = "First Name;Email Address;Phone Number;Birthday;Loyalty Points\r\nAnna;anna@shop.example;;15/01/1990;1\u00a0200,00\r\n"


@pytest.fixture
def shop() -> Iterator[Shop]:
    shop = Shop(in_memory())
    yield shop
    shop.database.close()


def only(shop: Shop, text: str, reading: Reading) -> MemberLine:
    (line,) = checked(shop, text, reading).new
    return line


def test_columns_of_another_system_are_read_by_our_names_for_them(shop: Shop) -> None:
    reading = Reading(ours={"first name": "first_name", "email": "email", "phone": "phone"})
    found = checked(shop, SHOP_ONLINE, reading)
    assert found.faults == []
    told_of = [(one.line, one.first_name, one.email, one.phone) for one in found.new]
    assert told_of == [
        (2, "Anna", "anna@shop.example", "+15417543010"),
        (4, "Boris", "boris@shop.example", None),
    ]


def test_columns_that_nobody_reads_are_told(shop: Shop) -> None:
    left = passed_over(SHOP_ONLINE, ("email", "phone"), {"first name": "first_name"})
    assert left == [
        "Customer ID", "Last Name", "Accepts Email Marketing", "Total Spent", "Note", "Tags",
    ]  # fmt: skip


def test_last_day_in_a_column_of_its_own_is_that_of_points_that_say_none(shop: Shop) -> None:
    reading = Reading(ours={"card": "card", "balance": "points", "expires": "points_until"})
    line = only(shop, "Card;Balance;Expires\nK1;120 2027-01-31 | 50;31.03.2027\n", reading)
    ends = [one.until and one.until.astimezone(shop.program().zone) for one in line.points]
    assert [f"{end:%Y-%m-%d %H:%M}" for end in ends if end] == [
        "2027-02-01 00:00",
        "2027-04-01 00:00",
    ]
    (owed,) = only(shop, "card,points,points_until\nK2,-30,2027-03-31\n", AS_WE_WRITE).points
    assert (owed.points, owed.until) == (-30, None)


def test_column_with_our_name_is_not_read_beside_the_one_named_for_it(shop: Shop) -> None:
    text = "card,points,balance\nK1,999,5\n"
    assert [one.points for one in only(shop, text, Reading(ours={"balance": "points"})).points] == [
        5
    ]


def test_column_that_is_not_there_is_told_before_any_line(shop: Shop) -> None:
    text = "card,balance\nK1,5\n"
    assert told(shop, text, Reading(ours={"points": "points"})) == [
        "1: no column is called 'points'"
    ]


def test_days_between_slashes_begin_with_what_was_said(shop: Shop) -> None:
    ours = {"points balance": "points", "vip tier": "tier"}
    american = only(shop, POINTS_APP, Reading(ours=ours, month_first=True))
    assert (american.birthday, american.tier) == (date(1990, 1, 15), "silver")
    ours = {"first name": "first_name", "email address": "email", "loyalty points": "points"}
    british = only(shop, DIRECTORY, Reading(ours=ours, month_first=False))
    assert british.birthday == date(1990, 1, 15)
    unsaid = "2: birthday: a day like 1990-02-28 or 28.02.1990 is needed"
    assert told(shop, POINTS_APP, Reading(ours={"points balance": "points"})) == [unsaid + SLASHES]
    wrong = Reading(ours={"points balance": "points"}, month_first=False)
    assert told(shop, POINTS_APP, wrong) == [unsaid]


@pytest.mark.parametrize(
    ("cell", "points"),
    [
        *(("1 234", 1234), ("1\u00a0234", 1234), ("1\u202f234\u202f567", 1234567), ("1'234", 1234)),
        *(
            ("1 234,00", 1234),
            ("-1 234", -1234),
            ("1 234 2027-03-31", 1234),
            ("120 2027-03-31", 120),
        ),
    ],
)
def test_points_are_read_as_spreadsheets_print_them(shop: Shop, cell: str, points: int) -> None:
    (line,) = checked(shop, f'card,points\nK1,"{cell}"\n').new
    assert [one.points for one in line.points] == [points]


@pytest.mark.parametrize("cell", ["1,234", "1.234", "12 34", "1 2345", "1e3", "12,5"])
def test_points_that_may_be_two_numbers_are_refused(shop: Shop, cell: str) -> None:
    (fault,) = told(shop, f'card,points\nK1,"{cell}"\n')
    assert fault.startswith("2: points: ")


@pytest.mark.parametrize(
    ("cell", "down", "up"),
    [("23.50", 23, 24), ("150,55", 150, 151), ("-30.5", -31, -30), ("1 250,40", 1250, 1251)],
)
def test_parts_of_a_point_are_rounded_as_was_said(
    shop: Shop, cell: str, down: int, up: int
) -> None:
    text = f'card,points\nK1,"{cell}"\n'
    (fault,) = told(shop, text)
    assert fault.endswith("--round says what becomes of a part of a point")
    for rounding, expected in ((ROUND_FLOOR, down), (ROUND_CEILING, up)):
        line = only(shop, text, Reading(rounding=rounding))
        assert [one.points for one in line.points] == [expected]


def test_less_than_a_point_is_none_where_it_is_rounded_down(shop: Shop) -> None:
    text = 'card,points\nK1,"0,40"\n'
    assert only(shop, text, Reading(rounding=ROUND_FLOOR)).points == ()


@pytest.mark.parametrize("cell", ["500.0000", "500,00", "500.0"])
def test_zeros_behind_the_point_are_no_part(shop: Shop, cell: str) -> None:
    (line,) = checked(shop, f'card,points\nK1,"{cell}"\n').new
    assert [one.points for one in line.points] == [500]


@pytest.mark.parametrize("cell", ["1.200", "1,200", "1.2.3", "12.34567890"])
def test_what_may_be_thousands_is_not_rounded(shop: Shop, cell: str) -> None:
    (fault,) = told(shop, f'card,points\nK1,"{cell}"\n', Reading(rounding=ROUND_FLOOR))
    assert fault.startswith("2: points: whole points are needed")


@pytest.mark.parametrize(
    ("cell", "joined"),
    [
        ("2021-02-11 14:05:00", date(2021, 2, 11)),
        ("02.05.2019 14:33", date(2019, 5, 2)),
        ("2021-05-01T12:00:00.000Z", date(2021, 5, 1)),
        ("2021-05-01 22:30:00 UTC", date(2021, 5, 2)),
        ("2021-05-01T22:30:00+00:00", date(2021, 5, 2)),
        ("1/15/2021 2:05 PM", date(2021, 1, 15)),
        ("1/15/2021 11:05 PM UTC", date(2021, 1, 16)),
        ("02.05.2024 23:30 UTC", date(2024, 5, 3)),
        ("2024-05-02 9:05:00Z", date(2024, 5, 2)),
        ("2024-05-02T12:05:00.1234567+0300", date(2024, 5, 2)),
    ],
)
def test_day_of_joining_may_be_a_moment(shop: Shop, cell: str, joined: date) -> None:
    assert shop.program().zone.key == "Europe/Moscow"
    line = only(shop, f"card,joined\nK1,{cell}\n", Reading(month_first=True))
    assert line.joined == joined


@pytest.mark.parametrize(
    "cell",
    [
        *("2021-02-30 14:05", "yesterday 14:05", "2021-05-01T25:00:00Z", "14:05"),
        *("2024-05-02T25:99", "2024-05-02 14:60", "2024-05-02 13:05 PM", "30.02.2024 9:05 UTC"),
    ],
)
def test_moment_that_never_was_is_refused(shop: Shop, cell: str) -> None:
    (fault,) = told(shop, f"card,joined\nK1,{cell}\n")
    assert fault.startswith("2: joined: a day like")


def test_birthday_is_no_moment(shop: Shop) -> None:
    (fault,) = told(shop, "card,birthday\nK1,1990-02-27T21:00:00Z\n")
    assert fault.startswith("2: birthday: a day like")


@pytest.mark.parametrize("cell", ["silver", "Silver", "Серебро", "СЕРЕБРО"])
def test_tier_is_named_by_id_or_name_in_any_case(shop: Shop, cell: str) -> None:
    assert only(shop, f"card,tier\nK1,{cell}\n", Reading()).tier == "silver"


def test_tier_that_two_levels_are_called_is_named_by_its_id() -> None:
    text = PROGRAM_FILE.read_text("utf-8").replace('name = "Золото"', 'name = "Серебро"')
    shop = Shop(in_memory(), program_text=text)
    try:
        (fault,) = told(shop, "card,tier\nK1,серебро\n")
        assert fault == "2: tier: 'серебро' may be each of silver, gold: write which"
        assert only(shop, "card,tier\nK1,gold\n", Reading()).tier == "gold"
    finally:
        shop.database.close()


def test_members_without_plastic_come_with_what_they_sign_in_with(shop: Shop) -> None:
    text = "email,phone,points\nanna@shop.example,,1200\n,+79000000002,\n"
    assert brought_in(shop, text) == 2
    assert len(shop.rows(CardRow)) == 2
    assert shop.rows(PlasticCardRow) == []
    assert {row.email for row in shop.rows(MemberRow)} == {"anna@shop.example", None}


def test_members_without_plastic_are_known_again(shop: Shop) -> None:
    text = "email,points\nanna@shop.example,1200\nboris@shop.example,5\n"
    assert brought_in(shop, text) == 2
    again = checked(shop, text)
    assert (list(again.new), again.here, again.faults) == ([], 2, [])
    assert len(shop.rows(BroughtInRow)) == 2
    assert told(shop, text.replace("1200", "1300")) == ["2: email: it belongs to a member here"]


def test_member_who_has_another_address_by_now_is_not_brought_in_twice(shop: Shop) -> None:
    text = "email,points\nanna@shop.example,1200\n"
    assert brought_in(shop, text) == 1

    def move(session: Session) -> None:
        session.execute(update(MemberRow).values(email="anna@elsewhere.example"))

    shop.database.write(move)
    assert (checked(shop, text).here, brought_in(shop, text)) == (1, 0)


def test_numbers_without_their_first_zeros_are_told(shop: Shop) -> None:
    cut = "card\n12345678905\n42100005264\n"
    (strange,) = checked(shop, cut).strange
    assert (strange.line, strange.what) == (
        2,
        "card: 12345678905 looks like 0012345678905 without the zeros that a spreadsheet cut off, and 1 more",
    )
    assert checked(shop, cut + "12345678906\n").strange == []
