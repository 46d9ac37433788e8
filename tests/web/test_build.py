"""Making the browser app: parts made once, icons and fonts cut to what is used."""

import json
import os
import time
import zipfile
from pathlib import Path

import pytest
from fontTools.ttLib import TTFont

from kopilka_cli.web.bytecode import pack_compiled
from kopilka_cli.web.fonts import cut_text_font
from kopilka_cli.web.icons import UnknownIcon, character, cut_icon_font, icons_named
from kopilka_cli.web.page import fill_in
from kopilka_cli.web.parts import Workshop, forget_unused
from kopilka_cli.web.places import APP_PACKAGES

pytestmark = pytest.mark.slow


def test_part_is_made_again_only_when_what_it_is_made_of_changes(tmp_path: Path) -> None:
    source = tmp_path / "source.txt"
    source.write_text("one")
    workshop = Workshop(tmp_path / "kept", brotli_quality=5)
    made: list[Path] = []

    def fill(folder: Path) -> None:
        made.append(folder)
        (folder / "copy.txt").write_text(source.read_text() * 1000)

    first = workshop.part("copy", [source], fill)
    assert workshop.part("copy", [source], fill) == first
    source.write_text("two")
    second = workshop.part("copy", [source], fill)
    assert len(made) == 2
    assert first.name != second.name
    assert {path.name for path in second.folder.iterdir()} == {
        "copy.txt",
        "copy.txt.br",
        "copy.txt.gz",
    }


def test_two_builds_at_once_share_what_was_made_first(tmp_path: Path) -> None:
    workshop = Workshop(tmp_path / "kept", brotli_quality=5)

    def make(folder: Path) -> None:
        (folder / "made.txt").write_text("first")

    def make_later_than_another(folder: Path) -> None:
        workshop.material("both", [], make)
        (folder / "made.txt").write_text("second")

    made = workshop.material("both", [], make_later_than_another)
    assert (made / "made.txt").read_text() == "first"


def test_part_no_build_has_used_for_two_weeks_is_forgotten(tmp_path: Path) -> None:
    workshop = Workshop(tmp_path / "kept", brotli_quality=5)
    three_weeks_ago = time.time() - 21 * 86_400
    old, used_again, new = (
        workshop.material(kind, [], lambda folder: (folder / "made.txt").touch())
        for kind in ("old", "used", "new")
    )
    for folder in (old, used_again):
        os.utime(folder, (three_weeks_ago, three_weeks_ago))
    workshop.material("used", [], lambda _: pytest.fail("it is there"))
    forget_unused(workshop.kept)
    assert set(workshop.kept.iterdir()) == {used_again, new}


def test_developer_hears_of_each_part_that_is_made(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    workshop = Workshop(tmp_path / "kept", brotli_quality=5)
    made = workshop.material("packages", [], lambda _: None)
    assert capsys.readouterr().err == f"making {made.name}\n"
    workshop.material("packages", [], lambda _: None)
    assert capsys.readouterr().err == ""


def test_part_that_could_not_be_made_is_not_kept(tmp_path: Path) -> None:
    workshop = Workshop(tmp_path / "kept", brotli_quality=5)

    def fail(folder: Path) -> None:
        (folder / "half.txt").write_text("half")
        raise OSError("disk full")

    with pytest.raises(OSError, match="disk full"):
        workshop.part("broken", [], fail)
    assert list(workshop.kept.iterdir()) == []


def test_every_icon_the_wallet_names_is_in_the_font(tmp_path: Path) -> None:
    named = icons_named(APP_PACKAGES)
    cut_icon_font(named, tmp_path / "icons.woff2")
    with TTFont(tmp_path / "icons.woff2") as font:
        assert {ord(character(name)) for name in named} <= set(font.getBestCmap())


def test_icon_the_font_lacks_is_named(tmp_path: Path) -> None:
    with pytest.raises(UnknownIcon, match="NO_SUCH_ICON"):
        cut_icon_font(frozenset({"CHECK", "NO_SUCH_ICON"}), tmp_path / "icons.woff2")


def test_icons_are_found_where_they_are_named(tmp_path: Path) -> None:
    (tmp_path / "screen.py").write_text("icon = ft.Icons.COFFEE_OUTLINED\nother = Icons.CAKE\n")
    assert {"COFFEE_OUTLINED", "CAKE", "ARROW_BACK"} <= icons_named([tmp_path])


def test_text_font_writes_both_languages_and_money_in_every_weight(tmp_path: Path) -> None:
    cut_text_font(tmp_path / "text.woff2")
    with TTFont(tmp_path / "text.woff2") as font:
        assert set(map(ord, "Ёжик, jar №5: 1\u00a0240\u00a0₽ — «копилка» −5 %…")) <= set(
            font.getBestCmap()
        )
        axis = font["fvar"].axes[0]
        assert (axis.axisTag, axis.maxValue) == ("wght", 800)


def test_digits_are_all_as_wide_so_that_numbers_stand_in_columns(tmp_path: Path) -> None:
    cut_text_font(tmp_path / "text.woff2")
    with TTFont(tmp_path / "text.woff2") as font:
        glyphs = font.getBestCmap()
        assert len({font["hmtx"][glyphs[ord(digit)]][0] for digit in "0123456789"}) == 1


def test_modules_are_packed_as_bytecode_that_can_be_read_in_place(tmp_path: Path) -> None:
    sources = tmp_path / "sources"
    (sources / "wallet").mkdir(parents=True)
    (sources / "wallet/card.py").write_text("NUMBER = 1\n")
    (sources / "wallet/words.json").write_text(json.dumps({"card": "карта"}))
    archive = tmp_path / "modules.zip"
    pack_compiled(sources, archive)
    with zipfile.ZipFile(archive) as packed:
        assert set(packed.namelist()) == {"wallet/card.pyc", "wallet/words.json"}
        assert {entry.compress_type for entry in packed.infolist()} == {zipfile.ZIP_STORED}
        assert packed.read("wallet/card.pyc")[:4] == (3627).to_bytes(2, "little") + b"\r\n"


def test_place_in_the_page_without_a_value_is_an_error() -> None:
    template = "<title>{{title}}</title>{{script.js}}"
    with pytest.raises(KeyError, match=r"script\.js"):
        fill_in(template, {"title": "Kopilka"})
