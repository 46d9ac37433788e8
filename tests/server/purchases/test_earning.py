"""What a basket costs and earns, by the rules of one programme."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from loyalty_api.offers import OfferKind
from loyalty_api.programme import ProgramKind
from loyalty_api.receipts import Line, RuleEffect
from loyalty_server.programme.file import read_program
from loyalty_server.programme.program import EarnRules, Program, Rounding
from loyalty_server.purchases.earning import burn_limit, judge
from tests.server.shop import BREAD, COFFEE, PROGRAM_FILE, WINE

PROGRAM = read_program(PROGRAM_FILE)
BRONZE, SILVER, GOLD = PROGRAM.tiers.levels
BASKETS = st.lists(
    st.builds(
        Line,
        sku=st.just("1"),
        title=st.just("Товар"),
        category=st.sampled_from(["coffee", "bakery", "alcohol"]),
        quantity=st.just(1),
        amount=st.integers(0, 10**7),
    ),
    min_size=1,
    max_size=5,
).map(tuple)


def earning(**rules: object) -> Program:
    return replace(PROGRAM, earn=replace(PROGRAM.earn, **rules))


def test_breakdown_tells_the_rate_and_the_offer_apart() -> None:
    verdict = judge(PROGRAM, SILVER, (COFFEE, BREAD), offers=PROGRAM.offers)
    assert verdict.breakdown == (
        RuleEffect("base", 59, "5\N{NO-BREAK SPACE}%"),
        RuleEffect("coffee-x3", 27, "Кофе навынос ×3"),
    )
    assert (verdict.will_earn, verdict.to_pay, verdict.discount) == (86, 118_400, 0)


def test_points_are_earned_only_on_what_is_paid_in_money() -> None:
    verdict = judge(PROGRAM, SILVER, (COFFEE, BREAD), burn=592)
    assert (verdict.discount, verdict.to_pay, verdict.will_earn) == (59_200, 59_200, 29)


def test_excluded_goods_earn_nothing() -> None:
    assert judge(PROGRAM, GOLD, (WINE,)).will_earn == 0


def test_basket_below_the_minimum_earns_nothing() -> None:
    assert judge(earning(minimum_basket=118_401), GOLD, (COFFEE, BREAD)).will_earn == 0
    assert judge(earning(minimum_basket=118_400), GOLD, (COFFEE, BREAD)).will_earn == 82


def test_cap_is_told_and_taken_from_the_last_rule() -> None:
    verdict = judge(earning(cap=70), SILVER, (COFFEE, BREAD), offers=PROGRAM.offers)
    assert [(effect.rule, effect.points) for effect in verdict.breakdown] == [
        ("base", 59),
        ("coffee-x3", 27),
        ("cap", -16),
    ]
    assert [(grant.rule, grant.points) for grant in verdict.grants] == [
        ("base", 59),
        ("coffee-x3", 11),
    ]


@pytest.mark.parametrize(
    ("rounding", "points"), [(Rounding.DOWN, 0), (Rounding.NEAREST, 1), (Rounding.UP, 1)]
)
def test_half_a_point_is_rounded_as_the_programme_says(rounding: Rounding, points: int) -> None:
    line = replace(BREAD, amount=1000)
    program = earning(rounding=rounding, minimum_basket=0)
    assert judge(program, SILVER, (line,)).will_earn == points


def test_rate_with_a_fraction_is_exact() -> None:
    level = replace(BRONZE, rate=0.1)
    line = replace(BREAD, amount=3_000_000)
    assert judge(PROGRAM, level, (line,)).will_earn == 30


def test_bonus_offer_gives_its_points_once() -> None:
    bonus = replace(PROGRAM.offers[0], kind=OfferKind.BONUS, value=100, category=None)
    verdict = judge(PROGRAM, BRONZE, (COFFEE, BREAD), offers=(bonus,))
    assert verdict.will_earn == 35 + 100


def test_offer_below_its_minimum_basket_gives_nothing() -> None:
    offer = replace(PROGRAM.offers[0], minimum_basket=118_401)
    assert judge(PROGRAM, SILVER, (COFFEE, BREAD), offers=(offer,)).will_earn == 59


def test_discount_card_takes_the_tiers_rate_off_and_earns_nothing() -> None:
    program = replace(PROGRAM, kind=ProgramKind.DISCOUNT)
    verdict = judge(program, SILVER, (COFFEE, BREAD, WINE))
    assert (verdict.discount, verdict.to_pay, verdict.will_earn) == (5_920, 212_480, 0)
    assert [(effect.rule, effect.money) for effect in verdict.breakdown] == [("card", 5_920)]
    assert burn_limit(program, SILVER, (COFFEE, BREAD)) == 0


def test_cashback_is_earned_in_minor_units() -> None:
    program = replace(
        PROGRAM, kind=ProgramKind.CASHBACK, burn=replace(PROGRAM.burn, worth=1), earn=EarnRules()
    )
    assert judge(program, SILVER, (COFFEE, BREAD)).will_earn == 5_920


@given(basket=BASKETS, part=st.floats(0, 1))
def test_what_is_told_is_what_is_earned(basket: tuple[Line, ...], part: float) -> None:
    burn = int(part * burn_limit(PROGRAM, SILVER, basket))
    verdict = judge(PROGRAM, SILVER, basket, burn, PROGRAM.offers)
    assert sum(effect.points for effect in verdict.breakdown) == verdict.will_earn
    assert sum(grant.points for grant in verdict.grants) == verdict.will_earn
    assert verdict.discount + verdict.to_pay == sum(line.amount for line in basket)
    assert all(grant.points > 0 for grant in verdict.grants)


@given(basket=BASKETS)
def test_points_never_pay_for_more_than_their_share(basket: tuple[Line, ...]) -> None:
    total = sum(line.amount for line in basket)
    limit = burn_limit(PROGRAM, SILVER, basket)
    assert 0 <= limit * PROGRAM.burn.worth <= total * PROGRAM.burn.share / 100


@given(basket=BASKETS)
def test_burning_never_earns_more(basket: tuple[Line, ...]) -> None:
    limit = burn_limit(PROGRAM, SILVER, basket)
    plain = judge(PROGRAM, SILVER, basket, 0, PROGRAM.offers).will_earn
    assert judge(PROGRAM, SILVER, basket, limit, PROGRAM.offers).will_earn <= plain
