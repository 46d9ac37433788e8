"""Whose work the site is made of is told in the words they gave it on under."""

from html.parser import HTMLParser
from pathlib import Path

import pytest

from kopilka.ui.look.brand import load_brand
from kopilka_cli.web.licences import PAGE, Licensed, licences_below, write_licences
from kopilka_cli.web.places import BRAND

pytestmark = pytest.mark.slow


def _install(folder: Path, name: str, named: str = "", **texts: str) -> None:
    package = folder / f"{name}-1.2.dist-info"
    package.mkdir()
    expression = f"License-Expression: {named}\n" if named else ""
    (package / "METADATA").write_text(
        f"Metadata-Version: 2.4\nName: {name}\nVersion: 1.2\n{expression}"
    )
    for file, text in texts.items():
        (package / file).write_text(text)
    names = ("METADATA", "RECORD", *texts)
    (package / "RECORD").write_text("".join(f"{package.name}/{file},,\n" for file in names))


def test_package_is_given_on_under_its_own_words_else_those_of_the_licence_it_names(
    tmp_path: Path,
) -> None:
    _install(tmp_path, "own", "MIT", LICENSE="Be kind.", NOTICE="By Ann.")
    _install(tmp_path, "named", "Apache-2.0")
    named, own = licences_below(tmp_path)
    assert own == Licensed("own", "1.2", "Be kind.\n\nBy Ann.")
    assert "Version 2.0, January 2004" in named.text


def test_package_without_words_or_a_licence_that_is_known_stops_the_build(tmp_path: Path) -> None:
    _install(tmp_path, "silent")
    with pytest.raises(FileNotFoundError):
        licences_below(tmp_path)


def test_page_names_each_part_and_shows_foreign_words_as_words(tmp_path: Path) -> None:
    told = "Copyright <ann@x.test> & {{parts}}\n" + "A" * 200
    write_licences(tmp_path, [Licensed("flet", "1.0", told)], load_brand(BRAND), "/icons/")
    page = _Texts((tmp_path / PAGE).read_text("utf-8"))
    named = {summary.partition(" ")[0].rstrip(",") for summary in page.inside("summary")}
    assert {"Kopilka", "Flet’s", "Python", "Pyodide", "Manrope", "flet", "lean-qr"} <= named
    assert told in page.inside("pre")
    assert all(len(text) > 200 for text in page.inside("pre"))


class _Texts(HTMLParser):
    """The text inside each element of a page that is closed by name."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self._open: list[str] = []
        self._found: list[tuple[str, str]] = []
        self.feed(page)

    def inside(self, tag: str) -> list[str]:
        return [text for found, text in self._found if found == tag]

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self._found.append((tag, ""))
        self._open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        self._open.pop()

    def handle_data(self, data: str) -> None:
        for tag in ("summary", "pre"):
            if tag in self._open:
                at = max(i for i, (found, _) in enumerate(self._found) if found == tag)
                self._found[at] = (tag, self._found[at][1] + data)
