"""CSV that its owner alone may read, and that a spreadsheet takes for texts and never for formulas."""

import csv
import json
import os
import re
from collections.abc import Iterable, Sequence
from datetime import date, datetime
from enum import Enum
from io import StringIO
from pathlib import Path
from typing import Final

_OBEYED: Final = r"[=+\-@\uff1d\uff0b\uff0d\uff20]"
"""How a text begins that spreadsheets take for a formula (OWASP, CSV Injection)."""

_PLACES: Final = (
    r"(?P<start>\A){guard}(?='*[\t\r\n])",
    r"(?P<cell>\A|[;\t\r\n]){guard}(?='*(?:[^\S\t\r\n]|\")*" + _OBEYED + ")",
)
"""Where a spreadsheet begins a cell: where we do, and inside a text for one that separates by semicolons or
tabs, as those of half of Europe do: our quotes mean nothing to it unless they begin a line."""

_FORMULA: Final = re.compile("|".join(one.replace("{guard}", "") for one in _PLACES))
_GUARDED: Final = re.compile("|".join(one.replace("{guard}", "'") for one in _PLACES))
_NUMBER: Final = re.compile(r"[+-]?\d+(\.\d+)?", re.ASCII)
SEMICOLON: Final = r"\u003b"
"""How JSON writes one where a spreadsheet could begin a cell behind it; none stands outside of its texts."""

OURS_ALONE: Final = 0o600


def write_csv(file: Path, head: Sequence[str], rows: Iterable[Sequence[object]]) -> int:
    """A new file, row by row as they come; returns how many rows. Raises `FileExistsError`."""
    number = os.open(file, os.O_WRONLY | os.O_CREAT | os.O_EXCL, OURS_ALONE)
    written = 0
    with os.fdopen(number, "w", encoding="utf-8", newline="") as opened:
        writer = csv.writer(opened)
        writer.writerow(head)
        for row in rows:
            writer.writerow(map(cell, row))
            written += 1
    return written


def csv_text(head: Sequence[str], rows: Iterable[Sequence[object]]) -> str:
    """The same as one text, for who takes it away in a browser."""
    written = StringIO(newline="")
    writer = csv.writer(written)
    writer.writerow(map(cell, head))
    writer.writerows([cell(one) for one in row] for row in rows)
    return written.getvalue()


def cell(value: object) -> str:
    """Moments and days by ISO 8601, tables as JSON, and texts that no spreadsheet works out."""
    match value:
        case None:
            return ""
        case bool():
            return str(value).lower()
        case datetime() | date():
            return value.isoformat()
        case dict() | list():
            return json.dumps(value, ensure_ascii=False).replace(";", SEMICOLON)
        case Enum():
            return str(value.value)
    text = str(value)
    return text if _NUMBER.fullmatch(text) else guarded(text)


def guarded(text: str) -> str:
    """The text with an apostrophe wherever a spreadsheet would begin a formula."""
    return _FORMULA.sub(r"\g<0>'", text)


def without_guard(text: str) -> str:
    """The inverse of `guarded`."""
    return _GUARDED.sub(lambda found: found["cell"] or "", text)
