"""What a basket costs and earns, by the rules of one programme."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from loyalty_api.offers import OfferKind
from loyalty_api.programme import ProgramKind
from loyalty_api.receipts import Line, RuleEffect
from loyalty_server.languages import Language
from loyalty_server.programme.earn_rules import CategoryRate, EarnRules, Rounding
from loyalty_server.programme.file import read_program
from loyalty_server.programme.program import Program
from loyalty_server.programme.translation import translator
from loyalty_server.purchases.earning import burn_limit, judge
from tests.server.shop import BREAD, COFFEE, PROGRAM_FILE, WINE

PROGRAM = read_program(PROGRAM_FILE)
DISCOUNT_CARD = ProgramKind.DISCOUNT
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
    ("cap", "room", "earned", "told"),
    [
        (70, None, 70, "не больше 70 за покупку"),
        (70, 10, 10, "до предела за день или месяц оставалось 10"),
        (10, 70, 10, "не больше 10 за покупку"),
        (None, 10, 10, "до предела за день или месяц оставалось 10"),
        (70, 0, 0, "до предела за день или месяц оставалось 0"),
    ],
)
def test_lower_one_of_what_a_purchase_and_a_day_may_earn_holds(
    cap: int | None, room: int | None, earned: int, told: str
) -> None:
    verdict = judge(earning(cap=cap), SILVER, (COFFEE, BREAD), 0, PROGRAM.offers, room)
    assert verdict.will_earn == earned
    assert verdict.breakdown[-1] == RuleEffect("cap", earned - 86, told)


def test_cap_that_is_just_reached_takes_nothing() -> None:
    verdict = judge(earning(cap=86), SILVER, (COFFEE, BREAD), 0, PROGRAM.offers, 86)
    assert [(effect.rule, effect.points) for effect in verdict.breakdown] == [
        ("base", 59),
        ("coffee-x3", 27),
    ]


@pytest.mark.parametrize(
    ("rounding", "points"), [(Rounding.DOWN, 0), (Rounding.NEAREST, 1), (Rounding.UP, 1)]
)
def test_half_a_point_is_rounded_as_the_programme_says(rounding: Rounding, points: int) -> None:
    line = replace(BREAD, amount=1000)
    program = earning(rounding=rounding, minimum_basket=0)
    assert judge(program, SILVER, (line,)).will_earn == points


@pytest.mark.parametrize(
    ("rounding", "third", "two_thirds"),
    [(Rounding.DOWN, 3, 3), (Rounding.NEAREST, 3, 4), (Rounding.UP, 4, 4)],
)
def test_thirds_of_a_point_are_rounded_as_the_programme_says(
    rounding: Rounding, third: int, two_thirds: int
) -> None:
    program = earning(rounding=rounding, minimum_basket=0)
    program = replace(program, burn=replace(program.burn, worth=300))
    level = replace(BRONZE, rate=10)
    for amount, points in ((10_000, third), (11_000, two_thirds)):
        assert judge(program, level, (replace(BREAD, amount=amount),)).will_earn == points


@pytest.mark.parametrize(
    ("rate", "rounding", "price", "less"),
    [
        (7.5, 1, 333, 24),
        (7.5, 10, 333, 20),
        (7.5, 100, 1_332, 0),
        (7.5, 100, 1_333, 0),
        (7.5, 100, 1_334, 100),
        (0.1, 1, 3_000_000, 3_000),
        (33.3, 100, 30_030, 9_900),
        (33.3, 100, 30_031, 10_000),
    ],
)
def test_discount_of_a_card_is_rounded_down_to_the_step_from_exact_decimals(
    rate: float, rounding: int, price: int, less: int
) -> None:
    program = replace(earning(discount_rounding=rounding, minimum_basket=0), kind=DISCOUNT_CARD)
    verdict = judge(program, replace(BRONZE, rate=rate), (replace(BREAD, amount=price),))
    assert (verdict.discount, verdict.to_pay) == (less, price - less)


def test_rate_of_several_categories_is_told_by_all_their_names() -> None:
    rates = (CategoryRate(("coffee", "tea"), 2.5),)
    program = replace(earning(rates=rates), categories={"coffee": "Кофе"})
    verdict = judge(program, SILVER, (COFFEE, BREAD))
    assert [(effect.rule, effect.text) for effect in verdict.breakdown] == [
        ("base", "5\N{NO-BREAK SPACE}%"),
        ("rate:coffee", "Кофе, tea: 2,5\N{NO-BREAK SPACE}%"),
    ]


def test_goods_that_cost_nothing_get_and_earn_nothing() -> None:
    gift = replace(BREAD, sku="gift", amount=0)
    verdict = judge(PROGRAM, SILVER, (gift, COFFEE, gift), burn=3)
    shares = [(one.paid, one.burned, one.earned) for one in verdict.shares]
    assert shares == [(0, 0, 0), (26_700, 3, verdict.will_earn), (0, 0, 0)]
    only = judge(PROGRAM, SILVER, (gift,), offers=PROGRAM.offers)
    assert (only.to_pay, only.will_earn, only.breakdown) == (0, 0, ())


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
    exactly = replace(offer, minimum_basket=118_400)
    assert judge(PROGRAM, SILVER, (COFFEE, BREAD), offers=(exactly,)).will_earn == 59 + 27


def test_basket_of_a_points_offer_is_what_earns_and_is_paid_in_money() -> None:
    offer = replace(PROGRAM.offers[0], minimum_basket=118_400)
    with_wine = judge(PROGRAM, SILVER, (replace(COFFEE, amount=26_900), BREAD, WINE), 0, (offer,))
    assert [grant.rule for grant in with_wine.grants] == ["base"]
    with_points = judge(PROGRAM, SILVER, (COFFEE, BREAD), 1, (offer,))
    assert [grant.rule for grant in with_points.grants] == ["base"]


def test_discount_card_takes_the_tiers_rate_off_and_earns_nothing() -> None:
    program = replace(PROGRAM, kind=ProgramKind.DISCOUNT)
    verdict = judge(program, SILVER, (COFFEE, BREAD, WINE))
    assert (verdict.discount, verdict.to_pay, verdict.will_earn) == (5_920, 212_480, 0)
    told = RuleEffect("card", 0, "Скидка по карте 5\N{NO-BREAK SPACE}%", 5_920)
    assert verdict.breakdown == (told,)
    assert burn_limit(program, (COFFEE, BREAD)) == 0


@pytest.mark.parametrize(
    ("rules", "price", "limit"),
    [
        ({"worth": 1, "share": 50}, 1_001, 500),
        ({"worth": 1, "share": 33.3}, 1_000, 333),
        ({"worth": 100, "share": 100}, 199, 1),
        ({"worth": 1, "share": 100, "minimum_basket": 1_000}, 1_000, 1_000),
        ({"worth": 1, "share": 100, "minimum_basket": 1_001}, 1_000, 0),
        ({"worth": 1, "share": 100, "minimum_paid": 1}, 1_000, 999),
        ({"worth": 1, "share": 100, "minimum_paid": 1_001}, 1_000, 0),
        ({"worth": 1, "share": 100, "step": 300}, 1_000, 900),
        ({"worth": 0.3, "share": 100}, 1_000, 3_330),
    ],
)
def test_points_pay_for_no_more_than_each_of_the_limits(
    rules: dict[str, float], price: int, limit: int
) -> None:
    program = replace(PROGRAM, burn=replace(PROGRAM.burn, **rules))
    assert burn_limit(program, (replace(BREAD, amount=price),)) == limit


def test_cashback_is_earned_in_minor_units() -> None:
    program = replace(
        PROGRAM, kind=ProgramKind.CASHBACK, burn=replace(PROGRAM.burn, worth=1), earn=EarnRules()
    )
    assert judge(program, SILVER, (COFFEE, BREAD)).will_earn == 5_920


def test_cap_of_cashback_is_told_as_money_in_each_language() -> None:
    program = replace(
        PROGRAM, kind=ProgramKind.CASHBACK, burn=replace(PROGRAM.burn, worth=1), earn=EarnRules()
    )
    to_english = translator({}, Language.RU, Language.EN)
    for room, russian, english in (
        (50_00, "50\u00a0RUB", "only 50\u00a0RUB left of the limit for a day or a month"),
        (12_50, "12,50\u00a0RUB", "only 12.50\u00a0RUB left of the limit for a day or a month"),
    ):
        told = judge(program, SILVER, (COFFEE, BREAD), room=room).breakdown[-1].text
        assert told == f"до предела за день или месяц оставалось {russian}"
        assert to_english.say(told) == english


@given(basket=BASKETS, part=st.floats(0, 1))
def test_what_is_told_is_what_is_earned(basket: tuple[Line, ...], part: float) -> None:
    burn = int(part * burn_limit(PROGRAM, basket))
    verdict = judge(PROGRAM, SILVER, basket, burn, PROGRAM.offers)
    assert sum(effect.points for effect in verdict.breakdown) == verdict.will_earn
    assert sum(grant.points for grant in verdict.grants) == verdict.will_earn
    assert verdict.discount + verdict.to_pay == sum(line.amount for line in basket)
    assert all(grant.points > 0 for grant in verdict.grants)


@given(basket=BASKETS)
def test_points_never_pay_for_more_than_their_share(basket: tuple[Line, ...]) -> None:
    total = sum(line.amount for line in basket)
    limit = burn_limit(PROGRAM, basket)
    assert 0 <= limit * PROGRAM.burn.worth <= total * PROGRAM.burn.share / 100


@given(basket=BASKETS)
def test_burning_never_earns_more(basket: tuple[Line, ...]) -> None:
    limit = burn_limit(PROGRAM, basket)
    plain = judge(PROGRAM, SILVER, basket, 0, PROGRAM.offers).will_earn
    assert judge(PROGRAM, SILVER, basket, limit, PROGRAM.offers).will_earn <= plain
