"""Promo codes: a clear answer to each, once for a member, and no guessing."""

from tests.reasons.visits import balance_of, post
from tests.server_face.house import BORIS, House, bearer, problem_of

AUTUMN = {"code": " autumn-25 "}


async def test_stranger_uses_no_promo_code(house: House) -> None:
    for headers in ({"Idempotency-Key": "k1"}, bearer("nonsense")):
        refused = await house.http.post("/v1/promo-codes", json=AUTUMN, headers=headers)
        assert problem_of(refused)["code"] == "unauthenticated"


async def test_code_that_does_not_exist_is_wrong(house: House) -> None:
    refused = await post(house, await house.sign_in(), "/promo-codes", {"code": "WINTER"})
    assert problem_of(refused)["code"] == "promo_code_wrong"


async def test_member_types_the_code_and_gets_its_points_once(house: House) -> None:
    anna = await house.sign_in()
    first = await post(house, anna, "/promo-codes", AUTUMN, key="k1")
    assert (first.status_code, first.json()["points"], first.json()["balance"]) == (201, 25, 25)
    assert (await post(house, anna, "/promo-codes", AUTUMN, key="k1")).json() == first.json()
    again = await post(house, anna, "/promo-codes", AUTUMN)
    assert problem_of(again)["code"] == "promo_code_used"
    assert await balance_of(house, anna) == 25


async def test_code_ends_when_all_of_it_is_used(house: House) -> None:
    await post(house, await house.sign_in(), "/promo-codes", AUTUMN)
    refused = await post(house, await house.sign_in(BORIS), "/promo-codes", AUTUMN)
    assert problem_of(refused)["code"] == "promo_code_ended"


async def test_code_ends_with_its_day(house: House) -> None:
    house.clock.forward(days=11)
    refused = await post(house, await house.sign_in(), "/promo-codes", AUTUMN)
    assert problem_of(refused)["code"] == "promo_code_ended"


async def test_five_wrong_codes_stop_the_guessing_for_an_hour(house: House) -> None:
    anna = await house.sign_in()
    for number in range(5):
        await post(house, anna, "/promo-codes", {"code": f"GUESS-{number}"})
    refused = await post(house, anna, "/promo-codes", AUTUMN)
    assert problem_of(refused)["code"] == "rate_limited"
    assert refused.headers["retry-after"] == "3600"
    house.clock.forward(hours=1)
    anna = await house.sign_in()
    assert (await post(house, anna, "/promo-codes", AUTUMN)).status_code == 201
