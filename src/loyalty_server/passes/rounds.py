"""Telling the wallets outside: which passes changed, Apple's devices of theirs, Google of its own.

What is to be told is kept in the database, so none is lost, and any number of servers may do it at once.
"""

import logging
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from functools import partial
from typing import Final

from sqlalchemy import ColumnElement, delete, or_, select, update
from sqlalchemy.orm import Session

from loyalty_server.database.transactions import Database
from loyalty_server.keys import ServerKeys
from loyalty_server.passes.apple_push import Pushed, Pusher
from loyalty_server.passes.google_issuer import GoogleAway, GoogleIssuer
from loyalty_server.passes.issuing import Issued, look_again
from loyalty_server.tables import EngineAccountRow, PassDeviceRow, PassRow, WalletMarkRow
from loyalty_server.tables.wallet_pass import PassKind
from loyalty_server.unforeseen import OneOfMany

AT_ONCE: Final = 20
A_DAY: Final = timedelta(days=1)
"""What passes by itself (points that will soon expire) is seen within a day; all else at once."""
FIRST_WAIT: Final = timedelta(minutes=1)
LONGEST_WAIT: Final = timedelta(hours=6)
log = logging.getLogger(__name__)


@dataclass(frozen=True)
class _Push:
    """One device that is to be told."""

    device_id: str
    push_token: str = field(repr=False)


def look_at_passes(
    database: Database, keys: ServerKeys, now: datetime, *, elsewhere: bool = False
) -> None:
    """Find the passes that look otherwise now, a few in one transaction."""
    look = partial(_look, keys=keys, now=now, elsewhere=elsewhere)
    while database.write(look) == AT_ONCE:
        pass


def push_due(
    database: Database, keys: ServerKeys, pusher: Pusher, clock: Callable[[], datetime]
) -> None:
    """Tell Apple's devices what is due."""
    while pushes := database.write(partial(_take_pushes, keys=keys, now=clock())):
        with pusher as open_one:
            for one in pushes:
                with OneOfMany():
                    told = open_one.push(one.push_token)
                    database.write(partial(_note_push, device_id=one.device_id, told=told))


def tell_google_due(
    database: Database,
    keys: ServerKeys,
    issuer: GoogleIssuer,
    clock: Callable[[], datetime],
    *,
    elsewhere: bool = False,
) -> None:
    """Tell Google what is due."""
    take = partial(_take_googles, keys=keys, elsewhere=elsewhere)
    while passes := database.write(partial(take, now=clock())):
        for one in passes:
            with OneOfMany():
                try:
                    issuer.tell(one, clock())
                except GoogleAway as fault:
                    log.warning("Google's wallet was not told of a pass: %s", fault)
                    continue
                database.write(partial(_note_told, pass_id=one.id, digest=one.face.digest))


def _look(session: Session, keys: ServerKeys, now: datetime, elsewhere: bool) -> int:
    """How many there were to look at."""
    rows = session.scalars(
        select(PassRow)
        .outerjoin(WalletMarkRow, WalletMarkRow.member_id == PassRow.member_id)
        .outerjoin(EngineAccountRow, EngineAccountRow.member_id == PassRow.member_id)
        .where(_may_have_changed(now))
        .order_by(PassRow.looked_at)
        .limit(AT_ONCE)
        .with_for_update(of=PassRow, skip_locked=True)
    ).all()
    for row in rows:
        look_again(session, keys, row, now, elsewhere=elsewhere)
    return len(rows)


def _may_have_changed(now: datetime) -> ColumnElement[bool]:
    return or_(
        PassRow.mark != WalletMarkRow.mark,
        PassRow.looked_at < EngineAccountRow.read_at,
        PassRow.looked_at < now - A_DAY,
    )


def _take_pushes(session: Session, keys: ServerKeys, now: datetime) -> Sequence[_Push]:
    """Each is due again later, in case this server dies with it in hand."""
    due = session.scalars(
        select(PassDeviceRow)
        .where(PassDeviceRow.due_at <= now)
        .order_by(PassDeviceRow.due_at)
        .limit(AT_ONCE)
        .with_for_update(skip_locked=True)
    ).all()
    for row in due:
        row.due_at, row.tries = now + _wait(row.tries), row.tries + 1
    return [_Push(row.id, keys.unseal(row.encrypted_push_token, row.id).decode()) for row in due]


def _note_push(session: Session, device_id: str, told: Pushed) -> None:
    own = PassDeviceRow.id == device_id
    match told:
        case Pushed.TAKEN:
            session.execute(update(PassDeviceRow).where(own).values(due_at=None, tries=0))
        case Pushed.GONE:
            session.execute(delete(PassDeviceRow).where(own))
        case Pushed.LATER:
            pass


def _take_googles(
    session: Session, keys: ServerKeys, now: datetime, elsewhere: bool
) -> Sequence[Issued]:
    due = session.scalars(
        select(PassRow)
        .where(PassRow.due_at <= now, PassRow.kind == PassKind.GOOGLE)
        .order_by(PassRow.due_at)
        .limit(AT_ONCE)
        .with_for_update(skip_locked=True)
    ).all()
    issued = [look_again(session, keys, row, now, elsewhere=elsewhere) for row in due]
    for row in due:
        row.due_at, row.tries = now + _wait(row.tries), row.tries + 1
    return issued


def _note_told(session: Session, pass_id: str, digest: str) -> None:
    """Unless it has changed meanwhile."""
    own = (PassRow.id == pass_id) & (PassRow.digest == digest)
    session.execute(update(PassRow).where(own).values(due_at=None, tries=0))


def _wait(tries: int) -> timedelta:
    doubled: int = 2 ** min(tries, 20)
    return min(LONGEST_WAIT, FIRST_WAIT * doubled)
