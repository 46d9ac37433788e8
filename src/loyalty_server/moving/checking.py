"""A file of members checked whole, against itself and against who is here, before anything is written."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from itertools import islice
from typing import Final, TypeVar

from sqlalchemy import select
from sqlalchemy.orm import InstrumentedAttribute, Session

from loyalty_server.database.bulk import among
from loyalty_server.keys import ServerKeys
from loyalty_server.members.consents import ConsentTexts
from loyalty_server.members.plastic import (
    NUMBER_DIGITS,
    is_retail_number,
    taken_numbers,
    ways_to_read,
)
from loyalty_server.moving.members_file import AS_WE_WRITE, MemberLine, Reading, read_members
from loyalty_server.moving.tables_read import Fault
from loyalty_server.programme.program import Program
from loyalty_server.sign_in.earlier_membership import who_left
from loyalty_server.tables import BroughtInRow, MemberRow

AT_ONCE: Final = 1000
SHORTENED: Final = range(9, 12)
"""Digits of an EAN-13 that lost two zeros or more; tills know the one with 12 by itself."""
LONGEST: Final = timedelta(days=36_525)
SEVERAL_CARDS: Final = "; several cards of one member stand in one cell, with a bar between"
T = TypeVar("T")


@dataclass(frozen=True)
class Checked:
    """What the file comes to: who is new, how many are here from this very line, whose members left
    and were erased, what is wrong, and what is only strange.
    """

    new: Sequence[MemberLine]
    here: int
    left: Sequence[Fault]
    faults: Sequence[Fault]
    strange: Sequence[Fault]


@dataclass(frozen=True)
class Known:
    """Who is here of some lines: whose numbers and addresses, from which line, which lines without a card were
    brought in, and who was erased.
    """

    numbers: dict[str, str]
    addresses: dict[str, str]
    digests: dict[str, str]
    without_card: frozenset[str]
    gone: frozenset[str]


@dataclass
class _Lines:
    """Where in the file each number and each address was met first."""

    met: dict[str, int] = field(default_factory=dict)

    def faults(self, line: MemberLine) -> Iterator[Fault]:
        keys = [f"card {min(ways_to_read(card.number), key=len)}" for card in line.card]
        keys += [f"{name} {value}" for name, value in addresses_of(line)]
        for key in keys:
            if (first := self.met.setdefault(key, line.line)) != line.line:
                name = key.partition(" ")[0]
                more = "" if name == "card" else SEVERAL_CARDS
                yield Fault(line.line, f"{name}: the same as in line {first}{more}")
        if len({card.number for card in line.card}) < len(line.card):
            yield Fault(line.line, "card: the same number twice")


def check(
    session: Session,
    keys: ServerKeys,
    program: Program,
    texts: ConsentTexts,
    text: str,
    now: datetime,
    reading: Reading = AS_WE_WRITE,
) -> Checked:
    """Everything that is wrong with this file, and what would be written of it."""
    new: list[MemberLine] = []
    here, left, faults, lines = 0, list[Fault](), list[Fault](), _Lines()
    for some in in_batches(read_members(text, program, texts, reading), AT_ONCE):
        read = [one for one in some if isinstance(one, MemberLine)]
        faults += (one for one in some if isinstance(one, Fault))
        known = known_of(session, keys, read)
        for line in read:
            faults += lines.faults(line)
            if is_here(line, known):
                here += 1
            elif wrong := [*_taken(line, known)] or [*_untimely(line, program, now)]:
                faults += wrong
            elif known.gone & {value for _, value in addresses_of(line)}:
                left.append(Fault(line.line, "this member has left and was erased"))
            else:
                new.append(line)
    strange = [*_without_zeros(new), *(fault for line in new for fault in _strange(line))]
    return Checked(new, here, left, sorted(faults, key=lambda fault: fault.line), strange)


def in_batches(things: Iterable[T], most: int) -> Iterator[list[T]]:
    """So many at a time, in their order."""
    left = iter(things)
    while batch := list(islice(left, most)):
        yield batch


def known_of(session: Session, keys: ServerKeys, lines: Sequence[MemberLine]) -> Known:
    """What the database knows of them, in a fixed number of statements."""
    numbers = taken_numbers(session, [card.number for line in lines for card in line.card])
    addresses = {
        **_owners(session, MemberRow.phone, [line.phone for line in lines if line.phone]),
        **_owners(session, MemberRow.email, [line.email for line in lines if line.email]),
    }
    of = among(session, BroughtInRow.member_id, set(numbers.values()))
    rows = session.execute(select(BroughtInRow.member_id, BroughtInRow.line).where(of))
    digests = {row[0]: row[1] for row in rows}
    gone = who_left(session, keys, [value for line in lines for _, value in addresses_of(line)])
    return Known(numbers, addresses, digests, _without_card(session, lines), gone)


def addresses_of(line: MemberLine) -> list[tuple[str, str]]:
    """The addresses there are, by the name of their column."""
    named = (("phone", line.phone), ("email", line.email))
    return [(name, value) for name, value in named if value]


def is_here(line: MemberLine, known: Known) -> bool:
    """Whether this very line was brought in before."""
    if not line.card:
        return line.digest in known.without_card
    owners = {known.numbers.get(card.number) for card in line.card}
    return len(owners) == 1 and known.digests.get(owners.pop() or "") == line.digest


def taken(line: MemberLine, known: Known) -> Fault | None:
    """Why this line cannot be brought in beside who is here."""
    return next(_taken(line, known), None)


def _taken(line: MemberLine, known: Known) -> Iterator[Fault]:
    for card in line.card:
        owner = known.numbers.get(card.number)
        if owner in known.digests:
            yield Fault(
                line.line,
                f"card: {card.printed} was brought in from another line;"
                " what has changed since is corrected by `kopilka ledger propose`",
            )
            return
        if owner:
            yield Fault(line.line, f"card: {card.printed} is the card of a member here")
    for name, value in addresses_of(line):
        if value in known.addresses:
            yield Fault(line.line, f"{name}: it belongs to a member here")


def _untimely(line: MemberLine, program: Program, now: datetime) -> Iterator[Fault]:
    """What can only be said of a new member: days that are over, or not yet there."""
    today = program.day(now)
    for name, day in (("birthday", line.birthday), ("joined", line.joined)):
        if day and day > today:
            yield Fault(line.line, f"{name}: a day of the past is needed")
    for one in line.points:
        if one.until and not now < one.until <= now + LONGEST:
            yield Fault(line.line, f"points: the last day of the {one.points} is over or too far")
        elif one.since and one.until and one.since >= one.until:
            yield Fault(line.line, f"points: the {one.points} end before they begin")
    if line.tier_until and not now < line.tier_until <= now + LONGEST:
        yield Fault(line.line, "tier_until: the day is over or too far")
    if line.tier_until and line.tier == program.tiers.levels[0].id:
        yield Fault(line.line, "tier_until: the lowest tier has no end")
    if any(one.at > now for one in line.consents):
        yield Fault(line.line, "consents: a day of the past is needed")


def _strange(line: MemberLine) -> Iterator[Fault]:
    """A mistyped EAN-13 looks like this, and so do 13 digits in another bar code."""
    for card in line.card:
        number = card.number
        if len(number) == NUMBER_DIGITS and number.isdigit() and not is_retail_number(number):
            yield Fault(line.line, f"card: {card.printed} is no EAN-13, its last digit is not that")


def _without_card(session: Session, lines: Sequence[MemberLine]) -> frozenset[str]:
    """Which lines without a card were brought in: their members' addresses may be others by now."""
    digests = [line.digest for line in lines if not line.card]
    if not digests:
        return frozenset()
    of = among(session, BroughtInRow.line, digests)
    return frozenset(session.scalars(select(BroughtInRow.line).where(of)))


def _without_zeros(new: Sequence[MemberLine]) -> Iterator[Fault]:
    """Where every number of such a length has the last digit of an EAN-13, a spreadsheet cut the zeros off."""
    found = [
        (line.line, card)
        for line in new
        for card in line.card
        if len(card.number) in SHORTENED and card.number.isdigit()
    ]
    whole = [card.number.zfill(NUMBER_DIGITS) for _, card in found]
    if found and all(map(is_retail_number, whole)):
        line, card = found[0]
        more = f", and {len(found) - 1} more" if len(found) > 1 else ""
        yield Fault(
            line,
            f"card: {card.printed} looks like {whole[0]} without the zeros that a spreadsheet cut off{more}",
        )


def _owners(
    session: Session, column: InstrumentedAttribute[str | None], values: Sequence[str]
) -> dict[str, str]:
    rows = session.execute(select(column, MemberRow.id).where(among(session, column, values)))
    return {value: member_id for value, member_id in rows if value}
