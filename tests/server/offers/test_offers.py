"""Offers: personal only by consent, the best fitting first with its reason, limited, claimed when missed."""

from typing import Any

import pytest

from loyalty_server.programme.file import parse_program
from loyalty_server.toml_file import FileRefused
from tests.server.house import BORIS, House, Phone, bearer, problem_of
from tests.server.visits import (
    AT,
    PROGRAM,
    balance_of,
    member_with_points,
    put,
    require_sound_ledger,
    wallet_of,
)

pytestmark = pytest.mark.slow


async def agree_to_profiling(house: House, member: Phone, *, granted: bool = True) -> None:
    body = {"version": "2026-01", "granted": granted, "at": AT}
    answer = await put(house, member, "/consents/profiling", body)
    assert answer.is_success, answer.text


async def offers_of(house: House, member: Phone) -> dict[str, Any]:
    """The member's offers by id, in their order."""
    return {offer["id"]: offer for offer in (await wallet_of(house, member))["offers"]}


async def claim(house: House, member: Phone, purchase_id: str, at: str = AT) -> Any:
    path = f"/purchases/{purchase_id}/missed/coffee-20"
    return await put(house, member, path, {"at": at})


async def test_stranger_claims_nothing(house: House) -> None:
    for headers in ({}, bearer("nonsense")):
        refused = await house.http.put("/v1/purchases/p1/missed/coffee-20", headers=headers)
        assert problem_of(refused)["code"] == "unauthenticated"


async def test_missed_offer_that_does_not_exist_is_not_found(house: House) -> None:
    anna = await house.sign_in()
    bought = await house.buy(anna)
    assert problem_of(await claim(house, anna, "unknown"))["code"] == "not_found"
    path = f"/purchases/{bought['purchase_id']}/missed/tea-10"
    assert problem_of(await put(house, anna, path, {"at": AT}))["code"] == "not_found"


async def test_somebody_elses_missed_points_are_not_found(house: House) -> None:
    anna, boris = await house.sign_in(), await house.sign_in(BORIS)
    bought = await house.buy(anna)
    assert problem_of(await claim(house, boris, bought["purchase_id"]))["code"] == "not_found"


async def test_missed_points_are_claimed_once_within_a_few_days(house: House) -> None:
    anna = await house.sign_in()
    bought = await house.buy(anna)
    receipt = f"/v1/purchases/{bought['purchase_id']}"
    (missed,) = (await house.http.get(receipt, headers=anna.bearer)).json()["missed"]
    assert (missed["points"], missed["claimed_at"]) == (20, None)
    for _ in range(2):
        assert (await claim(house, anna, bought["purchase_id"])).status_code == 204
    assert await balance_of(house, anna) == bought["balance"] + 20
    (missed,) = (await house.http.get(receipt, headers=anna.bearer)).json()["missed"]
    assert missed["claimed_at"]
    require_sound_ledger(house)


async def test_missed_points_of_returned_goods_are_not_offered(house: House) -> None:
    anna = await house.sign_in()
    bought = await house.buy(anna)
    await house.at_till(f"/purchases/{bought['purchase_id']}/refunds", {"amount": 100})
    receipt = f"/v1/purchases/{bought['purchase_id']}"
    assert (await house.http.get(receipt, headers=anna.bearer)).json()["missed"] == []


async def test_missed_points_are_gone_after_the_days_of_the_programme(house: House) -> None:
    bought = await house.buy(await house.sign_in())
    house.clock.forward(days=4)
    anna = await house.sign_in()
    late = await claim(house, anna, bought["purchase_id"], "2026-11-24T09:00:00Z")
    assert problem_of(late)["code"] == "claim_ended"


async def test_missed_points_claimed_in_time_are_given_though_told_up_to_a_week_later(
    house: House,
) -> None:
    anna, boris = await house.sign_in(), await house.sign_in(BORIS)
    bought, of_boris = await house.buy(anna), await house.buy(boris)
    house.clock.forward(days=9)
    anna = await house.sign_in()
    assert (await claim(house, anna, bought["purchase_id"])).status_code == 204
    assert await balance_of(house, anna) == bought["balance"] + 20
    house.clock.forward(days=2)
    boris = await house.sign_in(BORIS)
    late = await claim(house, boris, of_boris["purchase_id"])
    assert problem_of(late)["code"] == "claim_ended"
    require_sound_ledger(house)


async def test_without_consent_only_general_offers_are_shown_in_the_order_of_the_file(
    house: House,
) -> None:
    anna = await member_with_points(house)
    offers = await offers_of(house, anna)
    assert list(offers) == ["tea-10", "coffee-20", "arbat"]
    assert offers["coffee-20"]["reason"] == "Для всех"


async def test_with_consent_the_best_fitting_offer_comes_first_and_says_why(house: House) -> None:
    anna, boris = await member_with_points(house), await member_with_points(house, BORIS)
    for _ in range(2):
        await house.buy(anna)
    for member in (anna, boris):
        await agree_to_profiling(house, member)
    assert (await offers_of(house, boris))["bread-5"]["reason"] == "Для всех"
    offers = await offers_of(house, anna)
    assert list(offers) == ["bread-5", "coffee-20", "tea-10", "arbat"]
    assert offers["bread-5"]["reason"] == "Вы часто берёте: Хлеб"
    assert offers["tea-10"]["reason"] == "Для всех"


async def test_withdrawn_consent_takes_personal_offers_away_at_once(house: House) -> None:
    anna = await member_with_points(house)
    await agree_to_profiling(house, anna)
    await agree_to_profiling(house, anna, granted=False)
    assert "bread-5" not in await offers_of(house, anna)
    assert (await house.ring_up(anna))["discount"] == 0


async def test_offer_works_at_the_till_as_often_as_its_limit_allows(house: House) -> None:
    anna = await member_with_points(house)
    await agree_to_profiling(house, anna)
    quotes = []
    for _ in range(3):
        quotes.append(await house.ring_up(anna))
        await house.at_till(f"/purchases/{quotes[-1]['purchase_id']}/complete")
    assert [quote["discount"] for quote in quotes] == [4570, 4570, 0]
    assert quotes[0]["breakdown"][0]["rule"] == "bread-5"
    assert "bread-5" not in await offers_of(house, anna)


async def test_offer_of_another_store_does_not_work_here(house: House) -> None:
    quote = await house.ring_up(await house.sign_in())
    assert "arbat" not in {effect["rule"] for effect in quote["breakdown"]}


@pytest.mark.parametrize(
    ("written", "instead", "told"),
    [
        (
            'value = 10\ncategory = "tea"',
            'value = 101\ncategory = "tea"',
            "not between 0.01 and 100",
        ),
        ("uses_per_member = 2", "uses_per_member = 0", "0 is not between 1"),
        ('stores = ["arbat"]', 'stores = ["mars"]', "no store 'mars'"),
        ('kind = "bonus"', 'kind = "lottery"', "one of multiplier"),
    ],
)
def test_broken_offer_stops_the_programme(written: str, instead: str, told: str) -> None:
    with pytest.raises(FileRefused, match=told):
        parse_program(PROGRAM.replace(written, instead, 1), "lavka.toml")


async def test_wallet_names_the_groups_of_goods_as_the_programme_does(house: House) -> None:
    wallet = await wallet_of(house, await house.sign_in())
    assert wallet["categories"] == [
        {"id": "coffee", "title": "Кофе"},
        {"id": "bakery", "title": "Хлеб"},
    ]
