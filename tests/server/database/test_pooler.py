"""A pooler in transaction mode before PostgreSQL: everything works by it, and LISTEN goes around it."""

import asyncio
import logging
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from logging.handlers import QueueHandler
from pathlib import Path

import httpx
import pytest
from sqlalchemy import text

from loyalty_server.database import replicas
from loyalty_server.database.kinds import BOUNDS, NotOurKind
from loyalty_server.database.replicas import hear_replicas
from loyalty_server.database.transactions import Database, take_turns, wake
from tests.server.database.test_replicas import signed_in
from tests.server.pooler import SERVER_CONNECTIONS, pooler_before
from tests.server.postgres import OWNER, Cluster
from tests.server.server_process import PATIENCE_SECONDS, serving

pytestmark = [pytest.mark.postgres, pytest.mark.slow]

MEMBERS = 5
MANY = 40


@pytest.fixture
def pooled_url(cluster: Cluster) -> Iterator[str]:
    """By a pooler, as a role that says how long a statement may take."""
    for name in BOUNDS:
        cluster.say(f"ALTER ROLE {OWNER} SET {name} = '9s'")
    with pooler_before(cluster) as url:
        yield url
    for name in BOUNDS:
        cluster.say(f"ALTER ROLE {OWNER} RESET {name}")


def topics() -> list[str]:
    return [f"member:m{number}" for number in range(MEMBERS)]


async def heard(here: Database, there: Database) -> set[str]:
    """Of what is committed there, one after the other, what wakes somebody here."""
    found: set[str] = set()

    async def listen(topic: str, is_listening: asyncio.Event) -> None:
        with here.bell.listening(topic) as rung:
            is_listening.set()
            await rung.wait()
            found.add(topic)

    ready = [asyncio.Event() for _ in topics()]
    listening = [asyncio.create_task(listen(*pair)) for pair in zip(topics(), ready, strict=True)]
    await asyncio.gather(*(one.wait() for one in ready))
    for topic in topics():
        await asyncio.to_thread(there.write, lambda session, topic=topic: wake(session, topic))
    await asyncio.wait(listening, timeout=1)
    for one in listening:
        one.cancel()
    return found


async def wait_until_heard(database: Database, hearing: "asyncio.Task[None]") -> None:
    """The first ring is that of a LISTEN that was made; what was said before is not heard."""
    with database.bell.listening("anything") as rung:
        await asyncio.wait(
            {asyncio.create_task(rung.wait()), hearing}, return_when="FIRST_COMPLETED"
        )


async def test_listen_goes_around_the_pooler(cluster: Cluster, pooled_url: str) -> None:
    direct = cluster.wiped_database()
    with (
        closing(Database(pooled_url, listen_url=direct)) as here,
        closing(Database(pooled_url, listen_url=direct)) as there,
    ):
        hearing = asyncio.create_task(hear_replicas(here))
        async with asyncio.timeout(PATIENCE_SECONDS):
            await wait_until_heard(here, hearing)
            assert await heard(here, there) == set(topics())
        hearing.cancel()


async def test_who_listens_by_the_pooler_is_told_that_nothing_is_heard(
    cluster: Cluster, pooled_url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    cluster.wiped_database()
    monkeypatch.setattr(replicas, "ECHO_SECONDS", 0.5)
    told: asyncio.Queue[logging.LogRecord] = asyncio.Queue()
    telling = QueueHandler(told)
    replicas.log.addHandler(telling)
    with closing(Database(pooled_url, listen_url=pooled_url)) as here:
        hearing = asyncio.create_task(hear_replicas(here))
        async with asyncio.timeout(PATIENCE_SECONDS):
            record = await told.get()
        hearing.cancel()
    replicas.log.removeHandler(telling)
    assert record.levelno == logging.ERROR
    assert "--listen-url" in record.getMessage()


def test_many_at_once_share_the_poolers_few_sessions(cluster: Cluster, pooled_url: str) -> None:
    """Prepared statements, locks and one state to read: whatever a session might keep for the next."""
    direct = cluster.wiped_database()
    with closing(Database(pooled_url, listen_url=direct)) as database:

        def visit(number: int) -> str:
            with database.asking() as connection:
                for _ in range(8):
                    connection.execute(text("SELECT :number"), {"number": number})
            database.write(lambda session: take_turns(session, "all of us"))
            with database.reading() as session:
                return str(session.scalar(text("SHOW transaction_isolation")))

        with ThreadPoolExecutor(4 * SERVER_CONNECTIONS) as threads:
            assert set(threads.map(visit, range(MANY))) == {"repeatable read"}
        assert database.answers()


def test_role_without_bounds_is_refused(cluster: Cluster) -> None:
    direct = cluster.wiped_database()
    with (
        pooler_before(cluster) as url,
        closing(Database(url, listen_url=direct)) as database,
        pytest.raises(NotOurKind, match="ALTER ROLE … SET lock_timeout"),
        database.reading(),
    ):
        pass


def test_server_by_a_pooler_signs_a_member_in(
    cluster: Cluster, pooled_url: str, tmp_path: Path
) -> None:
    direct = cluster.wiped_database()
    options = ("--sender", "console", "--listen-url", direct)
    with serving(pooled_url, tmp_path / "server.key", sender=options) as server:
        session = signed_in(server)
        bearer = {"Authorization": f"Bearer {session['access_token']}"}
        for _ in range(MANY):
            wallet = httpx.get(f"{server.address}/v1/wallet", headers=bearer)
            assert wallet.status_code == 200, wallet.text
        assert "not heard" not in "".join(server.printed)
