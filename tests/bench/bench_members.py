"""300,000 members with plastic cards: brought in out of a file, checked, read again, and taken out.

`MEMBERS=30000` brings in fewer.
"""

import csv
import os
import resource
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from tempfile import TemporaryDirectory

from kopilka_cli.main import main as kopilka
from loyalty_api.card_number import card_number, check_digit
from loyalty_server.members.consents import standard_texts
from tests.bench.each_database import on_each_database
from tests.server.shop import PROGRAM_FILE

MEMBERS = int(os.environ.get("MEMBERS", "300000"))
COLUMNS = ["card", "phone", "email", "first_name", "birthday", "points", "tier", "consents"]
NAMES = ("Анна", "Борис", "Мария", "Иван", "Ольга", "Пётр")


def main() -> None:
    """Print how long each of the commands took, how long it had a processor itself (PostgreSQL beside
    it), and the most memory that any took so far."""
    with TemporaryDirectory() as folder:
        file = members_file(Path(folder), MEMBERS)
        print(f"{MEMBERS} members, {file.stat().st_size / 1e6:.0f} MB")
        on_each_database(lambda name, new: _report(name, new(), file, Path(folder)))


def _report(name: str, url: str, file: Path, folder: Path) -> None:
    where = ("--database-url", url)
    keys = ("--keys", str(folder / f"{name}.key"))
    kopilka(["program", "publish", str(PROGRAM_FILE), *where])
    bring = ["members", "import", str(file), *keys, *where]
    for what, command in (
        ("members import", bring),
        ("the same file again", bring),
        ("ledger check", ["ledger", "check", *where]),
        ("export", ["export", str(folder / name), *where]),
    ):
        began, worked = time.perf_counter(), time.process_time()
        status = kopilka(command)
        took, own = time.perf_counter() - began, time.process_time() - worked
        memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
        print(
            f"{name:10} {what:20} {took:7.1f} s, {own:6.1f} of its own  {memory:5.0f} MB  exit {status}",
            flush=True,
        )


def members_file(folder: Path, members: int) -> Path:
    """So many members as another system's file."""
    file = folder / "members.csv"
    with file.open("w", encoding="utf-8", newline="") as opened:
        writer = csv.writer(opened)
        writer.writerow(COLUMNS)
        writer.writerows(_lines(members))
    return file


def _lines(members: int) -> Iterator[tuple[str, ...]]:
    """A third with numbers of our own form, a third with other EAN-13, a third with texts."""
    rules, personal = (
        f"{one.purpose} 2024-05-02 {one.version}" for one in standard_texts().consent[:2]
    )
    for number in range(members):
        yield (
            _NUMBERS[number % 3](number),
            f"+79{number:09d}" if number % 5 else "",
            f"member{number}@shop.example" if number % 4 == 0 else "",
            NAMES[number % len(NAMES)],
            f"{1950 + number % 50}-{1 + number % 12:02d}-{1 + number % 28:02d}",
            " | ".join(f"{100 + number % 900} {2027 + lot}-06-30" for lot in range(number % 4)),
            "silver" if number % 10 == 0 else "",
            f"{rules} | {personal}",
        )


def _foreign(number: int) -> str:
    first_twelve = f"460{number:09d}"
    return first_twelve + check_digit(first_twelve)


_NUMBERS: tuple[Callable[[int], str], ...] = (
    card_number,
    _foreign,
    lambda number: f"KL-{number:06d}/7",
)
