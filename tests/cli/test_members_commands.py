"""Members are brought in and taken out by commands."""

import stat
from errno import EACCES
from os import strerror
from pathlib import Path

import pytest

from kopilka_cli.main import main
from loyalty_server.moving.members_file import COUNTRY
from loyalty_server.tables import BalanceRow, MemberRow
from tests.server.shop import Shop

pytestmark = pytest.mark.slow

FILE = "card,phone,points\nK1,+79000000001,120\nK2,+79000000002,30\n"


def run(*arguments: object) -> int:
    return main([str(one) for one in arguments])


@pytest.fixture
def where(url: str, tmp_path: Path) -> tuple[object, ...]:
    return ("--database-url", url, "--keys", tmp_path / "server.key")


def written(tmp_path: Path, text: str, encoding: str = "utf-8-sig") -> Path:
    file = tmp_path / "members.csv"
    file.write_text(text, encoding)
    return file


def test_file_is_checked_brought_in_and_known_the_next_time(
    shop: Shop, where: tuple[object, ...], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file = written(tmp_path, FILE)
    assert run("members", "import", file, "--check", *where) == 0
    assert "2 members to bring in" in capsys.readouterr().out
    assert shop.rows(MemberRow) == []
    assert run("members", "import", file, *where) == 0
    assert "2 members brought in" in capsys.readouterr().out
    assert sorted(row.posted for row in shop.rows(BalanceRow)) == [30, 120]
    assert run("members", "import", file, *where) == 0
    assert "2 are here already" in capsys.readouterr().out
    assert run("ledger", "check", *where[:2]) == 0


def test_nothing_is_written_of_a_file_with_a_fault(
    shop: Shop, where: tuple[object, ...], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    many = "".join(f"A{number},1,x\n" for number in range(30))
    assert run("members", "import", written(tmp_path, FILE + many), *where) == 1
    told = capsys.readouterr().err.splitlines()
    phone = "phone: a phone number with its country code is needed"
    assert told[0] == f"members.csv:4: {phone}{COUNTRY}"
    assert told[-2:] == ["and 10 more are wrong", "nothing was written"]
    assert shop.rows(MemberRow) == []


@pytest.mark.parametrize(
    ("encoding", "what"), [("cp1251", ":2: not UTF-8"), ("utf-16", ":1: UTF-16")]
)
def test_file_in_another_encoding_is_refused_with_its_line(
    shop: Shop,
    where: tuple[object, ...],
    tmp_path: Path,
    encoding: str,
    what: str,
    capsys: pytest.CaptureFixture[str],
) -> None:
    file = written(tmp_path, "card,first_name\nK1,Анна\n", encoding)
    assert run("members", "import", file, *where) == 1
    assert what in capsys.readouterr().err


def test_no_members_without_a_programme(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    where = ("--database-url", f"sqlite:///{tmp_path}/empty.db", "--keys", tmp_path / "key")
    assert run("members", "import", written(tmp_path, FILE), *where) == 1
    assert "kopilka program publish" in capsys.readouterr().err


def test_everything_is_exported_once_with_a_warning(
    shop: Shop,
    url: str,
    where: tuple[object, ...],
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
) -> None:
    run("members", "import", written(tmp_path, FILE), *where)
    folder = tmp_path / "left"
    capsys.readouterr()
    assert run("export", folder, "--database-url", url) == 0
    said = capsys.readouterr()
    assert "members.csv 2" in said.out
    assert "personal data" in said.err
    assert stat.S_IMODE(folder.stat().st_mode) == 0o700
    assert run("export", folder, "--database-url", url) == 1
    assert "is there already" in capsys.readouterr().err


def test_group_is_set_listed_and_dropped(
    shop: Shop,
    url: str,
    where: tuple[object, ...],
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
) -> None:
    run("members", "import", written(tmp_path, FILE), *where)
    file = written(tmp_path, "card,until\nK1,2099-12-31\nK7,\n")
    database = ("--database-url", url)
    assert run("members", "segment", "set", "Students", file, *database) == 1
    assert run("members", "segment", "set", "students", file, *database) == 0
    said = capsys.readouterr().out
    assert "1 members are in students" in said
    assert "1 lines are nobody here" in said
    assert run("members", "segment", "list", *database) == 0
    assert capsys.readouterr().out.split() == ["segment", "members", "students", "1"]
    assert run("members", "segment", "drop", "students", *database) == 0
    assert "1 members changed" in capsys.readouterr().out


def test_one_member_is_put_in_a_group_for_a_time_and_taken_out(
    shop: Shop,
    url: str,
    where: tuple[object, ...],
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
) -> None:
    run("members", "import", written(tmp_path, FILE), *where)
    vip, database = ("members", "segment"), ("--database-url", url)
    assert run(*vip, "put", "vip", "k 1", "--until", "2099-01-31", *database) == 0
    assert run(*vip, "put", "students", "K1", *database) == 0
    assert run(*vip, "put", "vip", "K7", *database) == 1
    assert "nobody's" in capsys.readouterr().err
    wrong = ("--since", "2027-02-01", "--until", "2027-01-01")
    assert run(*vip, "put", "vip", "K1", *wrong, *database) == 1
    assert segments_held(shop) == [
        {"id": "students", "since": None, "until": None},
        {"id": "vip", "since": None, "until": "2099-01-31"},
    ]
    assert run(*vip, "take", "students", "K1", *database) == 0
    assert [one["id"] for one in segments_held(shop)] == ["vip"]


def segments_held(shop: Shop) -> list[dict[str, object]]:
    return [one for member in shop.rows(MemberRow) for one in member.segments]


def test_file_of_another_system_is_read_as_it_is(
    shop: Shop, where: tuple[object, ...], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    text = "Имя;Почта;Дата рождения;Бонусы;Заметка\r\nАнна;anna@shop.example;15/01/1990;1\u00a0200,00;чай\r\n"
    file = written(tmp_path, text, "windows-1251")
    names = ("first_name=Имя", "email=Почта", "birthday=Дата рождения", "points=бонусы")
    columns = [word for name in names for word in ("--column", name)]
    assert run("members", "import", file, *columns, "--slashes", "day", *where) == 1
    assert "or name its encoding" in capsys.readouterr().err
    told = ("--encoding", "windows-1251", *columns)
    assert run("members", "import", file, *told, "--slashes", "day", *where) == 0
    assert "passed over: Заметка" in capsys.readouterr().err
    (anna,) = shop.rows(MemberRow)
    assert (anna.first_name, anna.email, str(anna.birthday)) == (
        "Анна",
        "anna@shop.example",
        "1990-01-15",
    )
    assert [row.posted for row in shop.rows(BalanceRow)] == [1200]


@pytest.mark.parametrize(
    "wrong",
    [
        ("--column", "cash=Cash"),
        ("--column", "points"),
        ("--encoding", "elvish"),
        ("--encoding", "base64"),
        ("--encoding", "rot13"),
        ("--encoding", "zip"),
        ("--encoding", "hex"),
        ("--encoding", "undefined"),
        ("--encoding", "\0"),
    ],
)
def test_option_that_makes_no_sense_stops_before_the_file_is_read(
    wrong: tuple[str, str], tmp_path: Path
) -> None:
    with pytest.raises(SystemExit):
        run("members", "import", written(tmp_path, FILE), *wrong)


@pytest.mark.parametrize(
    ("names", "twice"),
    [
        (("card=Phone Number", "phone=phone number"), "'phone number' of the file"),
        (("points=Poinst", "points=Points"), "'points' of ours"),
    ],
)
def test_column_that_is_named_twice_is_refused(
    names: tuple[str, ...], twice: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    columns = [word for name in names for word in ("--column", name)]
    database = ("--database-url", f"sqlite:///{tmp_path}/empty.db")
    assert run("members", "import", written(tmp_path, FILE), *columns, *database) == 1
    assert f"{twice} is named twice" in capsys.readouterr().err


def test_file_that_cannot_be_read_is_not_said_to_be_in_another_encoding(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def refuse(_: Path) -> bytes:
        raise PermissionError(EACCES, strerror(EACCES))

    monkeypatch.setattr(Path, "read_bytes", refuse)
    database = ("--database-url", f"sqlite:///{tmp_path}/empty.db")
    assert run("members", "import", written(tmp_path, FILE), *database) == 1
    told = capsys.readouterr().err
    assert "Permission denied" in told
    assert "encoding" not in told
