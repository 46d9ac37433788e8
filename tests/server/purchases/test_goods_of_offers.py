"""What an offer can say of goods: decimals, several categories, what is left out, pieces, bundles, hours."""

from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest

from loyalty_api.offers import OfferKind
from loyalty_api.receipts import Line
from loyalty_server.programme.discounts import Discount, money_off
from loyalty_server.programme.eligibility import Eligibility, is_here
from loyalty_server.programme.file import parse_program
from loyalty_server.programme.priced import Promise, Stacking
from loyalty_server.programme.prices import priced
from loyalty_server.programme.program import Program
from loyalty_server.purchases.earning import burn_limit, judge
from loyalty_server.toml_file import FileRefused

TEXT = (Path(__file__).parents[1] / "lavka.toml").read_text("utf-8").replace("cap = 1000\n", "")
HEAD = TEXT[: TEXT.index("[[offers]]")]
OFFER = """
[[offers]]
id = "o"
title = "t"
text = "t"
terms = "t"
reason = "r"
starts_on = "always"
ends_on = "never"
"""
COFFEE = Line("c1", "Coffee", "coffee", 2, 40_000)
BUN = Line("b1", "Bun", "bakery", 3, 30_000)
CAKE = Line("cake", "Cake", "bakery", 1, 50_000)
CIGARETTES = Line("z1", "Cigarettes", "tobacco", 1, 20_000)
CHEESE = Line("s1", "Cheese", "dairy", 1, 10_000, "kg")
GET = OfferKind.BUY_X_GET_Y
PERCENT = OfferKind.PERCENT_OFF
BUNDLE = OfferKind.BUNDLE


def program(says: str, head: str = "") -> Program:
    return parse_program(head + HEAD + (OFFER + says if says else ""), "p.toml")


def fault(says: str) -> str:
    with pytest.raises(FileRefused) as refused:
        program(says)
    return str(refused.value)


def earned(rules: Program, *lines: Line) -> dict[str, int]:
    verdict = judge(rules, rules.tiers.levels[0], lines, offers=rules.offers)
    assert sum(share.earned for share in verdict.shares) == verdict.will_earn
    return {grant.rule: grant.points for grant in verdict.grants if grant.offer}


