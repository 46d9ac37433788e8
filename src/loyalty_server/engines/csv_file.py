"""The smallest engine: balances from a CSV file that a shop's own program writes. `docs/engines.md`.

    card,phone,email,at,points,reason
    0421,+79000000001,anna@example.com,2026-11-01,120,Purchase 17

A line is a movement of a member's points: earned, or spent with a minus. The balance is their sum. A
member is known by `card`, and found by phone or e-mail. The file is read again whenever it has changed:
write a new one beside it and rename it into place.
"""

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
class Movement:
    """One line of the file."""

    line: int
    at: datetime
    points: int
    reason: str

    def seen(self) -> Entry:
        """As its member sees it."""
        kind = EntryKind.ACCRUAL if self.points >= 0 else EntryKind.REDEMPTION
        return Entry(str(self.line), self.at, kind, self.points, pending=False, reason=self.reason)


@dataclass(frozen=True)
class Book:
    """The file as it was read: whose movements, newest first, and who has which address."""

    written: str
    movements: Mapping[str, Sequence[Movement]]
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

    def standing(self, ref: str, now: datetime, language: Language) -> Standing:  # noqa: ARG002
        moved = [each.points for each in self._movements(ref)]
        return Standing(sum(moved), lifetime=sum(points for points in moved if points > 0))

    def history(
        self,
        ref: str,
        kind: EntryKind | None,
        cursor: str | None,
        language: Language,  # noqa: ARG002
    ) -> History:
        entries = [each.seen() for each in self._movements(ref)]
        fitting = [entry for entry in entries if kind in (None, entry.kind)]
        try:
            start = number_at(LISTED, cursor) if cursor else 0
        except NotACursor as fault:
            raise Refused(ProblemCode.INVALID, detail=str(fault)) from fault
        more = cursor_at(LISTED, start + PAGE) if len(fitting) > start + PAGE else None
        return History(tuple(fitting[start : start + PAGE]), next=more)

    def changed(self, cursor: str | None) -> Changes:
        """Of another file everybody may have changed."""
        book = self._read()
        is_same = cursor in (None, book.written)
        return Changes(() if is_same else tuple(book.movements), book.written)

    def _movements(self, ref: str) -> Sequence[Movement]:
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
    movements: defaultdict[str, list[Movement]] = defaultdict(list)
    addresses: dict[str, str] = {}
    for line, row in _rows(file):
        at, points = _told(line, row)
        movements[row["card"]].append(Movement(line, at, points, row["reason"]))
        for address in (row["phone"], row["email"].lower()):
            if address:
                addresses[address] = row["card"]
    for each in movements.values():
        each.sort(key=lambda movement: (movement.at, movement.line), reverse=True)
    return Book(written, movements, addresses)


def _told(line: int, row: Mapping[str, str]) -> tuple[datetime, int]:
    """Raises `ValueError` without what stands there: it goes to the log, and a cell may hold a phone."""
    try:
        at, points = datetime.fromisoformat(row["at"]), int(row["points"])
    except ValueError:
        raise ValueError(f"line {line}: a time and whole points are needed") from None
    if at.year not in YEARS or abs(points) > MOST_POINTS:
        raise ValueError(f"line {line}: years from 1970 to 2199, points up to {MOST_POINTS}")
    return at.replace(tzinfo=UTC) if at.tzinfo is None else at, points


def _rows(file: Path) -> Iterator[tuple[int, dict[str, str]]]:
    reader = csv.DictReader(StringIO(read_text(file), newline=""), strict=True)
    if missing := COLUMNS - set(reader.fieldnames or ()):
        raise ValueError(f"no column {', '.join(sorted(missing))}")
    for row in reader:
        if None in row or None in row.values():
            raise ValueError(f"line {reader.line_num}: not as many cells as columns")
        yield reader.line_num, row
