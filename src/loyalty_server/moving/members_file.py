"""A file of members: CSV in UTF-8, a head that names its columns, a member a line."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from hashlib import sha256
from typing import Any, Final

from loyalty_api.programme import ProgramKind
from loyalty_server.members.consents import ConsentTexts
from loyalty_server.members.details import MAX_NAME
from loyalty_server.members.names import is_name, name_kept
from loyalty_server.members.plastic import NotANumber, number_printed
from loyalty_server.moving.cells import (
    ConsentSaid,
    PointsSaid,
    Wrong,
    consents,
    day,
    day_of,
    items,
    moment,
    points,
    with_dots,
)
from loyalty_server.moving.tables_read import Fault, Record, read_table
from loyalty_server.programme.program import Program
from loyalty_server.sign_in.addresses import (
    NotAnAddress,
    NotReachable,
    email_address,
    phone_address,
)

MOST_CARDS: Final = 20
SPACES: Final = dict.fromkeys(map(ord, "\u00a0\u2009\u202f"), " ")
"""Those that spreadsheets put between the digits of a long number."""


@dataclass(frozen=True, slots=True)
class Printed:
    """A card's number as it is printed, and as tills read it."""

    printed: str
    number: str


@dataclass(frozen=True, slots=True)
class MemberLine:
    """One member of the file; `line` is where it begins, `digest` the SHA-256 of what it says."""

    line: int
    digest: str
    card: tuple[Printed, ...]
    phone: str | None
    email: str | None
    first_name: str
    birthday: date | None
    points: tuple[PointsSaid, ...]
    tier: str
    tier_until: datetime | None
    joined: date | None
    consents: tuple[ConsentSaid, ...]


@dataclass(frozen=True)
class Reading:
    """How the file is written: phones without a code are those of the `country`; `ours` has our name for some
    columns of another system's, in small letters; days between slashes begin with the month, the day, or are refused.
    """

    country: str | None = None
    ours: Mapping[str, str] = field(default_factory=dict)
    month_first: bool | None = None
    rounding: str | None = None
    """What becomes of a part of a point, as `decimal` names it; refused where nothing is said."""


AS_WE_WRITE: Final = Reading()


@dataclass(frozen=True)
class _Rules:
    """What cells are understood by."""

    program: Program
    texts: ConsentTexts
    reading: Reading


def _card(cell: str, _: _Rules) -> tuple[Printed, ...]:
    plain = cell.translate(SPACES)
    found = tuple(Printed(item, number_printed(item)) for item in items(plain))
    if len(found) > MOST_CARDS:
        raise Wrong(f"at most {MOST_CARDS} numbers as they are printed are needed")
    return found


def _phone(cell: str, rules: _Rules) -> str | None:
    return phone_address(cell, rules.reading.country).value if cell else None


def _email(cell: str, _: _Rules) -> str | None:
    return email_address(cell).value if cell else None


def _first_name(cell: str, _: _Rules) -> str:
    name = name_kept(cell)
    if len(name) > MAX_NAME or not is_name(name):
        raise Wrong(f"at most {MAX_NAME} printable characters are needed")
    return name


def _birthday(cell: str, _: _Rules) -> date | None:
    return day(cell) if cell else None


def _joined(cell: str, rules: _Rules) -> date | None:
    return day_of(cell, rules.program.zone) if cell else None


def _until(cell: str, rules: _Rules) -> datetime | None:
    return moment(cell, rules.program.zone, is_end=True) if cell else None


def _points(cell: str, rules: _Rules) -> tuple[PointsSaid, ...]:
    if cell and rules.program.kind is ProgramKind.DISCOUNT:
        raise Wrong("this programme is a discount card, which has no points")
    return points(cell, rules.program.zone, rules.reading.rounding)


