"""The link on the display: a receipt's points for who opens it."""

import pytest

from tests.server.house import ANNA, BORIS, House, join_body, problem_of

pytestmark = pytest.mark.slow


async def offered(house: House) -> str:
    """The path of a receipt's link under `/v1/joins`."""
    join = await house.at_till("/joins", join_body())
    assert join.status_code == 201, join.text
    base, code = join.json()["url"].split("/join/")
    assert base == "https://loyalty.example"
    return f"/v1/joins/{code}"


async def test_stranger_sees_what_waits_and_cannot_take_it(house: House) -> None:
    path = await offered(house)
    waits = (await house.http.get(path)).json()
    assert waits["will_earn"] > 0
    assert (waits["kind"], waits["currency"]) == ("points", "RUB")
    refused = await house.http.put(path)
    assert problem_of(refused)["code"] == "unauthenticated"


async def test_link_that_does_not_exist_is_not_found(house: House) -> None:
    phone = await house.sign_in()
    assert (await house.http.get("/v1/joins/nothing")).status_code == 404
    refused = await house.http.put("/v1/joins/nothing", headers=phone.bearer)
    assert problem_of(refused)["code"] == "not_found"


async def test_points_that_someone_else_took_are_taken(house: House) -> None:
    path = await offered(house)
    anna, boris = await house.sign_in(ANNA), await house.sign_in(BORIS)
    assert (await house.http.put(path, headers=anna.bearer)).status_code == 200
    late = await house.http.put(path, headers=boris.bearer)
    assert problem_of(late)["code"] == "join_taken"
    assert problem_of(await house.http.get(path))["code"] == "join_taken"


async def test_points_arrive_once_however_often_the_link_is_opened(house: House) -> None:
    path = await offered(house)
    phone = await house.sign_in()
    first = await house.http.put(path, headers=phone.bearer)
    again = await house.http.put(path, headers=phone.bearer)
    assert first.json() == again.json()
    wallet = (await house.http.get("/v1/wallet", headers=phone.bearer)).json()
    assert wallet["points"]["balance"] == first.json()["earned"] > 0


async def test_link_expires(house: House) -> None:
    path = await offered(house)
    house.clock.forward(minutes=15)
    phone = await house.sign_in()
    assert problem_of(await house.http.get(path))["code"] == "join_expired"
    assert problem_of(await house.http.put(path, headers=phone.bearer))["code"] == "join_expired"
