"""The smallest engine: balances from a CSV file that a shop's own program writes. `docs/engines.md`.

A line is a movement of a member's points, whose sum is the balance. A member is known by `card`, and
found by phone or e-mail. The file is read again when it has changed: write a new one beside it and rename it.
"""
# ruff: noqa: ARG002 - this engine says the same in each language

import csv
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from io import StringIO
from pathlib import Path
from threading import Lock
from typing import Final

from loyalty_api.history import Entry, EntryKind, History
from loyalty_api.problems import ProblemCode
from loyalty_server.cursors import NotACursor, cursor_at, number_at
from loyalty_server.engines.few_verbs import FewVerbs
from loyalty_server.engines.named import EngineSettings
from loyalty_server.engines.port import Can, Changes, EngineAway, NoSuchRef, Person, Standing
from loyalty_server.languages import Language
from loyalty_server.problems import Refused
from loyalty_server.toml_file import FileRefused, read_text

COLUMNS: Final = {"card", "phone", "email", "at", "points", "reason"}
YEARS: Final = range(1970, 2200)
MOST_POINTS: Final = 10**12
PAGE: Final = 30
LISTED: Final = "c"


@dataclass(frozen=True)
class Book:
    """The file as it was read: whose movements, newest first, and who has which address."""

    written: str
    movements: Mapping[str, Sequence[Entry]]
    addresses: Mapping[str, str]


def engine(settings: EngineSettings) -> "CsvEngine":
    """`--engine csv --engine-file FILE`. Raises `ValueError` for a file that cannot be read."""
    made = CsvEngine(settings.needed_file())
    try:
        made.changed(None)
    except EngineAway as fault:
        raise ValueError(str(fault)) from fault
    return made


class CsvEngine(FewVerbs):
    """Shows balances and movements; it takes nobody in and changes nothing."""

    can = frozenset({Can.HISTORY, Can.CHANGED})

    def __init__(self, file: Path) -> None:
        self._file = file
        self._lock = Lock()
        self._book = Book("", {}, {})

    def identify(self, person: Person) -> str | None:
        known = self._read().addresses
        return known.get(person.phone or "") or known.get((person.email or "").lower())

    def standing(self, ref: str, now: datetime, language: Language) -> Standing:
        moved = [each.points for each in self._movements(ref)]
        return Standing(sum(moved), lifetime=sum(points for points in moved if points > 0))

    def history(
        self, ref: str, kind: EntryKind | None, cursor: str | None, language: Language
    ) -> History:
        fitting = [entry for entry in self._movements(ref) if kind in (None, entry.kind)]
        try:
            start = number_at(LISTED, cursor) if cursor else 0
        except NotACursor as fault:
            raise Refused(ProblemCode.INVALID, detail=str(fault)) from fault
        more = cursor_at(LISTED, start + PAGE) if len(fitting) > start + PAGE else None
        return History(tuple(fitting[start : start + PAGE]), next=more)

    def changed(self, cursor: str | None) -> Changes:
        """Of another file everybody may have changed."""
        book = self._read()
        return Changes(
            () if cursor in (None, book.written) else tuple(book.movements), book.written
        )

    def _movements(self, ref: str) -> Sequence[Entry]:
        found = self._read().movements.get(ref)
        if found is None:
            raise NoSuchRef(ref)
        return found

    def _read(self) -> Book:
        """The file, read again if it is another one now."""
        with self._lock:
            try:
                told = self._file.stat()
                written = f"{told.st_ino}.{told.st_mtime_ns}.{told.st_size}"
                if written != self._book.written:
                    self._book = _book(self._file, written)
            except FileRefused as fault:
                raise EngineAway(str(fault)) from fault
            except (OSError, ValueError, csv.Error) as fault:
                raise EngineAway(f"{self._file.name}: {fault}") from fault
            return self._book


def _book(file: Path, written: str) -> Book:
    movements: defaultdict[str, list[Entry]] = defaultdict(list)
    addresses: dict[str, str] = {}
    for line, row in _rows(file):
        movements[row["card"]].append(_entry(line, row))
        for address in (row["phone"], row["email"].lower()):
            if address:
                addresses[address] = row["card"]
    for each in movements.values():
        each.sort(key=lambda entry: (entry.at, int(entry.id)), reverse=True)
    return Book(written, movements, addresses)


def _entry(line: int, row: Mapping[str, str]) -> Entry:
    """As its member sees it. Raises `ValueError` without what stands there: it goes to the log, and a cell may hold a phone."""
    try:
        at, points = datetime.fromisoformat(row["at"]), int(row["points"])
    except ValueError:
        raise ValueError(f"line {line}: a time and whole points are needed") from None
    if at.year not in YEARS or abs(points) > MOST_POINTS:
        raise ValueError(f"line {line}: years from 1970 to 2199, points up to {MOST_POINTS}")
    when = at.replace(tzinfo=UTC) if at.tzinfo is None else at
    kind = EntryKind.ACCRUAL if points >= 0 else EntryKind.REDEMPTION
    return Entry(str(line), when, kind, points, pending=False, reason=row["reason"])


def _rows(file: Path) -> Iterator[tuple[int, dict[str, str]]]:
    text = read_text(file)
    separator = max(",;\t", key=text.partition("\n")[0].count)
    reader = csv.DictReader(StringIO(text, newline=""), delimiter=separator, strict=True)
    reader.fieldnames = [name.lower() for name in reader.fieldnames or ()]
    if missing := COLUMNS - set(reader.fieldnames):
        raise ValueError(f"no column {', '.join(sorted(missing))}")
    for row in reader:
        if None in row or None in row.values():
            raise ValueError(f"line {reader.line_num}: not as many cells as columns")
        yield reader.line_num, row
