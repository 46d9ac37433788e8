"""A goal of a member's own: set when a round begins, reached on as many days, taken back with a return."""

from datetime import date
from typing import Any

import pytest

from loyalty_server.challenges.personal import RoundResult, round_results, set_goals
from loyalty_server.overview.goals import GoalRound, goal_rounds
from loyalty_server.publishing import publish
from tests.server.challenges.test_challenges import give_back
from tests.server.desk.operators import at_desk
from tests.server.house import BORIS, House, Phone
from tests.server.offers.test_offers import agree_to_profiling
from tests.server.visits import PROGRAM, require_sound_ledger, wallet_of

pytestmark = pytest.mark.slow

GOALS = """
[personal_goals]
weeks = 1
starts_on = 2026-11-16
reward = 70

[[personal_goals.seasons]]
months = [1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12]
title = "Ваш ритм"
text = "Чуть чаще обычного"
"""
"""The house lives from Friday, 20 November 2026 on."""


async def goal_of(house: House, member: Phone) -> dict[str, Any] | None:
    told = (await wallet_of(house, member))["challenges"]
    return next((one for one in told if one["title"] == "Ваш ритм"), None)


async def three_weeks(house: House, *members: Phone) -> None:
    """Two days of each week, up to the Monday after them."""
    for forward in (1, 6, 1, 6, 1, 2):
        for member in members:
            await house.buy(member)
        house.clock.forward(days=forward)


async def begun(house: House) -> tuple[Phone, Phone]:
    """Anna agrees to profiling and Boris does not; a round has just begun."""
    house.clock.forward(seconds=1)
    with house.settings.database.writing() as session:
        publish(session, PROGRAM + GOALS, house.clock())
    anna, boris = await house.sign_in(), await house.sign_in(BORIS)
    await agree_to_profiling(house, anna)
    await three_weeks(house, anna, boris)
    database = house.settings.database
    assert [set_goals(database, house.clock()) for _ in range(2)] == [1, 0]
    return await house.sign_in(), await house.sign_in(BORIS)


async def test_goal_is_one_day_more_than_usual_for_who_agrees(house: House) -> None:
    anna, boris = await begun(house)
    goal = await goal_of(house, anna)
    assert goal
    assert (goal["steps"], goal["usual"], goal["done"], goal["kind"]) == (3, 2, 0, "days")
    assert await goal_of(house, boris) is None
    await agree_to_profiling(house, anna, granted=False)
    assert await goal_of(house, anna) is None


async def test_goal_is_reached_by_days_and_taken_back_with_the_goods(house: House) -> None:
    anna, _ = await begun(house)
    bought = [(await house.buy(anna))["purchase_id"] for _ in range(2)]
    for _ in range(2):
        house.clock.forward(days=1)
        bought.append((await house.buy(anna))["purchase_id"])
    anna = await house.sign_in()
    goal = await goal_of(house, anna)
    assert goal
    assert goal["done"] == 3
    assert goal["completed_at"]
    with house.settings.database.reading() as session:
        (result,) = round_results(session)
        assert list(goal_rounds(session)) == [
            GoalRound(date.fromisoformat(result.round), 1, 3, 1, 70)
        ]
    assert result == RoundResult(result.round, 1, 3, 1, 70)
    async with at_desk(house, "Olga") as olga:
        assert "Personal goals" in await olga.see("figures")
    for sku in ("c1", "b1"):
        await give_back(house, bought[-1], sku)
    goal = await goal_of(house, anna)
    assert goal
    assert (goal["done"], goal["completed_at"]) == (2, None)
    require_sound_ledger(house)


async def test_goal_is_set_in_the_first_two_days_of_its_round_only(house: House) -> None:
    _, boris = await begun(house)
    await agree_to_profiling(house, boris)
    house.clock.forward(days=3)
    assert set_goals(house.settings.database, house.clock()) == 0
    assert await goal_of(house, await house.sign_in(BORIS)) is None
    assert await goal_of(house, await house.sign_in())
