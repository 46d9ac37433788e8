"""Making a programme the rules from now on: its version kept, its pictures, stores, rewards and offers."""

from collections.abc import Mapping
from datetime import datetime
from hashlib import sha256
from types import MappingProxyType
from typing import Final

from sqlalchemy import select
from sqlalchemy.orm import Session

from loyalty_api.codec import dumps
from loyalty_server.database.transactions import take_turns
from loyalty_server.offers.usage import count_offers
from loyalty_server.pictures.kept import Pictures, as_json, keep_pictures
from loyalty_server.pictures.made import Made
from loyalty_server.programme.file import parse_program
from loyalty_server.programme.versions import ProgramVersion
from loyalty_server.rewards.catalogue import stock_rewards
from loyalty_server.tables import ProgramVersionRow, StoreRow

NO_PICTURES: Final[Mapping[str, Made]] = MappingProxyType({})


def publish(
    session: Session,
    text: str,
    now: datetime,
    name: str = "programme",
    pictures: Mapping[str, Made] = NO_PICTURES,
) -> ProgramVersion:
    """Make this file the rules from now on; the same text with the same pictures again changes nothing.

    The stores it names are added or renamed, its rewards and offers are counted. Raises `FileRefused`.
    """
    program = parse_program(text, name)
    take_turns(session, "programme")
    kept = keep_pictures(session, pictures)
    digest = _digest(text, kept)
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
    session.add(
        ProgramVersionRow(
            version=number, valid_from=now, digest=digest, text=text, pictures=as_json(kept)
        )
    )
    session.flush()
    return ProgramVersion(number, program)


def _digest(text: str, pictures: Pictures) -> str:
    """Without pictures that of the text alone, as versions before there were any have it."""
    shown = dumps(as_json(pictures)) if pictures else ""
    return sha256((text + shown).encode()).hexdigest()