def _tier(cell: str, rules: _Rules) -> str:
    levels = rules.program.tiers.levels
    if not cell:
        return levels[0].id
    said = cell.casefold()
    by_id = [level.id for level in levels if level.id.casefold() == said]
    found = by_id or [level.id for level in levels if level.name.casefold() == said]
    if len(found) > 1:
        raise Wrong(f"{cell!r} may be each of {', '.join(found)}: write which")
    if not found:
        raise Wrong(f"{cell!r} is none of {', '.join(level.id for level in levels)}")
    return found[0]


def _consents(cell: str, rules: _Rules) -> tuple[ConsentSaid, ...]:
    return consents(cell, rules.program.zone, rules.texts)


READERS: Final[Mapping[str, Callable[[str, _Rules], Any]]] = {
    "card": _card,
    "phone": _phone,
    "email": _email,
    "first_name": _first_name,
    "birthday": _birthday,
    "points": _points,
    "tier": _tier,
    "tier_until": _until,
    "joined": _joined,
    "consents": _consents,
}
"""Every column that a member is written with, and what reads its cells."""

POINTS_UNTIL: Final = "points_until"
"""A column of other systems: the last day of points that say none of their own."""
COLUMNS: Final = (*READERS, POINTS_UNTIL)

TOLD_APART: Final = ("card", "phone", "email")
"""One of these is needed: who a member is."""
DAYS: Final = frozenset({"birthday", "points", POINTS_UNTIL, "tier_until", "joined", "consents"})
"""Columns with days in them."""
COUNTRY: Final = "; --country says how phones without a country code are read"
SLASHES: Final = "; --slashes says what days between slashes begin with"


def read_members(
    text: str, program: Program, texts: ConsentTexts, reading: Reading = AS_WE_WRITE
) -> Iterator[MemberLine | Fault]:
    """Each line of the file, or what is wrong with it."""
    rules = _Rules(program, texts, reading)
    for record in read_table(text, COLUMNS, frozenset(), reading.ours or None):
        if isinstance(record, Fault):
            yield record
        else:
            yield from _member(record, rules)


def _member(record: Record, rules: _Rules) -> Iterator[MemberLine | Fault]:
    line, said = record.line, _with_days(record.cells, rules.reading.month_first)
    if not any(said.get(name) for name in TOLD_APART):
        yield Fault(line, "a card's number, a phone or an e-mail address is needed")
        return
    read: dict[str, Any] = {}
    faults = []
    for name, reader in {**READERS, POINTS_UNTIL: _until}.items():
        try:
            read[name] = reader(said.get(name, ""), rules)
        except (Wrong, NotANumber, NotAnAddress, NotReachable) as fault:
            hint = _hint(name, said.get(name, ""), rules.reading)
            faults.append(Fault(line, f"{name}: {fault}{hint}"))
    if faults:
        yield from faults
        return
    until = read.pop(POINTS_UNTIL)
    read["points"] = tuple(_ending(one, until) for one in read["points"])
    told = "\x1f".join(
        said.get(name, "") for name in (*READERS, *([POINTS_UNTIL] if until else []))
    )
    yield MemberLine(line=line, digest=sha256(told.encode()).hexdigest(), **read)


def _ending(one: PointsSaid, until: datetime | None) -> PointsSaid:
    """What is owed has no end."""
    return replace(one, until=one.until or until) if one.points > 0 else one


def _hint(name: str, cell: str, reading: Reading) -> str:
    """Which option reads what this file leaves open, if one may."""
    if name in DAYS and reading.month_first is None and "/" in cell:
        return SLASHES
    is_short = name == "phone" and reading.country is None and not cell.startswith("+")
    return COUNTRY if is_short and any(map(str.isdigit, cell)) else ""


def _with_days(cells: Mapping[str, str], month_first: bool | None) -> Mapping[str, str]:
    if month_first is None:
        return cells
    return {
        name: with_dots(cell, month_first=month_first) if name in DAYS else cell
        for name, cell in cells.items()
    }
