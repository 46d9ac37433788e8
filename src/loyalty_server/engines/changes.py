"""What changed in the engine: the standing is asked for anew, and the member's wallets are told."""

from datetime import datetime
from functools import partial
from typing import Final

from sqlalchemy import select
from sqlalchemy.orm import Session

from loyalty_server.database.transactions import Database
from loyalty_server.engines.accounts import KnownStanding, account_of, keep_standing
from loyalty_server.engines.calling import Behind
from loyalty_server.engines.port import Can, EngineAway, NoSuchRef
from loyalty_server.events.journal import WalletEvent, tell_member
from loyalty_server.languages import Language
from loyalty_server.tables import EngineAccountRow, EngineFeedRow

MOST_ROUNDS: Final = 50
"""Pages of one round; a feed that says more goes on with the next round."""


def hear_changes(database: Database, behind: Behind, language: Language, now: datetime) -> None:
    """Read the feed on from where it was read; whoever it names is looked at. An engine that is away
    is asked again later, from the same place."""
    if not behind.can(Can.CHANGED):
        return
    try:
        for _ in range(MOST_ROUNDS):
            if not _next_page(database, behind, language, now):
                return
    except EngineAway:
        return


def _next_page(database: Database, behind: Behind, language: Language, now: datetime) -> bool:
    """Whether there may be more. The cursor moves when everybody on the page was looked at."""
    with database.reading() as session:
        feed = session.get(EngineFeedRow, behind.name)
        cursor = feed.cursor if feed else None
    changes = behind.ask(now, lambda engine: engine.changed(cursor))
    for ref in dict.fromkeys(changes.refs):
        with database.reading() as session:
            own = select(EngineAccountRow.member_id).where(EngineAccountRow.ref == ref)
            members = list(session.scalars(own))
        for member_id in members:
            _look(database, behind, member_id, ref, language, now)
    if changes.cursor != cursor:
        database.write(partial(_move, name=behind.name, cursor=changes.cursor))
    return bool(changes.refs) and changes.cursor != cursor


def _look(
    database: Database,
    behind: Behind,
    member_id: str,
    ref: str,
    language: Language,
    now: datetime,
) -> None:
    try:
        said = behind.ask(now, lambda engine: engine.standing(ref, now, language))
    except NoSuchRef:
        return
    known = KnownStanding(said, now)

    def keep(session: Session) -> None:
        before = account_of(session, member_id).known
        keep_standing(session, member_id, ref, known)
        if before is None or before.digest != known.digest:
            told = {"balance": said.balance}
            tell_member(session, member_id, WalletEvent.POINTS, told, now)

    database.write(keep)


def _move(session: Session, name: str, cursor: str) -> None:
    session.merge(EngineFeedRow(engine=name, cursor=cursor))
