"""Each row of the threats names tests that exist, by file and by the beginning of a test's name."""

import re
from pathlib import Path

import pytest

from tests.papers.pages import ROOT, Row, page

ROWS = page("docs/threats.md").rows
FILE = re.compile(r"`([\w/]+\.py)`((?: \w+(?:, \w+)*)?)")
TESTS = ROOT / "tests"
SECTIONS = re.compile(r"\d+\.\d+\.\d+\*?(, \d+\.\d+\.\d+\*?)*")
WITHOUT_TEST = {"who finds a fault in something that is shipped with Kopilka"}
by_who = pytest.mark.parametrize("row", ROWS, ids=lambda row: row.cells[0][:50])


def test_there_are_rows() -> None:
    assert len(ROWS) > 20


@by_who
def test_row_names_tests_that_exist(row: Row) -> None:
    who, _, _, shown_by, _ = row.cells
    named = FILE.findall(shown_by)
    assert named or who in WITHOUT_TEST, f"{who}: no test is named"
    for path, names in named:
        text = _file(path).read_text("utf-8")
        for name in names.split(",") if names.strip() else []:
            found = re.search(rf"def test_\w*{name.strip()}", text)
            assert found, f"{who}: {path} has no test called {name.strip()}"


@by_who
def test_row_names_sections_of_the_standard(row: Row) -> None:
    assert SECTIONS.fullmatch(row.cells[-1]), row.cells[-1]


def _file(path: str) -> Path:
    found = [
        file for file in (ROOT / path, TESTS / path, TESTS / "server" / path) if file.is_file()
    ]
    assert found, f"there is no test file {path}"
    return found[0]
