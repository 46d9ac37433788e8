"""Rewards: points burned once, stock never oversold, given back within the window, donated for good."""

import asyncio

import pytest

from tests.server.house import ANNA, BORIS, House, bearer, problem_of
from tests.server.visits import (
    balance_of,
    member_with_points,
    post,
    put,
    require_sound_ledger,
    wallet_of,
)

pytestmark = pytest.mark.slow


MUG = {"reward_id": "mug"}
COFFEE = {"reward_id": "coffee"}


async def test_stranger_takes_no_reward(house: House) -> None:
    keyed = {"Idempotency-Key": "k1"}
    for headers in (keyed, keyed | bearer("nonsense")):
        refused = await house.http.post("/v1/redemptions", json=MUG, headers=headers)
        assert problem_of(refused)["code"] == "unauthenticated"
        refused = await house.http.put("/v1/redemptions/r1/cancellation", headers=headers)
        assert problem_of(refused)["code"] == "unauthenticated"


async def test_reward_without_a_key_is_not_taken(house: House) -> None:
    anna = await member_with_points(house)
    refused = await house.http.post("/v1/redemptions", json=MUG, headers=anna.bearer)
    assert problem_of(refused)["code"] == "idempotency_key_required"


async def test_reward_that_does_not_exist_is_not_found(house: House) -> None:
    anna = await member_with_points(house)
    refused = await post(house, anna, "/redemptions", {"reward_id": "moon"})
    assert problem_of(refused)["code"] == "not_found"
    unknown = await put(house, anna, "/redemptions/unknown/cancellation", None)
    assert problem_of(unknown)["code"] == "not_found"


async def test_somebody_elses_redemption_is_not_found(house: House) -> None:
    anna, boris = await member_with_points(house), await house.sign_in(BORIS)
    taken = (await post(house, anna, "/redemptions", COFFEE)).json()
    path = f"/redemptions/{taken['redemption_id']}/cancellation"
    assert problem_of(await put(house, boris, path, None))["code"] == "not_found"


async def test_member_takes_a_reward_and_gets_a_coupon(house: House) -> None:
    anna = await member_with_points(house)
    taken = await post(house, anna, "/redemptions", COFFEE)
    assert taken.status_code == 201
    assert (taken.json()["points"], taken.json()["balance"]) == (50, 9)
    wallet = await wallet_of(house, anna)
    assert wallet["points"]["balance"] == 9
    (coupon,) = wallet["coupons"]
    assert coupon == taken.json()["coupon"]
    assert coupon["code"]["payload"].startswith("KC")
    history = (await house.http.get("/v1/history", headers=anna.bearer)).json()
    newest = history["entries"][0]
    assert (newest["points"], newest["reason"], newest["detail"]) == (-50, "Капучино", "награда")
    require_sound_ledger(house)


async def test_reward_asked_for_twice_with_one_key_is_taken_once(house: House) -> None:
    anna = await member_with_points(house)
    first = await post(house, anna, "/redemptions", COFFEE, key="k1")
    again = await post(house, anna, "/redemptions", COFFEE, key="k1")
    assert first.json() == again.json()
    other = await post(house, anna, "/redemptions", MUG, key="k1")
    assert problem_of(other)["code"] == "idempotency_key_reused"
    assert await balance_of(house, anna) == 9


async def test_reward_out_of_reach_says_how_many_points_there_are(house: House) -> None:
    anna = await member_with_points(house)
    problem = problem_of(await post(house, anna, "/redemptions", {"reward_id": "trip"}))
    assert (problem["code"], problem["available"]) == ("not_enough_points", 59)


async def test_last_piece_goes_to_one_of_two_members(house: House) -> None:
    members = [await member_with_points(house, phone) for phone in (ANNA, BORIS)]
    for member in members:
        await house.buy(member)
    answers = await asyncio.gather(*(post(house, one, "/redemptions", MUG) for one in members))
    assert sorted(answer.status_code for answer in answers) == [201, 409]
    refused = next(answer for answer in answers if answer.status_code == 409)
    assert problem_of(refused)["code"] == "out_of_stock"
    stock = {one["id"]: one["stock"] for one in (await wallet_of(house, members[0]))["rewards"]}
    assert stock["mug"] == 0


async def test_affordable_rewards_come_first_then_the_nearest(house: House) -> None:
    anna = await member_with_points(house)
    order = [reward["id"] for reward in (await wallet_of(house, anna))["rewards"]]
    assert order == ["coffee", "shelter", "mug", "trip"]


async def test_reward_given_back_in_time_returns_points_and_stock(house: House) -> None:
    anna = await member_with_points(house)
    await house.buy(anna)
    taken = (await post(house, anna, "/redemptions", MUG)).json()
    path = f"/redemptions/{taken['redemption_id']}/cancellation"
    for _ in range(2):
        back = await put(house, anna, path, None)
        assert (back.status_code, back.json()["balance"]) == (200, 118 + 40)
    wallet = await wallet_of(house, anna)
    assert wallet["coupons"] == []
    assert {one["id"]: one["stock"] for one in wallet["rewards"]}["mug"] == 1
    require_sound_ledger(house)


async def test_reward_cannot_be_given_back_when_its_time_is_over(house: House) -> None:
    anna = await member_with_points(house)
    taken = (await post(house, anna, "/redemptions", COFFEE)).json()
    house.clock.forward(minutes=30)
    anna = await house.sign_in()
    path = f"/redemptions/{taken['redemption_id']}/cancellation"
    assert problem_of(await put(house, anna, path, None))["code"] == "redemption_final"


async def test_donated_points_count_for_everyone_and_do_not_come_back(house: House) -> None:
    anna = await member_with_points(house)
    given = (await post(house, anna, "/redemptions", {"reward_id": "shelter"})).json()
    assert given["coupon"] is None
    boris = await house.sign_in(BORIS)
    donated = {one["id"]: one["donated"] for one in (await wallet_of(house, boris))["rewards"]}
    assert donated["shelter"] == 40
    path = f"/redemptions/{given['redemption_id']}/cancellation"
    assert problem_of(await put(house, anna, path, None))["code"] == "redemption_final"
