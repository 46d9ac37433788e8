"""Files as editors on Windows save them: read when they are UTF-8, otherwise refused with their line."""

import codecs
import json
import re
import shutil
from argparse import Namespace
from collections.abc import Callable
from pathlib import Path

import pytest

from kopilka.ui.look.brand import BrokenBrand, brand_files, load_brand
from kopilka_cli.main import main
from kopilka_cli.options.operator import OPERATOR_KEY, key_of
from kopilka_cli.options.secrets_given import secret_given
from loyalty_server.engines.csv_file import engine
from loyalty_server.engines.named import EngineSettings
from loyalty_server.languages import Language
from loyalty_server.toml_file import FileRefused
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


BRAND = Path(__file__).parents[2] / "assets/brand.toml"
CARDS = "card,phone,email,at,points,reason\n1,,a@example.org,2026-01-01,7,Покупка\n"


def _by_operator(file: Path) -> str:
    return key_of(Namespace(operator_key=file))


def _by_environment(file: Path) -> str | None:
    with pytest.MonkeyPatch.context() as environment:
        environment.delenv(OPERATOR_KEY, raising=False)
        environment.setenv(f"{OPERATOR_KEY}_FILE", str(file))
        return secret_given(OPERATOR_KEY)


@pytest.mark.parametrize("read", [_by_operator, _by_environment])
@pytest.mark.parametrize("saved", READ)
def test_secret_in_a_file_is_what_stands_there(
    saved: str, read: Callable[[Path], str | None], tmp_path: Path
) -> None:
    file = tmp_path / "olga.key"
    file.write_bytes(READ[saved]("KEY-1\n"))
    assert read(file) == "KEY-1"


@pytest.mark.parametrize("read", [_by_operator, _by_environment])
@pytest.mark.parametrize("saved", REFUSED)
def test_secret_in_another_encoding_is_refused_in_words(
    saved: str, read: Callable[[Path], str | None], tmp_path: Path
) -> None:
    written, told = REFUSED[saved]
    file = tmp_path / "olga.key"
    file.write_bytes(written("КЛЮЧ\n"))
    with pytest.raises((FileRefused, SystemExit), match=re.escape(f"olga.key{told}")):
        read(file)


@pytest.mark.parametrize("saved", READ)
def test_brand_is_read(saved: str, tmp_path: Path) -> None:
    for one in brand_files(BRAND):
        shutil.copy(one, tmp_path)
    file = tmp_path / BRAND.name
    file.write_bytes(READ[saved](BRAND.read_text("utf-8")))
    assert load_brand(file) == load_brand(BRAND)


@pytest.mark.parametrize("saved", REFUSED)
def test_brand_in_another_encoding_is_refused_with_its_line(saved: str, tmp_path: Path) -> None:
    file = tmp_path / "brand.toml"
    file.write_bytes(REFUSED[saved][0]("# Копилка\n"))
    with pytest.raises(BrokenBrand, match=r"^brand\.toml:1: not UTF-8"):
        load_brand(file)


@pytest.mark.parametrize("saved", READ)
def test_file_of_an_engine_is_read(saved: str, tmp_path: Path) -> None:
    file = tmp_path / "cards.csv"
    file.write_bytes(READ[saved](CARDS))
    assert engine(EngineSettings(file=file)).changed("").refs == ("1",)


@pytest.mark.parametrize("separator", [";", "\t"])
def test_file_of_an_engine_has_the_separator_of_its_spreadsheet(
    separator: str, tmp_path: Path
) -> None:
    file = tmp_path / "cards.csv"
    file.write_text(CARDS.replace(",", separator), "utf-8-sig")
    entries = engine(EngineSettings(file=file)).history("1", None, None, Language.RU).entries
    assert [(one.points, one.reason) for one in entries] == [(7, "Покупка")]


@pytest.mark.parametrize("saved", REFUSED)
def test_file_of_an_engine_in_another_encoding_is_refused(saved: str, tmp_path: Path) -> None:
    written, _ = REFUSED[saved]
    file = tmp_path / "cards.csv"
    file.write_bytes(written(CARDS))
    told = "cards.csv:2: not UTF-8" if saved == "cp1251" else "cards.csv:1: UTF-16"
    with pytest.raises(ValueError, match=f"^{re.escape(told)}"):
        engine(EngineSettings(file=file))


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
    (tmp_path / "index.html").write_text("")
    database = f"sqlite:///{tmp_path / 'x.db'}"
    main(["program", "publish", str(good), "--database-url", database])
    deployed = ("--database-url", database, "--keys", f"{tmp_path}/key", "--sender", "console")
    for command in (
        ["program", "check", str(bad)],
        ["program", "try", str(good), str(basket)],
        ["program", "publish", str(bad), "--database-url", database],
        ["messages", "send", str(bad), "--database-url", database],
        ["serve", "--program", str(bad), *deployed],
        ["demo", "--program", str(bad), "--site", str(tmp_path)],
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
