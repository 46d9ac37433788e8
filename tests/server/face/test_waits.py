"""No wait without an end: one member's trouble, a forgotten transaction, a disk without room."""

import asyncio
from contextlib import closing
from dataclasses import replace
from threading import Event

import httpx
import pytest
from sqlalchemy import select, text

from loyalty_server.app import create_app
from loyalty_server.database.transactions import Database
from loyalty_server.migrations import migrate
from loyalty_server.tables import DeviceRow
from tests.server.face.conftest import on_sqlite
from tests.server.house import ANNA, BORIS, PATIENCE_SECONDS, House, problem_of
from tests.server.postgres import Cluster

pytestmark = pytest.mark.slow

on_postgres = pytest.mark.parametrize(
    "house", [pytest.param("postgres", marks=pytest.mark.postgres)], indirect=True
)


@on_postgres
async def test_one_members_locked_row_keeps_nobody_else_waiting(house: House) -> None:
    anna, boris = await house.sign_in(ANNA), await house.sign_in(BORIS)
    kept = {"kid": anna.session["credential"]["kid"]}
    url = house.settings.database.engine.url.render_as_string(hide_password=False)
    forgotten = Database(url)
    with forgotten.writing() as session:
        session.execute(select(DeviceRow).with_for_update()).all()
        stuck = [
            asyncio.create_task(
                house.http.put("/v1/auth/credential", json=kept, headers=anna.bearer)
            )
            for _ in range(50)
        ]
        await asyncio.wait(stuck, return_when=asyncio.FIRST_COMPLETED)
        assert (await house.http.get("/readyz")).status_code == 200
        assert (await house.http.get("/v1/wallet", headers=boris.bearer)).status_code == 200
        assert not all(task.done() for task in stuck)
        answers = await asyncio.gather(*stuck)
    for answer in answers:
        assert (answer.status_code, problem_of(answer)["code"]) == (503, "unavailable")
        assert "retry-after" in answer.headers
    forgotten.close()


@on_postgres
async def test_forgotten_transaction_is_ended_by_the_database(house: House) -> None:
    with house.settings.database.reading() as session:
        bounds = {
            name: session.scalar(text(f"SHOW {name}"))
            for name in ("lock_timeout", "statement_timeout", "idle_in_transaction_session_timeout")
        }
    assert all(bound not in (None, "0") for bound in bounds.values()), bounds


@on_sqlite
async def test_disk_without_room_is_told_by_readyz_and_a_busy_writer_is_not(house: House) -> None:
    database = house.settings.database
    assert (await house.http.get("/readyz")).status_code == 200
    with database.writing():
        assert database.answers()
    full = Database("sqlite:////dev/full/kopilka.db")
    transport = httpx.ASGITransport(create_app(replace(house.settings, database=full)))
    async with httpx.AsyncClient(transport=transport, base_url="https://loyalty.example") as http:
        told = await http.get("/readyz")
    assert (told.status_code, problem_of(told)["code"]) == (503, "unavailable")


class HangingDatabase(Database):
    """Says nothing until it is let go."""

    def __init__(self) -> None:
        super().__init__("sqlite://")
        self.let_go = Event()

    def answers(self) -> bool:
        return self.let_go.wait(PATIENCE_SECONDS)


@on_sqlite
async def test_readyz_says_no_while_the_database_says_nothing(house: House) -> None:
    hanging = HangingDatabase()
    transport = httpx.ASGITransport(create_app(replace(house.settings, database=hanging)))
    async with httpx.AsyncClient(transport=transport, base_url="https://loyalty.example") as http:
        for _ in range(3):
            assert (await http.get("/readyz")).status_code == 503
        assert (await http.get("/healthz")).status_code == 200
    hanging.let_go.set()
    hanging.close()


@pytest.mark.postgres
def test_server_is_ready_with_a_role_that_owns_its_database_and_nothing_else(
    cluster: Cluster,
) -> None:
    with cluster.database_of_ordinary_role() as url, closing(Database(url)) as database:
        migrate(database)
        assert database.answers()
