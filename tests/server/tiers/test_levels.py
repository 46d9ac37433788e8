"""Which level so much leads to, to the last unit; and what a file may not say of levels."""

from dataclasses import replace

import pytest

from loyalty_api.models import Measure
from loyalty_server.programme.tier_rules import Done, Level, TierRules, Way, Window, tier_faults

VISITS = Way(Measure.VISITS, 5, keep=3)
BRONZE = Level("bronze", "Bronze", 1)
SILVER = Level("silver", "Silver", 2, needs=30, keep=20, ways=(VISITS,))
STAFF = Level("staff", "Staff", 2.5, segments=("staff", "friends"))
GOLD = Level("gold", "Gold", 3, needs=100, segments=("press",))
RULES = TierRules((BRONZE, SILVER, STAFF, GOLD))
SOFT = replace(RULES, soft_landing=True)


def doing(money: int = 0, visits: int = 0) -> Done:
    return lambda way: {Measure.MONEY: money, Measure.VISITS: visits}[way.measure]


@pytest.mark.parametrize(
    ("done", "level"),
    [
        (doing(), BRONZE),
        (doing(money=29, visits=4), BRONZE),
        (doing(money=30), SILVER),
        (doing(visits=5), SILVER),
        (doing(money=99, visits=9), SILVER),
        (doing(money=100), GOLD),
        (doing(money=101, visits=9), GOLD),
    ],
)
def test_level_is_reached_by_any_of_its_ways(done: Done, level: Level) -> None:
    assert RULES.reached(done) is level


@pytest.mark.parametrize(
    ("rules", "level", "done", "kept"),
    [
        (RULES, GOLD, doing(money=100), GOLD),
        (RULES, GOLD, doing(money=99), SILVER),
        (RULES, GOLD, doing(money=20), SILVER),
        (RULES, GOLD, doing(visits=3), SILVER),
        (RULES, GOLD, doing(money=19, visits=2), BRONZE),
        (RULES, SILVER, doing(money=500), SILVER),
        (replace(RULES, levels=(BRONZE, SILVER, GOLD)), SILVER, doing(money=500), SILVER),
        (RULES, SILVER, doing(money=19), BRONZE),
        (RULES, BRONZE, doing(), BRONZE),
        (SOFT, GOLD, doing(money=100), GOLD),
        (SOFT, GOLD, doing(), SILVER),
        (SOFT, SILVER, doing(money=20), SILVER),
        (SOFT, SILVER, doing(), BRONZE),
        (SOFT, BRONZE, doing(), BRONZE),
    ],
)
def test_level_is_kept_or_falls_to_the_highest_that_is(
    rules: TierRules, level: Level, done: Done, kept: Level
) -> None:
    assert rules.kept(level, done) is kept


def test_level_that_asks_for_nothing_again_is_kept_for_good() -> None:
    for_good = replace(RULES, levels=(BRONZE, replace(SILVER, keep=0, ways=())))
    assert for_good.kept(for_good.levels[1], doing()) is for_good.levels[1]


def test_what_counts_for_ever_is_so_of_every_way_in_a_programme_without_windows() -> None:
    own = Way(Measure.MONEY, 30, 20)
    assert RULES.ways_to(SILVER) == (own, VISITS)
    assert RULES.ways == (own, VISITS, Way(Measure.MONEY, 100))
    ever = replace(RULES, window=Window.EVER)
    assert ever.ways_to(SILVER) == (replace(own, ever=True), replace(VISITS, ever=True))


def test_levels_of_the_retailers_word_are_given_and_passed_on_the_way_up() -> None:
    assert [RULES.next_above(level) for level in RULES.levels] == [SILVER, GOLD, GOLD, None]
    assert RULES.given(frozenset({"friends"})) is STAFF
    assert RULES.given(frozenset({"press", "staff"})) is GOLD
    assert RULES.given(frozenset({"strangers"})) is BRONZE
    assert RULES.higher(SILVER, STAFF) is RULES.higher(STAFF, SILVER) is STAFF


def test_level_that_the_programme_no_longer_has_is_the_lowest() -> None:
    assert RULES.level("gold") is GOLD
    assert RULES.level("platinum") is BRONZE


