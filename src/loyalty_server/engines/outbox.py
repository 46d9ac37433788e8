"""What the engine is to be told: kept in the transaction that decides it, told until it is taken, once."""

import logging
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import partial
from typing import Final
from uuid import uuid4

from sqlalchemy import delete, select, update
from sqlalchemy.orm import Session

from loyalty_server.database.transactions import Database, wake
from loyalty_server.engines.accounts import account_of, mark_stale
from loyalty_server.engines.calling import Behind
from loyalty_server.engines.port import Can, EngineAway, NoSuchRef
from loyalty_server.engines.standing import ref_of
from loyalty_server.problems import Refused
from loyalty_server.tables import EngineAccountRow, EngineCallRow

TOPIC: Final = "engine"
GIFTS: Final = "where gifts go"
AT_ONCE: Final = 20
FIRST_WAIT: Final = timedelta(seconds=10)
LONGEST_WAIT: Final = timedelta(hours=1)
log = logging.getLogger(__name__)


class Gifts:
    """Where points go that this server gives: to its own ledger, to the engine, or nowhere."""

    ENGINE: Final = "engine"
    NOWHERE: Final = "nowhere"


@dataclass(frozen=True)
class Call:
    """One call in hand."""

    key: str
    verb: Can
    member_id: str | None
    ref: str | None
    points: int
    why: str


def send_gifts_to(database: Database, behind: Behind | None) -> None:
    """Say to every session of this database where gifts go."""
    database.info.pop(GIFTS, None)
    if behind:
        database.info[GIFTS] = Gifts.ENGINE if behind.can(Can.GIVE) else Gifts.NOWHERE


def post_gift(session: Session, member_id: str, points: int, why: str, now: datetime) -> None:
    """Have these points given by the engine, once."""
    if points > 0 and session.info.get(GIFTS) == Gifts.ENGINE:
        _post(session, Can.GIVE, now, member_id=member_id, points=points, why=why)


def post_erasure(session: Session, member_id: str, now: datetime) -> None:
    """Forget who the member is there, and what was to be told; have the engine forget them, too."""
    account = session.get(EngineAccountRow, member_id)
    session.execute(delete(EngineCallRow).where(EngineCallRow.member_id == member_id))
    if account is not None:
        _post(session, Can.ERASE, now, ref=account.ref)
        session.delete(account)


def deliver_due(database: Database, behind: Behind, clock: Callable[[], datetime]) -> None:
    """One round over what is due now. Any number of servers may do it at once."""
    while calls := database.write(partial(_take_due, now=clock())):
        for call in calls:
            try:
                _tell(database, behind, call, clock())
            except EngineAway:
                return
            except Refused as refusal:
                _keep_refused(database, call, str(refusal))
            except NoSuchRef:
                _keep_refused(database, call, "no_such_ref")
            else:
                database.write(partial(_forget, call=call))


def _tell(database: Database, behind: Behind, call: Call, now: datetime) -> None:
    if not behind.can(call.verb):
        return
    if call.verb is Can.ERASE:
        ref = call.ref or ""
        try:
            behind.ask(now, lambda engine: engine.erase(call.key, ref))
        except NoSuchRef:
            log.info("who was to be erased was gone already")
        return
    with database.reading() as session:
        account = account_of(session, call.member_id or "")
    found = ref_of(database, behind, account, now)
    if found is None:
        raise EngineAway("the member has no account there yet")
    behind.ask(now, lambda engine: engine.give(call.key, found, call.points, call.why))


def _post(session: Session, verb: Can, now: datetime, **told: object) -> None:
    session.add(EngineCallRow(key=uuid4().hex, verb=verb.value, due_at=now, tries=0, **told))
    wake(session, TOPIC)


def _take_due(session: Session, now: datetime) -> Sequence[Call]:
    """Each is due again later, in case this server dies with it in hand or the engine is away."""
    due = session.scalars(
        select(EngineCallRow)
        .where(EngineCallRow.due_at <= now)
        .order_by(EngineCallRow.due_at)
        .limit(AT_ONCE)
        .with_for_update(skip_locked=True)
    ).all()
    for row in due:
        row.due_at = now + min(LONGEST_WAIT, FIRST_WAIT * 2 ** min(row.tries, 20))
        row.tries += 1
    return [
        Call(row.key, Can(row.verb), row.member_id, row.ref, row.points or 0, row.why or "")
        for row in due
    ]


def _keep_refused(database: Database, call: Call, why: str) -> None:
    log.error("the engine refused to %s: %r; `engine_call` keeps it", call.verb, why)
    own = EngineCallRow.key == call.key
    refused = update(EngineCallRow).where(own).values(due_at=None, refused=why)
    database.write(lambda session: session.execute(refused))


def _forget(session: Session, call: Call) -> None:
    session.execute(delete(EngineCallRow).where(EngineCallRow.key == call.key))
    if call.member_id:
        mark_stale(session, call.member_id)
