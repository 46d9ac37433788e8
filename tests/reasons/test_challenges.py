"""Challenges: moved by purchases and surveys, rewarded once; a streak starts again after a gap."""

from typing import Any

from tests.reasons.visits import balance_of, put, require_sound_ledger, wallet_of
from tests.server_face.house import House, Phone


async def challenge(house: House, member: Phone, challenge_id: str) -> dict[str, Any]:
    found = {one["id"]: one for one in (await wallet_of(house, member))["challenges"]}
    seen: dict[str, Any] = found[challenge_id]
    return seen


async def test_second_coffee_completes_the_challenge_and_a_third_adds_nothing(
    house: House,
) -> None:
    anna = await house.sign_in()
    balances = []
    for _ in range(3):
        await house.buy(anna)
        balances.append(await balance_of(house, anna))
    assert balances == [59, 59 * 2 + 40, 59 * 3 + 40]
    assert (await challenge(house, anna, "three-coffees"))["done"] == 2
    require_sound_ledger(house)


async def test_streak_counts_a_day_once_and_starts_again_after_a_gap(house: House) -> None:
    anna = await house.sign_in()
    seen = []
    for days in (0, 0, 1, 2, 1):
        house.clock.forward(days=days)
        anna = await house.sign_in() if days else anna
        seen.append((await challenge(house, anna, "every-day"))["done"])
        await house.buy(anna)
    assert seen == [0, 1, 1, 0, 1]


async def test_challenge_that_has_not_begun_is_not_shown_and_an_answer_moves_it_later(
    house: House,
) -> None:
    anna = await house.sign_in()
    assert "opinion" not in {one["id"] for one in (await wallet_of(house, anna))["challenges"]}
    house.clock.forward(days=12)
    anna = await house.sign_in()
    (survey,) = (await wallet_of(house, anna))["surveys"]
    answers = {"at": "2026-11-30T09:00:00Z", "answers": {"likes": ["coffee"]}}
    await put(house, anna, f"/surveys/{survey['id']}/answer", answers)
    assert await balance_of(house, anna) == 30 + 5
