"""Making a programme the rules from now on: its version kept, its stores, rewards and offers counted."""

from datetime import datetime
from hashlib import sha256

from sqlalchemy import select
from sqlalchemy.orm import Session

from loyalty_server.database.transactions import take_turns
from loyalty_server.offers.usage import count_offers
from loyalty_server.programme.file import parse_program
from loyalty_server.programme.versions import ProgramVersion
from loyalty_server.rewards.catalogue import stock_rewards
from loyalty_server.tables import ProgramVersionRow, StoreRow


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
