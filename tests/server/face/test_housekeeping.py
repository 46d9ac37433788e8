"""What the server does by itself."""

import asyncio
from dataclasses import replace
from datetime import timedelta

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from loyalty_server.housekeeping import take_round, tidy
from loyalty_server.tables import (
    IdempotencyRow,
    MemberEventRow,
    SignInCodeRow,
    TillEventRow,
    WrongPromoCodeRow,
)
from tests.server.house import House, listening

pytestmark = pytest.mark.slow
EVERY = timedelta(minutes=1)


def rows_left(session: Session) -> list[int]:
    tables = (SignInCodeRow, IdempotencyRow, MemberEventRow, TillEventRow, WrongPromoCodeRow)
    return [len(session.scalars(select(table)).all()) for table in tables]


async def test_purchase_left_open_gives_back_its_points_by_itself(house: House) -> None:
    phone = await house.sign_in()
    await house.buy(phone)
    await house.ring_up(phone, burn=50)
    house.clock.forward(minutes=15)
    tidy(house.settings)
    phone = await house.sign_in()
    wallet = (await house.http.get("/v1/wallet", headers=phone.bearer)).json()
    assert (wallet["points"]["balance"], wallet["points"]["held"]) == (86, 0)


async def test_server_forgets_codes_answers_events_and_guesses_that_nobody_asks_for(
    house: House,
) -> None:
    phone = await house.sign_in()
    await house.buy(phone)
    headers = phone.bearer | {"Idempotency-Key": "guess"}
    await house.http.post("/v1/promo-codes", json={"code": "NOBODYS"}, headers=headers)
    tidy(house.settings)
    with house.settings.database.reading() as session:
        assert all(rows_left(session))
    house.clock.forward(days=8)
    tidy(house.settings)
    with house.settings.database.reading() as session:
        assert rows_left(session) == [1, 0, 0, 0, 0], "who signed in here stays known for a year"
    house.clock.forward(days=400)
    tidy(house.settings)
    with house.settings.database.reading() as session:
        assert rows_left(session) == [0, 0, 0, 0, 0]


def anything_left(house: House) -> bool:
    with house.settings.database.reading() as session:
        return any(rows_left(session))


async def test_running_server_keeps_house(house: House) -> None:
    await house.sign_in()
    house.clock.forward(days=400)
    quick = replace(house, settings=replace(house.settings, sweep_seconds=0.01))
    assert anything_left(house)
    async with listening(quick) as http, asyncio.timeout(30):
        while anything_left(house):
            await http.get("/healthz")


async def test_round_is_taken_once_by_whoever_asks_first(house: House) -> None:
    database, now = house.settings.database, house.clock.now
    asked = [database.write(lambda one: take_round(one, "r", now, EVERY)) for _ in range(3)]
    later = database.write(lambda one: take_round(one, "r", now + EVERY, EVERY))
    assert [*asked, later] == [True, False, False, True]
