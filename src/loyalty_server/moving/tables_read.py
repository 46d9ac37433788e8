"""CSV with a head that names its columns, read record by record."""

import csv
import io
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from loyalty_server.moving.csv_files import without_guard

SEPARATORS: Final = ",;\t"


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
    text: str, columns: Sequence[str], needed: frozenset[str]
) -> Iterator[Record | Fault]:
    """Each record, or what is wrong with it; an empty line is none."""
    head: tuple[str, ...] | None = None
    for line, cells in _records(text):
        if isinstance(cells, Fault):
            yield cells
        elif head is None:
            if fault := _fault_of_head(cells, columns, needed):
                yield Fault(line, fault)
                return
            head = cells
        elif len(cells) != len(head):
            yield Fault(line, f"{len(cells)} cells, where the head has {len(head)}")
        else:
            yield Record(line, dict(zip(head, map(without_guard, cells), strict=True)))
    if head is None:
        yield Fault(1, f"a head is needed, like {','.join(columns)}")


def separator_of(text: str) -> str:
    """What stands between the names of the head: a comma, a semicolon or a tab."""
    head = text.partition("\n")[0]
    return max(SEPARATORS, key=head.count)


def _records(text: str) -> Iterator[tuple[int, tuple[str, ...] | Fault]]:
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=separator_of(text), strict=True)
    line = 1
    try:
        for cells in reader:
            if any(cells):
                yield line, tuple(cell.strip() for cell in cells)
            line = reader.line_num + 1
    except csv.Error as fault:
        yield line, Fault(line, f"no CSV: {fault}")


def _fault_of_head(
    head: Sequence[str], columns: Sequence[str], needed: frozenset[str]
) -> str | None:
    if unknown := [name for name in head if name not in columns]:
        return f"no column is called {unknown[0]!r}; there are {', '.join(columns)}"
    if twice := [name for name in head if head.count(name) > 1]:
        return f"the column {twice[0]!r} stands there twice"
    if missing := needed - set(head):
        return f"the column {min(missing)!r} is needed"
    return None
