"""A file of members on its way into a shop's database, and out of it again."""

import csv
import io
from collections.abc import Mapping, Sequence

from sqlalchemy.orm import Session

from loyalty_server.members.consents import standard_texts
from loyalty_server.moving.bringing import Move, bring_all
from loyalty_server.moving.checking import Checked, check
from loyalty_server.moving.csv_files import cell
from loyalty_server.moving.members_file import AS_WE_WRITE, READERS, Reading
from loyalty_server.moving.members_out import lines_of_members
from loyalty_server.programme.versions import rules_at
from tests.server.shop import Shop


def checked(shop: Shop, text: str, reading: Reading = AS_WE_WRITE) -> Checked:
    def work(session: Session) -> Checked:
        program = rules_at(session, shop.clock.now).program
        texts, now = standard_texts(), shop.clock.now
        return check(session, shop.keys, program, texts, text, now, reading)

    return shop.read(work)


def told(shop: Shop, text: str, reading: Reading = AS_WE_WRITE) -> list[str]:
    """What is wrong with this file, as `line: what`."""
    return [f"{fault.line}: {fault.what}" for fault in checked(shop, text, reading).faults]


def move_of(shop: Shop, found: Checked) -> Move:
    numbers = frozenset(card.number for line in found.new for card in line.card)
    return Move(shop.keys, shop.program(), numbers, shop.clock.now)


def brought_in(shop: Shop, text: str, reading: Reading = AS_WE_WRITE) -> int:
    """Bring in the whole file, in which nothing is wrong; how many members it made."""
    found = checked(shop, text, reading)
    assert not found.faults
    return sum(bring_all(shop.database, move_of(shop, found), found.new))


def taken_out(shop: Shop) -> str:
    """The file of members that is exported now."""

    def work(session: Session) -> list[Sequence[object]]:
        program = rules_at(session, shop.clock.now).program
        return [*lines_of_members(session, program, standard_texts(), shop.clock.now)]

    return as_csv([tuple(READERS), *([cell(one) for one in row] for row in shop.read(work))])


def lines_in(text: str) -> dict[str, Mapping[str, str]]:
    """The lines of a file of members, by their phone."""
    return {row["phone"]: row for row in csv.DictReader(io.StringIO(text))}


def as_csv(rows: Sequence[Sequence[str]]) -> str:
    file = io.StringIO()
    csv.writer(file).writerows(rows)
    return file.getvalue()
