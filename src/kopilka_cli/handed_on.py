"""Tables and objects handed on to other programs: CSV that no spreadsheet obeys, JSON that no terminal does."""

import csv
import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from io import StringIO
from pathlib import Path

from kopilka_cli.terminal import say, visible
from loyalty_server.moving.csv_files import guarded


def csv_lines(head: Sequence[str], rows: Iterable[Sequence[str | int | float]]) -> Iterator[str]:
    """The table as RFC 4180 has it, without line ends; a text that is no number stays a text."""
    written = StringIO()
    writer = csv.writer(written, lineterminator="\n")
    writer.writerow(map(_defused, head))
    writer.writerows([_defused(cell) for cell in row] for row in rows)
    return map(visible, written.getvalue().removesuffix("\n").split("\n"))


def json_lines(objects: Iterable[Mapping[str, object]]) -> Iterator[str]:
    """An array with one object a line."""
    yield "["
    waiting = ""
    for one in objects:
        if waiting:
            yield f"{waiting},"
        waiting = "  " + "".join(map(_escaped, json.dumps(one, ensure_ascii=False)))
    if waiting:
        yield waiting
    yield "]"


def hand_on(lines: Iterable[str], file: Path | None, encoding: str) -> None:
    """Write the lines into the file, or print them."""
    if file is None:
        say(*lines)
    else:
        file.write_text("".join(f"{line}\r\n" for line in lines), encoding, newline="")


def _defused(cell: str | int | float) -> str | int | float:
    if not isinstance(cell, str):
        return cell
    return guarded(cell.replace("\r\n", "\n"))


def _escaped(character: str) -> str:
    return character if visible(character) == character else json.dumps(character)[1:-1]
