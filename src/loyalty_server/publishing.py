"""The programme's versions in the database: a purchase is judged by the rules of its day."""

from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache
from hashlib import sha256

from sqlalchemy import case, select
from sqlalchemy.orm import Session

from loyalty_server.database.transactions import take_turns
from loyalty_server.offers.usage import count_offers
from loyalty_server.programme.file import parse_program
from loyalty_server.programme.program import Program
from loyalty_server.rewards.catalogue import stock_rewards
from loyalty_server.tables import ProgramVersionRow, StoreRow


@dataclass(frozen=True)
class ProgramVersion:
    """The rules that hold, and the number they are kept under."""

    number: int
    program: Program


def publish(session: Session, text: str, now: datetime, name: str = "programme") -> ProgramVersion:
    """Make this file the rules from now on; the same text again changes nothing.

    The stores it names are added or renamed, its rewards and offers are counted. Raises `FileRefused`.
    """
    program = parse_program(text, name)
    digest = sha256(text.encode()).hexdigest()
    take_turns(session, "programme")
    newest = session.scalar(
        select(ProgramVersionRow).order_by(ProgramVersionRow.version.desc()).limit(1)
    )
    for store in program.stores:
        session.merge(StoreRow(id=store.id, name=store.name, address=store.address))
    stock_rewards(session, program)
    count_offers(session, program)
    if newest and newest.digest == digest:
        return ProgramVersion(newest.version, program)
    number = newest.version + 1 if newest else 1
    session.add(ProgramVersionRow(version=number, valid_from=now, digest=digest, text=text))
    session.flush()
    return ProgramVersion(number, program)


def rules_at(session: Session, moment: datetime) -> ProgramVersion:
    """The rules that held then; for any time before the first rules, the first. One statement."""
    is_before = ProgramVersionRow.valid_from > moment
    nearest = case((is_before, -ProgramVersionRow.version), else_=ProgramVersionRow.version)
    row = session.scalars(
        select(ProgramVersionRow).order_by(is_before, nearest.desc()).limit(1)
    ).one()
    return ProgramVersion(row.version, _parsed(row.text))


def rules_of(session: Session, number: int) -> ProgramVersion:
    """The rules kept under this number."""
    row = session.get_one(ProgramVersionRow, number)
    return ProgramVersion(number, _parsed(row.text))


@lru_cache(maxsize=64)
def _parsed(text: str) -> Program:
    return parse_program(text, "programme")
