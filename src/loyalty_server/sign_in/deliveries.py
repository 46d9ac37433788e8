"""Codes on their way: kept in the transaction that opens them, so that who asks waits for no gateway.

Whoever sends takes one code, in a short transaction, and holds nothing while it speaks to the outside.
"""

import logging
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Final

from sqlalchemy import delete, select
from sqlalchemy.orm import Session
from sqlalchemy.sql.elements import ColumnElement

from loyalty_server.database.transactions import Database, wake
from loyalty_server.keys import ServerKeys
from loyalty_server.languages import Language
from loyalty_server.sign_in.addresses import Address
from loyalty_server.sign_in.codes import Challenge, address_of
from loyalty_server.sign_in.sender import Sender, Undelivered
from loyalty_server.tables import CodeDeliveryRow, SignInCodeRow

TOPIC: Final = "sign-in codes"
TRIES_AT_MOST: Final = 3
FIRST_WAIT: Final = timedelta(seconds=30)
"""Longer than a sender is patient: until then nobody else takes the code."""
log = logging.getLogger(__name__)


@dataclass(frozen=True)
class CodeToSend:
    """A code, where it goes, and the id under which a gateway knows a repeat."""

    challenge_id: str
    address: Address
    language: Language
    code: str = field(repr=False)


def post_code(
    session: Session, keys: ServerKeys, challenge: Challenge, language: Language, now: datetime
) -> None:
    """Have this code sent once the transaction is kept."""
    challenge_id = challenge.sent.challenge_id
    session.flush()
    session.add(
        CodeDeliveryRow(
            challenge_id=challenge_id,
            encrypted_code=keys.seal(challenge.code.encode(), challenge_id),
            language=language,
            tries=0,
            due_at=now,
        )
    )
    wake(session, TOPIC)


def take_next(database: Database, keys: ServerKeys, now: datetime) -> CodeToSend | None:
    """The code that is due first, if any; it is due again later, in case it is not `send`-able now."""
    with database.reading() as session:
        if session.scalar(select(CodeDeliveryRow.challenge_id).where(*_due(now)).limit(1)) is None:
            return None
    return database.write(lambda session: _take(session, keys, now))


def send(database: Database, sender: Sender, code: CodeToSend) -> None:
    """Hand one code over; what could not be delivered stays for another try."""
    try:
        sender.send_code(code.address, code.code, code.language, code.challenge_id)
    except Undelivered as error:
        log.warning("a sign-in code was not delivered: %s", error)
        return
    database.write(lambda session: _forget(session, code.challenge_id))


def send_due(
    database: Database, keys: ServerKeys, sender: Sender, clock: Callable[[], datetime]
) -> None:
    """Everything that is due now, one after the other."""
    while code := take_next(database, keys, clock()):
        send(database, sender, code)


def _take(session: Session, keys: ServerKeys, now: datetime) -> CodeToSend | None:
    row = session.scalar(
        select(CodeDeliveryRow)
        .join(SignInCodeRow, SignInCodeRow.id == CodeDeliveryRow.challenge_id)
        .where(*_due(now), SignInCodeRow.expires_at > now, SignInCodeRow.used_at.is_(None))
        .order_by(CodeDeliveryRow.due_at)
        .limit(1)
        .with_for_update(of=CodeDeliveryRow, skip_locked=True)
    )
    if row is None:
        return None
    row.due_at, row.tries = now + FIRST_WAIT * 2**row.tries, row.tries + 1
    code = keys.unseal(row.encrypted_code, row.challenge_id).decode()
    address = address_of(session.get_one(SignInCodeRow, row.challenge_id), keys)
    return CodeToSend(row.challenge_id, address, row.language, code)


def _due(now: datetime) -> tuple[ColumnElement[bool], ...]:
    return CodeDeliveryRow.due_at <= now, CodeDeliveryRow.tries < TRIES_AT_MOST


def _forget(session: Session, challenge_id: str) -> None:
    own = CodeDeliveryRow.challenge_id == challenge_id
    session.execute(delete(CodeDeliveryRow).where(own))
