"""What a member is asked for by their own rhythm: a little more than usual, never out of reach."""

from datetime import date, timedelta
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from loyalty_server.programme.challenge_rules import Step
from loyalty_server.programme.personal_goals import (
    LOOKED_AT,
    GoalRules,
    Season,
    asked_of,
    goal_faults,
)

WINTER = Season((12, 1, 2), "Зима", "Чуть чаще")
REST = Season(tuple(range(3, 12)), "Остальное", "Чуть чаще")
RULES = GoalRules(4, date(2026, 11, 9), 100, (WINTER, REST))
ROUND = 28
rounds = st.lists(st.integers(0, ROUND), min_size=LOOKED_AT, max_size=LOOKED_AT)


@given(rounds)
def test_goal_is_a_little_above_the_usual_and_at_most_one_above_the_best(before: list[int]) -> None:
    asked = asked_of(before, ROUND)
    if asked is None:
        assert sorted(before)[1] in (0, ROUND)
        return
    assert asked.usual == sorted(before)[1]
    assert asked.usual < asked.days <= asked.usual + max(1, asked.usual // 5)
    assert asked.days <= min(max(before) + 1, ROUND)


@given(rounds, st.permutations(range(LOOKED_AT)))
def test_order_of_the_rounds_changes_nothing(before: list[int], order: list[int]) -> None:
    assert asked_of([before[place] for place in order], ROUND) == asked_of(before, ROUND)


@given(rounds, st.integers(0, LOOKED_AT - 1))
def test_who_buys_more_is_never_asked_for_less(before: list[int], place: int) -> None:
    more = [min(ROUND, count + (at == place)) for at, count in enumerate(before)]
    one, other = asked_of(before, ROUND), asked_of(more, ROUND)
    if one and other:
        assert other.days >= one.days


@pytest.mark.parametrize("chance", [0.15, 0.3, 0.5, 0.7])
def test_members_who_live_as_before_get_there_now_and_then(chance: float) -> None:
    random, reached, asked_in_all = Random(16), 0, 0
    for _ in range(2000):
        lived = [sum(random.random() < chance for _ in range(ROUND)) for _ in range(4)]
        if asked := asked_of(lived[:LOOKED_AT], ROUND):
            asked_in_all += 1
            reached += lived[LOOKED_AT] >= asked.days
    assert 0.2 < reached / asked_in_all < 0.5
    assert asked_in_all > 1800


def test_round_and_season_follow_from_the_day() -> None:
    assert RULES.round_on(date(2026, 11, 8)) is None
    assert RULES.round_on(date(2026, 12, 6)) == date(2026, 11, 9)
    start = RULES.round_on(date(2026, 12, 7))
    assert start == date(2026, 12, 7)
    rule = RULES.rule(start, 5)
    assert (rule.title, rule.steps, rule.ends_on) == ("Зима", 5, start + timedelta(27))
    assert RULES.rule(date(2026, 11, 9), 5).title == "Остальное"


def test_two_receipts_of_one_day_are_one_day() -> None:
    day = date(2026, 11, 10)
    rule = RULES.rule(date(2026, 11, 9), 5)
    assert rule.done([Step(day, 1), Step(day, 1), Step(day + timedelta(1), 1)]) == 2


def test_every_month_needs_its_season() -> None:
    assert list(goal_faults("personal_goals", RULES)) == []
    without = GoalRules(13, date(2026, 11, 9), 0, (WINTER,))
    places = [place for place, _ in goal_faults("personal_goals", without)]
    assert places == ["personal_goals.weeks", "personal_goals.reward", "personal_goals.seasons"]