def test_points_and_a_half_are_half_of_the_base_more() -> None:
    base = judge(program(""), program("").tiers.levels[0], (COFFEE, BUN)).will_earn
    more = earned(program('kind = "multiplier"\nvalue = 1.5'), COFFEE, BUN)
    assert more == {"o": base // 2}


@pytest.mark.parametrize(
    ("discount", "lines", "off"),
    [
        (Discount(PERCENT, 7.5), (COFFEE, CHEESE), (3000, 750)),
        (Discount(PERCENT, 0.01), (COFFEE, CHEESE), (4, 1)),
        (
            Discount(PERCENT, 10, category=("coffee", "dairy")),
            (COFFEE, BUN, CHEESE),
            (4000, 0, 1000),
        ),
        (Discount(PERCENT, 10, excluded_categories=("tobacco",)), (COFFEE, CIGARETTES), (4000, 0)),
        (Discount(PERCENT, 10, category="bakery", excluded_skus=("cake",)), (BUN, CAKE), (3000, 0)),
        # of six pieces the two dearest: the cake, and one cup of 200.00
        (Discount(PERCENT, 50, pieces=2), (COFFEE, BUN, CAKE), (10_000, 0, 25_000)),
        (Discount(PERCENT, 50, pieces=2), (CHEESE,), (0,)),
        # the second at half price: of two cups of 200.00 one costs 100.00
        (Discount(GET, 1, percent=50), (COFFEE,), (10_000,)),
        # two coffees, so two of three buns of 100.00 are free; the 200.00 lie on 400.00 + 300.00 by price
        (
            Discount(GET, 1, category="coffee", free_category="bakery"),
            (COFFEE, BUN),
            (11_429, 8571),
        ),
        (
            Discount(GET, 1, category="coffee", free_category="bakery", pieces=1),
            (COFFEE, BUN),
            (5714, 4286),
        ),
        (Discount(GET, 3, category="coffee", free_category="bakery"), (COFFEE, BUN), (0, 0)),
        (Discount(GET, 1, category="coffee", free_category="bakery"), (COFFEE,), (0,)),
        # one coffee bought gets two buns; the 200.00 lie on 400.00 + 300.00 by price
        (
            Discount(GET, 2, category="coffee", free=2, free_skus=("b1",)),
            (COFFEE, BUN, CAKE),
            (11_429, 8571, 0),
        ),
        # of three pieces one is bought and two are free, of two none
        (Discount(GET, 1, category="bakery", free=2), (BUN,), (20_000,)),
        (Discount(GET, 1, category="coffee", free=2), (COFFEE,), (0,)),
        # a category is a whole name, not a part of one
        (Discount(PERCENT, 10, category="coffee-beans"), (COFFEE,), (0,)),
        # three for 199.00 of three buns of 100.00 each
        (Discount(BUNDLE, 19_900, pieces=3), (BUN,), (10_100,)),
        (Discount(BUNDLE, 19_900, pieces=4), (BUN,), (0,)),
        (Discount(BUNDLE, 30_001, pieces=3), (BUN,), (0,)),
        # a second bundle of three (100 + 100 + 100) would cost more than 350.00: only the dear one is made
        (Discount(BUNDLE, 35_000, pieces=3), (COFFEE, BUN, CAKE), (18_333, 13_750, 22_917)),
    ],
)
def test_discount_takes_off_exactly_what_it_promises(
    discount: Discount, lines: tuple[Line, ...], off: tuple[int, ...]
) -> None:
    assert money_off(lines, discount) == off


def test_bundle_takes_as_many_as_help() -> None:
    six = replace(BUN, quantity=6, amount=60_000)
    assert money_off((six,), Discount(BUNDLE, 19_900, pieces=3)) == (20_200,)


@pytest.mark.parametrize(("says", "points"), [("", 25), ("pieces = 4\n", 20), ("pieces = 9\n", 25)])
def test_points_for_each_piece_lie_on_the_pieces(says: str, points: int) -> None:
    rules = program(f'kind = "bonus"\nvalue = 5\nper_piece = true\n{says}')
    assert earned(rules, COFFEE, BUN, CHEESE) == {"o": points}
    verdict = judge(
        rules, replace(rules.tiers.levels[0], rate=0.0), (COFFEE, BUN), offers=rules.offers
    )
    if not says:
        assert [share.earned for share in verdict.shares] == [10, 15]


def test_what_is_never_meant_earns_nothing_costs_its_price_and_is_paid_in_money() -> None:
    rules = program('kind = "bonus"\nvalue = 50', 'never = ["tobacco"]\n')
    assert judge(rules, rules.tiers.levels[0], (CIGARETTES,), offers=rules.offers).will_earn == 0
    assert burn_limit(rules, (CIGARETTES,)) == 0
    everything = Promise("all", "t", Discount(PERCENT, 10))
    coupon = Promise("coupon:1", "t", Discount(OfferKind.AMOUNT_OFF, 10_000))
    for stacking in Stacking:
        result = priced((COFFEE, CIGARETTES), [everything], [coupon], stacking, rules.never)
        assert result.off == (14_000, 0)


MONDAY, SUNDAY = 23, 22


@pytest.mark.parametrize(
    ("eligible", "day", "hour", "works"),
    [
        (Eligibility(weekdays=(1,)), MONDAY, 0, True),
        (Eligibility(weekdays=(1,)), SUNDAY, 23, False),
        (Eligibility(weekdays=(7,)), SUNDAY, 23, True),
        (Eligibility(from_hour=22, until_hour=6), MONDAY, 22, True),
        (Eligibility(from_hour=22, until_hour=6), MONDAY, 5, True),
        (Eligibility(from_hour=22, until_hour=6), MONDAY, 6, False),
        (Eligibility(from_hour=22, until_hour=6), MONDAY, 21, False),
        (Eligibility(from_hour=22, until_hour=6, weekdays=(7,)), SUNDAY, 23, True),
        (Eligibility(from_hour=22, until_hour=6, weekdays=(7,)), MONDAY, 5, True),
        (Eligibility(from_hour=22, until_hour=6, weekdays=(7,)), SUNDAY, 5, False),
        (Eligibility(from_hour=22, until_hour=6, weekdays=(7,)), MONDAY, 22, False),
    ],
)
def test_hours_of_a_night_are_of_the_day_it_begins_on(
    eligible: Eligibility, day: int, hour: int, works: bool
) -> None:
    moment = datetime(2026, 11, day, hour, 30, tzinfo=UTC)
    assert is_here(eligible, "any", moment) is works


@pytest.mark.parametrize(
    ("says", "told"),
    [
        ('kind = "bonus"\nvalue = 1.5', "value: 1.5 is not a whole number"),
        ('kind = "amount_off"\nvalue = 1.5', "value: 1.5 is not a whole number"),
        ('kind = "multiplier"\nvalue = 1', "value: 1 is not between 1.01 and 1000"),
        ('kind = "percent_off"\nvalue = 0.001', "value: 0.001 is not between 0.01 and 100"),
        ('kind = "bundle"\nvalue = 100', "pieces: how many pieces"),
        ('kind = "bonus"\nvalue = 1\npieces = 2', "per_piece = true"),
        ('kind = "multiplier"\nvalue = 2\nper_piece = true', "per_piece: it is of offers"),
        ('kind = "percent_off"\nvalue = 2\npercent = 50.0', "are of buy_x_get_y"),
        ('kind = "bonus"\nvalue = 1\ncategory = []', "category: a category at least"),
        (
            'kind = "bonus"\nvalue = 1\ncategory = "a"\nexcluded_categories = ["a"]',
            "is chosen above",
        ),
        (
            'kind = "bonus"\nvalue = 1\ncategory = ["b", "a"]\nexcluded_categories = ["a", "b"]',
            "].excluded_categories: 'a' is chosen above",
        ),
        (
            'kind = "bonus"\nvalue = 1\nskus = ["b", "a"]\nexcluded_skus = ["b", "a"]',
            "].excluded_skus: 'a' is chosen above",
        ),
        ('kind = "buy_x_get_y"\nvalue = 2\nfree_category = []', "].free_category: a category"),
        (
            'kind = "bonus"\nvalue = 1\neligible = { weekdays = [0] }',
            "weekdays[0]: 0 is not between",
        ),
        (
            'kind = "bonus"\nvalue = 1\neligible = { from_hour = 7, until_hour = 7 }',
            "leave both out",
        ),
    ],
)
def test_what_makes_no_sense_is_told_with_its_place(says: str, told: str) -> None:
    assert told in fault(says)
