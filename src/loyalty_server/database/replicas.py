"""Other servers on the same PostgreSQL: what they commit rings this server's bell (LISTEN/NOTIFY)."""

import asyncio
import logging

import psycopg

from loyalty_server.database.engine import KEEPALIVES
from loyalty_server.database.transactions import CHANNEL, Database

RECONNECT_SECONDS = 1.0

log = logging.getLogger(__name__)


async def hear_replicas(database: Database) -> None:
    """Until cancelled. SQLite has one server only, so there is nobody to hear."""
    while not database.is_sqlite:
        try:
            await _hear(database)
        except psycopg.OperationalError as error:
            log.warning("other servers are not heard for now: %s", type(error).__name__)
        await asyncio.sleep(RECONNECT_SECONDS)


async def _hear(database: Database) -> None:
    """Whoever waits is woken once at the beginning: something may have been missed before."""
    arguments, options = database.engine.dialect.create_connect_args(database.engine.url)
    async with await psycopg.AsyncConnection.connect(
        *arguments, **{**KEEPALIVES, **options}, autocommit=True
    ) as connection:
        await connection.execute(f"LISTEN {CHANNEL}".encode())
        database.bell.ring_all()
        async for notice in connection.notifies():
            database.bell.ring([notice.payload])
