"""Other servers on the same PostgreSQL: what they commit rings this server's bell (LISTEN/NOTIFY)."""

import asyncio
import logging
from collections.abc import AsyncIterator
from contextlib import aclosing
from uuid import uuid4

import anyio
import psycopg
from sqlalchemy.exc import SQLAlchemyError

from loyalty_server.database.engine import KEEPALIVES
from loyalty_server.database.transactions import CHANNEL, Database

RECONNECT_SECONDS = 1.0
ECHO_SECONDS = 5.0

log = logging.getLogger(__name__)


class Deaf(Exception):
    """What is said by the ordinary way is not heard."""


async def hear_replicas(database: Database) -> None:
    """Until cancelled. SQLite has one server only, so there is nobody to hear."""
    while not database.is_sqlite:
        try:
            await _hear(database)
        except (psycopg.OperationalError, SQLAlchemyError) as error:
            log.warning("other servers are not heard for now: %s", type(error).__name__)
        except Deaf:
            log.error(  # noqa: TRY400 - where it happened says nothing
                "other servers are not heard: a pooler in transaction mode keeps no LISTEN;"
                " --listen-url leads around it"
            )
        await asyncio.sleep(RECONNECT_SECONDS)


async def _hear(database: Database) -> None:
    """Whoever waits is woken once at the beginning: something may have been missed before."""
    arguments, options = database.engine.dialect.create_connect_args(database.listen_url)
    async with await psycopg.AsyncConnection.connect(
        *arguments, **{**KEEPALIVES, **options}, autocommit=True
    ) as connection:
        await connection.execute(f"LISTEN {CHANNEL}".encode())
        database.bell.ring_all()
        async with aclosing(connection.notifies()) as notices:
            await _require_echo(notices, database)
            async for notice in notices:
                database.bell.ring([notice.payload])


async def _require_echo(notices: AsyncIterator[psycopg.Notify], database: Database) -> None:
    """A pooler in transaction mode takes a LISTEN and forgets it without a word. Raises `Deaf`."""
    echo = f"echo:{uuid4().hex}"
    await anyio.to_thread.run_sync(database.notify, echo)
    try:
        async with asyncio.timeout(ECHO_SECONDS):
            async for notice in notices:
                database.bell.ring([notice.payload])
                if notice.payload == echo:
                    return
    except TimeoutError:
        raise Deaf from None
