"""Wallets and histories are read from a replica where it is as new for this member, and from nowhere else where it is not."""

from collections.abc import AsyncIterator, Iterator
from contextlib import closing
from dataclasses import dataclass, replace
from time import monotonic

import httpx
import pytest

from loyalty_server.app import create_app
from loyalty_server.database.standby import Outcome, Standby
from loyalty_server.database.transactions import Database
from loyalty_server.migrations import migrate
from tests.server.house import BORIS, House, Phone, furnish, open_house_on
from tests.server.postgres import SHOP, Cluster, standby_of

pytestmark = [pytest.mark.postgres, pytest.mark.slow]

PATIENCE_SECONDS = 60


@dataclass(frozen=True)
class Pair:
    """A house whose wallets are read from a standby, and the two clusters behind it."""

    house: House
    primary: Cluster
    copy: Cluster
    standby: Standby

    def wait_for_the_copy(self) -> None:
        """Until it has what was committed so far."""
        written = self.primary.ask("SELECT pg_current_wal_insert_lsn()")
        behind = f"SELECT pg_last_wal_replay_lsn() >= '{written}'"
        deadline = monotonic() + PATIENCE_SECONDS
        while self.copy.ask(behind) != "True":
            assert monotonic() < deadline

    async def get(self, path: str, phone: Phone) -> httpx.Response:
        return await self.house.http.get(f"/v1/{path}", headers=phone.bearer)

    def told(self) -> dict[str, int]:
        return {outcome.value: times for outcome, times in self.standby.outcomes.items() if times}


@pytest.fixture(scope="module")
def clusters(cluster: Cluster) -> Iterator[tuple[Cluster, Cluster]]:
    with standby_of(cluster) as copy:
        yield cluster, copy


@pytest.fixture
async def pair(clusters: tuple[Cluster, Cluster]) -> AsyncIterator[Pair]:
    primary, copy = clusters
    database = Database(primary.wiped_database())
    migrate(database)
    till_key = furnish(database)
    with closing(Standby(copy.url(SHOP))) as standby:
        async with open_house_on(database, till_key) as house:
            settings = replace(house.settings, standby=standby)
            transport = httpx.ASGITransport(create_app(settings), raise_app_exceptions=False)
            async with httpx.AsyncClient(
                transport=transport, base_url="https://loyalty.example"
            ) as http:
                yield Pair(replace(house, http=http), primary, copy, standby)


async def test_what_the_copy_has_too_is_read_there(pair: Pair) -> None:
    anna = await pair.house.sign_in()
    first = await pair.get("wallet", anna)
    bought = await pair.house.buy(anna)
    pair.wait_for_the_copy()
    wallet, history = await pair.get("wallet", anna), await pair.get("history", anna)
    assert pair.told() == {"answered": 2}
    assert wallet.json()["points"]["balance"] > first.json()["points"]["balance"]
    assert sum(entry["points"] for entry in history.json()["entries"]) == bought["earned"]


async def test_member_sees_own_writes_while_the_copy_stands_still(pair: Pair) -> None:
    anna, boris = await pair.house.sign_in(), await pair.house.sign_in(BORIS)
    await pair.get("wallet", anna)
    pair.wait_for_the_copy()
    pair.copy.say("SELECT pg_wal_replay_pause()")
    try:
        bought = await pair.house.buy(anna)
        wallet, history = await pair.get("wallet", anna), await pair.get("history", anna)
        assert pair.told() == {"behind": 2}
        assert wallet.json()["points"]["balance"] == bought["earned"]
        assert sum(entry["points"] for entry in history.json()["entries"]) == bought["earned"]
        assert (await pair.get("history", boris)).json()["entries"] == []
        assert pair.told() == {"behind": 2, "answered": 1}
    finally:
        pair.copy.say("SELECT pg_wal_replay_resume()")


async def test_who_was_signed_out_is_refused_whatever_the_copy_believes(pair: Pair) -> None:
    anna = await pair.house.sign_in()
    await pair.get("wallet", anna)
    pair.wait_for_the_copy()
    pair.copy.say("SELECT pg_wal_replay_pause()")
    try:
        out = await pair.house.http.delete("/v1/auth/session", headers=anna.bearer)
        assert out.status_code == 204, out.text
        for path in ("wallet", "history"):
            assert (await pair.get(path, anna)).status_code == 401
    finally:
        pair.copy.say("SELECT pg_wal_replay_resume()")


async def test_copy_that_is_away_is_missed_by_nobody(clusters: tuple[Cluster, Cluster]) -> None:
    primary, copy = clusters
    database = Database(primary.wiped_database())
    nowhere = copy.url(SHOP).replace(str(copy.folder), "/nonexistent")
    with closing(Standby(nowhere)) as standby:
        async with open_house_on(database, furnish(database)) as house:
            settings = replace(house.settings, standby=standby)
            transport = httpx.ASGITransport(create_app(settings), raise_app_exceptions=False)
            async with httpx.AsyncClient(
                transport=transport, base_url="https://loyalty.example"
            ) as http:
                there = replace(house, http=http)
                anna = await there.sign_in()
                await http.get("/v1/wallet", headers=anna.bearer)
                await there.buy(anna)
                wallet = await http.get("/v1/wallet", headers=anna.bearer)
                assert wallet.json()["points"]["balance"] > 0
    assert standby.outcomes[Outcome.AWAY] == 1
    assert standby.outcomes[Outcome.ANSWERED] == 0
