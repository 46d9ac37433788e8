"""`docs/members.md` tells every column of a file of members, and its example is read."""

from datetime import UTC, datetime

from loyalty_server.members.consents import standard_texts
from loyalty_server.moving.members_file import (
    COLUMNS,
    READERS,
    TOLD_APART,
    MemberLine,
    read_members,
)
from loyalty_server.programme.file import parse_program
from tests.papers.pages import page
from tests.server.shop import PROGRAM_FILE

PAGE = page("docs/members.md")


def test_page_tells_every_column_in_order_and_which_tell_a_member() -> None:
    rows = [row.cells for row in PAGE.rows if row.heading == "The file"]
    assert [name for name, *_ in rows] == [f"`{name}`" for name in COLUMNS]
    needed = [name.strip("`") for name, default, _ in rows if default == "one of three"]
    assert needed == [*TOLD_APART]


def test_example_has_every_column_and_is_read() -> None:
    (text,) = (code.text for code in PAGE.code if code.language == "csv")
    assert text.partition("\n")[0].split(",") == list(READERS)
    program = parse_program(PROGRAM_FILE.read_text("utf-8"), "lavka.toml")
    anna, boris, nameless = list(read_members(text, program, standard_texts()))
    assert isinstance(anna, MemberLine)
    assert isinstance(boris, MemberLine)
    assert isinstance(nameless, MemberLine)
    assert [card.printed for card in anna.card] == ["4600000000015", "KL-001/7"]
    assert [one.points for one in (*anna.points, *boris.points)] == [120, 50, -30, 40]
    assert anna.points[0].until == datetime(2027, 3, 31, 21, tzinfo=UTC)
    assert (nameless.phone, nameless.points, nameless.tier) == (None, (), "bronze")
