"""Files as editors on Windows save them: read when they are UTF-8, otherwise refused with their line."""

import codecs
import json
from pathlib import Path

import pytest

from kopilka_cli.main import main
from tests.server.shop import PROGRAM_FILE

pytestmark = pytest.mark.slow

TEXT = PROGRAM_FILE.read_text("utf-8").replace("\N{MULTIPLICATION SIGN}", "x")
LINES = [{"sku": "b", "title": "Хлеб", "category": "bakery", "quantity": 1, "amount": 10_000}]
BASKET = json.dumps(LINES, ensure_ascii=False)
NEWS = '[[messages]]\nid = "n1"\nkind = "news"\ntitle = "Новость"\ntext = "Открылись"\n'
READ = {
    "plain": lambda text: text.encode(),
    "mark": lambda text: codecs.BOM_UTF8 + text.encode(),
    "line ends": lambda text: text.replace("\n", "\r\n").encode(),
}
REFUSED = {
    "cp1251": (lambda text: text.encode("cp1251"), ":1: not UTF-8"),
    "utf-16": (lambda text: text.encode("utf-16"), ":1: UTF-16"),
}


@pytest.mark.parametrize("saved", READ)
def test_programme_and_basket_are_read(
    saved: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    program, basket = tmp_path / "p.toml", tmp_path / "b.json"
    program.write_bytes(READ[saved](TEXT))
    basket.write_bytes(READ[saved](BASKET))
    database = f"sqlite:///{tmp_path / 'x.db'}"
    assert main(["program", "check", str(program)]) == 0
    assert main(["program", "try", str(program), str(basket)]) == 0
    assert main(["program", "publish", str(program), "--database-url", database]) == 0
    news = tmp_path / "n.toml"
    news.write_bytes(READ[saved](NEWS))
    assert main(["messages", "send", str(news), "--database-url", database]) == 0
    assert "Лавка" in capsys.readouterr().out


@pytest.mark.parametrize("saved", REFUSED)
def test_file_in_another_encoding_is_refused_with_its_line(
    saved: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    written, told = REFUSED[saved]
    good, bad, basket = (tmp_path / name for name in ("good.toml", "bad.toml", "bad.json"))
    good.write_bytes(TEXT.encode())
    bad.write_bytes(written(TEXT))
    basket.write_bytes(written(BASKET))
    database = f"sqlite:///{tmp_path / 'x.db'}"
    main(["program", "publish", str(good), "--database-url", database])
    deployed = ("--database-url", database, "--keys", f"{tmp_path}/key", "--sender", "console")
    for command in (
        ["program", "check", str(bad)],
        ["program", "try", str(good), str(basket)],
        ["program", "publish", str(bad), "--database-url", database],
        ["messages", "send", str(bad), "--database-url", database],
        ["serve", "--program", str(bad), *deployed],
    ):
        assert main(command) == 1
        assert told in capsys.readouterr().err


def test_line_of_another_encoding_is_the_one_with_it(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    bad = tmp_path / "bad.toml"
    bad.write_bytes(b"# one\n# two\n" + TEXT.encode("cp1251"))
    assert main(["program", "check", str(bad)]) == 1
    assert "bad.toml:3: not UTF-8" in capsys.readouterr().err


def test_folder_is_refused_without_a_traceback(tmp_path: Path) -> None:
    assert main(["program", "check", str(tmp_path)]) == 1
