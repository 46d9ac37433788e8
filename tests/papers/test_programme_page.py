"""`docs/programme.md` tells of a programme file what its reader does: keys, defaults, bounds, examples."""

import json
import re
import tomllib
from collections.abc import Iterator, Mapping
from functools import cache
from typing import Any

import pytest

from loyalty_api.codec import decode
from loyalty_api.malformed import Malformed
from loyalty_server.programme.check import require_sound
from loyalty_server.programme.file import parse_program
from loyalty_server.programme.program import Program
from tests.papers.pages import page
from tests.papers.programme_keys import Key, all_keys, keys_by_heading

PAGE = page("docs/programme.md")
FAR = 9 * 10**15
"""More than any bound there is."""

BESIDE: Mapping[str, Mapping[str, Any]] = {
    "earn.pending_days": {"earn.expires_after_days": 36_525, "offers.expires_after_days": 36_525},
    "earn.expires_after_days": {"earn.pending_days": 0, "earn.spendable_on_day": None},
    "offers.expires_after_days": {"earn.pending_days": 0, "earn.spendable_on_day": None},
    "tiers.months": {"tiers.window": "rolling"},
    "tiers.levels.rate": {"earn.chosen.rate": 100},
}
"""What is set beside a key while its bounds are tried."""


@pytest.mark.parametrize("heading", keys_by_heading())
def test_page_tells_every_key_with_its_value_and_default(heading: str) -> None:
    wanted = [key.cells for key in keys_by_heading()[heading]]
    told = [row.cells[:3] for row in PAGE.rows if row.heading == heading]
    for cells in wanted:
        row = f"| {' | '.join(cells)} | BOUNDS | WHAT IT MEANS |"
        assert cells in told, f"{PAGE.name} needs under the heading `{heading}` the row\n{row}"
    unknown = set(told) - set(wanted)
    assert not unknown, f"{PAGE.name}, under {heading}: the reader knows no {unknown}"


def test_page_tells_of_no_table_that_the_reader_does_not_know() -> None:
    assert {row.heading for row in PAGE.rows} == set(keys_by_heading())


def test_examples_one_after_another_are_a_programme() -> None:
    assert parse_program(example_text(), "examples.toml").name == "Kopilka"


@pytest.mark.parametrize("key", all_keys(), ids=lambda key: key.path)
def test_every_key_is_in_an_example(key: Key) -> None:
    table = example()
    assert list(_holders(table, key.path)), f"no example in {PAGE.name} sets {key.path}"


@pytest.mark.parametrize(
    "key", [key for key in all_keys() if key.is_number], ids=lambda key: key.path
)
def test_bounds_are_the_readers(key: Key) -> None:
    (bounds,) = (
        row.cells[3]
        for row in PAGE.rows
        if (row.heading, row.cells[0]) == (key.heading, key.cells[0])
    )
    allowed, refused = _tries(bounds)
    for value in allowed:
        assert _is_taken(key, value), _told(key, value, "refused", bounds)
    for value in refused:
        assert not _is_taken(key, value), _told(key, value, "taken", bounds)


def example_text() -> str:
    return "\n".join(code.text for code in PAGE.code if code.language == "toml")


@cache
def _example_as_json() -> str:
    return json.dumps(tomllib.loads(example_text()), default=str)


def example() -> dict[str, Any]:
    """A new copy at each call."""
    read: dict[str, Any] = json.loads(_example_as_json())
    return read


def _told(key: Key, value: int, happens: str, bounds: str) -> str:
    return (
        f"{key.path} = {value} is {happens}, and the bounds in {PAGE.name} are {bounds!r}:"
        " write `LEAST to MOST`, `LEAST or more`, or nothing where the reader has none"
    )


def _tries(bounds: str) -> tuple[tuple[int, ...], tuple[int, ...]]:
    """What must be taken and what refused: `0 to 5`, `1 or more`, nothing said, or words, which nobody tries."""
    plain = bounds.replace(" ", "")
    if found := re.fullmatch(r"(\d+)to(\d+)", plain):
        least, most = int(found[1]), int(found[2])
        return (least, most), (least - 1, most + 1)
    if found := re.fullmatch(r"(\d+)ormore", plain):
        return (int(found[1]), FAR), (int(found[1]) - 1,)
    return ((-1, FAR), ()) if not bounds else ((), ())


def _is_taken(key: Key, value: int) -> bool:
    tried = example()
    for path, beside in BESIDE.get(key.path, {}).items():
        _set(tried, path, beside)
    _set(tried, key.path, value)
    try:
        require_sound(decode(Program, tried, refuse_unknown=True))
    except Malformed:
        return False
    return True


def _set(table: dict[str, Any], path: str, value: object) -> None:
    next(_holders(table, path))[path.split(".")[-1]] = value


def _holders(table: dict[str, Any], path: str) -> Iterator[dict[str, Any]]:
    """The tables in which this key is set."""
    name, _, rest = path.partition(".")
    if not rest:
        if name in table:
            yield table
        return
    match table.get(name):
        case list(items):
            for item in items:
                yield from _holders(item, rest)
        case dict(inner):
            yield from _holders(inner, rest)