def test_year_is_the_window_and_the_fall_is_hard_if_not_said() -> None:
    plain = TierRules((BRONZE,))
    assert (plain.months, plain.soft_landing, plain.window) == (12, False, Window.CALENDAR)


def of(*levels: Level, **rules: object) -> TierRules:
    return replace(TierRules((BRONZE, *levels)), **rules)


def level(needs: int = 30, **more: object) -> Level:
    return replace(BRONZE, id="next", needs=needs, **more)


MONEY_EVER = Way(Measure.MONEY, 50, ever=True)


@pytest.mark.parametrize(
    ("rules", "paths"),
    [
        (RULES, []),
        (TierRules(()), ["tiers"]),
        (TierRules((level(1),)), ["tiers.levels[0].needs"]),
        (TierRules((level(0, ways=(VISITS,)),)), ["tiers.levels[0]"]),
        (TierRules((level(0, segments=("staff",)),)), ["tiers.levels[0]"]),
        *[(of(months=months), []) for months in (1, 2, 3, 4, 6, 12)],
        *[(of(months=months), ["tiers.months"]) for months in (5, 7, 11, 24)],
        *[(of(months=months, window=Window.ROLLING), []) for months in (1, 5, 120)],
        *[(of(months=months, window=Window.ROLLING), ["tiers.months"]) for months in (0, 121)],
        (of(level(rate=0)), []),
        (of(level(rate=100)), []),
        (of(level(rate=-0.1)), ["tiers.levels[1].rate"]),
        (of(level(rate=100.1)), ["tiers.levels[1].rate"]),
        (of(level(10**15)), []),
        (of(level(10**15 + 1)), ["tiers.levels[1].needs"]),
        (of(level(-1, segments=("staff",))), ["tiers.levels[1].needs"] * 2),
        (of(level(keep=0)), []),
        (of(level(keep=30)), []),
        (of(level(keep=31)), ["tiers.levels[1].keep"]),
        (of(level(keep=-1)), ["tiers.levels[1].keep"]),
        (of(level(segments=("a", "B"))), ["tiers.levels[1].segments[1]"]),
        (of(level(ways=(replace(VISITS, needs=1, keep=0),))), []),
        (of(level(ways=(replace(VISITS, keep=5),))), []),
        (of(level(ways=(replace(VISITS, keep=6),))), ["tiers.levels[1].ways[0].keep"]),
        (of(level(ways=(replace(VISITS, keep=-1),))), ["tiers.levels[1].ways[0].keep"]),
        (of(level(ways=(MONEY_EVER,))), []),
        (of(level(ways=(replace(MONEY_EVER, keep=9),))), ["tiers.levels[1].ways[0].keep"]),
        (of(level(ways=(VISITS, VISITS))), ["tiers.levels[1].ways"]),
        (of(level(ways=(Way(Measure.MONEY, 50),))), ["tiers.levels[1].ways"]),
        (of(level(0)), ["tiers.levels[1].needs"]),
        (of(level(0, segments=("staff",))), []),
        (of(level(keep=3), window=Window.EVER), ["tiers.levels[1].keep"]),
        (of(level(), window=Window.EVER), []),
        (of(SILVER, replace(GOLD, needs=31)), []),
        (of(SILVER, replace(GOLD, needs=30)), ["tiers.levels[2].needs"]),
        (of(GOLD, replace(SILVER, needs=101), level(100, ways=())), ["tiers.levels[3].needs"]),
        (of(SILVER, GOLD, level(50)), ["tiers.levels[3].needs"]),
        (of(SILVER, replace(GOLD, ways=(replace(VISITS, needs=6),))), []),
        (of(SILVER, replace(GOLD, ways=(VISITS,))), ["tiers.levels[2].ways"]),
        (of(SILVER, level(0, ways=(Way(Measure.MONEY, 30),))), ["tiers.levels[2].ways"]),
        (of(SILVER, level(100, ways=(replace(MONEY_EVER, needs=5),))), []),
    ],
)
def test_levels_that_make_no_sense_are_told_with_their_place(
    rules: TierRules, paths: list[str]
) -> None:
    assert [path for path, _ in tier_faults(rules)] == paths
