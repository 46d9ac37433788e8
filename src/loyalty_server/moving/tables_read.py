"""CSV with a head that names its columns, read record by record."""

import csv
import io
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from loyalty_server.moving.csv_files import without_guard

SEPARATORS: Final = ",;\t"
PASSED_OVER: Final = "\0"
"""Our name of a column that nobody reads; no file can have it."""

SAYS_SEPARATOR: Final = "sep="
"""What a spreadsheet may write in a first line, with the separator behind it."""


@dataclass(frozen=True, slots=True)
class Fault:
    """What is wrong in which line."""

    line: int
    what: str


@dataclass(frozen=True, slots=True)
class Record:
    """What stands in each named column; `line` is where the record begins."""

    line: int
    cells: Mapping[str, str]


def read_table(
    text: str,
    columns: Sequence[str],
    needed: frozenset[str],
    ours: Mapping[str, str] | None = None,
) -> Iterator[Record | Fault]:
    """Each record, or what is wrong with it; an empty line is none, nor are empty cells behind the last column.

    `ours` has our name for some columns of another system's, whose other columns are passed over.
    """
    head: tuple[str, ...] | None = None
    for line, cells in _records(text):
        if isinstance(cells, Fault):
            yield cells
        elif head is None:
            head = _named(_without_end(cells, 0), columns, ours)
            if fault := _fault_of_head(head, columns, needed, ours):
                yield Fault(line, fault)
                return
        elif len(cells := _without_end(cells, len(head))) != len(head):
            yield Fault(line, f"{len(cells)} cells, where the head has {len(head)}")
        else:
            told = zip(head, map(without_guard, cells), strict=True)
            yield Record(line, {name: cell for name, cell in told if name != PASSED_OVER})
    if head is None:
        yield Fault(1, f"a head is needed, like {','.join(columns)}")


def passed_over(text: str, columns: Sequence[str], ours: Mapping[str, str]) -> list[str]:
    """The columns of another system's that nobody reads, as it names them."""
    for _, cells in _records(text):
        if isinstance(cells, Fault):
            return []
        named = _named(cells, columns, ours)
        return [
            cell for cell, name in zip(cells, named, strict=True) if cell and name == PASSED_OVER
        ]
    return []


def separator_of(text: str) -> str:
    """What stands between the names of the head: a comma, a semicolon or a tab."""
    head = text.partition("\n")[0]
    return max(SEPARATORS, key=head.count)


def _records(text: str) -> Iterator[tuple[int, tuple[str, ...] | Fault]]:
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=separator_of(text), strict=True)
    line = 1
    try:
        for cells in reader:
            if any(cells) and not (line == 1 and cells[0] == SAYS_SEPARATOR):
                yield line, tuple(cell.strip() for cell in cells)
            line = reader.line_num + 1
    except csv.Error as fault:
        yield line, Fault(line, f"no CSV: {fault}")


def _named(
    cells: Sequence[str], columns: Collection[str], ours: Mapping[str, str] | None
) -> tuple[str, ...]:
    """Our names of these columns; a column that is named as another's is not also its own."""
    plain = [cell.lower() for cell in cells]
    if ours is None:
        return tuple(plain)
    taken = set(ours.values())
    return tuple(
        ours.get(name) or (name if name in columns and name not in taken else PASSED_OVER)
        for name in plain
    )


def _without_end(cells: tuple[str, ...], least: int) -> tuple[str, ...]:
    """The cells without the empty ones at their end, but never fewer than so many of them."""
    end = len(cells)
    while end > least and not cells[end - 1]:
        end -= 1
    return cells[:end]


def _fault_of_head(
    head: Sequence[str],
    columns: Sequence[str],
    needed: frozenset[str],
    ours: Mapping[str, str] | None,
) -> str | None:
    read = [name for name in head if name != PASSED_OVER]
    if absent := [theirs for theirs, name in (ours or {}).items() if name not in read]:
        return f"no column is called {absent[0]!r}"
    if unknown := [name for name in read if name not in columns]:
        return f"no column is called {unknown[0]!r}; there are {', '.join(columns)}"
    if twice := [name for name in read if read.count(name) > 1]:
        return f"the column {twice[0]!r} stands there twice"
    if missing := needed - set(read):
        return f"the column {min(missing)!r} is needed"
    return None
