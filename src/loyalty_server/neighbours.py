"""Events between servers that share a PostgreSQL: each rings its own bell for what others committed.

NOTIFY travels with the transaction: it is sent when it commits and not at all when it does not.
"""

import asyncio
import logging
from collections.abc import Iterable
from typing import Final

import psycopg
from sqlalchemy import Engine, func, select
from sqlalchemy.orm import Session

from loyalty_server.bell import Bell

CHANNEL: Final = "loyalty_events"
RECONNECT_SECONDS: Final = 1.0
log = logging.getLogger(__name__)


def tell_neighbours(session: Session, topics: Iterable[str]) -> None:
    """Part of the transaction that wrote the events; nothing to do where there are no neighbours."""
    if session.get_bind().dialect.name == "postgresql":
        for topic in topics:
            session.execute(select(func.pg_notify(CHANNEL, topic)))


async def hear_neighbours(engine: Engine, bell: Bell) -> None:
    """Ring the bell for every notice, until cancelled; a lost connection is made again."""
    if engine.dialect.name != "postgresql":
        return
    address = engine.url.set(drivername="postgresql").render_as_string(hide_password=False)
    while True:
        try:
            await _hear(address, bell)
        except psycopg.OperationalError as error:
            log.warning("the database does not tell of events: %s", type(error).__name__)
        await asyncio.sleep(RECONNECT_SECONDS)


async def _hear(address: str, bell: Bell) -> None:
    async with await psycopg.AsyncConnection.connect(address, autocommit=True) as connection:
        await connection.execute(f"LISTEN {CHANNEL}")
        # What was told while nobody heard is in the database: every listener looks once.
        bell.ring_all()
        async for notice in connection.notifies():
            bell.ring((notice.payload,))
