"""CSV that its owner alone may read, and that a spreadsheet takes for texts and never for formulas."""

import csv
import json
import os
import re
from collections.abc import Iterable, Sequence
from datetime import date, datetime
from enum import Enum
from pathlib import Path
from typing import Final

_OBEYED: Final = r"(\s*[=+\-@\uff1d\uff0b\uff0d\uff20]|[\t\r\n])"
"""How a text begins that spreadsheets take for a formula (OWASP, CSV Injection)."""

_FORMULA: Final = re.compile(f"'*{_OBEYED}")
_GUARDED: Final = re.compile(f"'+{_OBEYED}")
_NUMBER: Final = re.compile(r"[+-]?\d+(\.\d+)?", re.ASCII)
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
            return json.dumps(value, ensure_ascii=False)
        case Enum():
            return str(value.value)
    return _guarded(str(value))


def without_guard(text: str) -> str:
    """The text without the apostrophe that makes it none of a spreadsheet's formulas."""
    return text[1:] if _GUARDED.match(text) else text


def _guarded(text: str) -> str:
    return f"'{text}" if _FORMULA.match(text) and not _NUMBER.fullmatch(text) else text
