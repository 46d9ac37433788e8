"""Money off: each kind on a basket, and how several of them stack."""

from dataclasses import replace
from decimal import Decimal

import pytest

from loyalty_api.offers import OfferKind
from loyalty_api.receipts import Line
from loyalty_server.programme.discounts import Discount, concerns, money_off
from loyalty_server.programme.goods import goods_total
from loyalty_server.programme.priced import Promise, Stacking
from loyalty_server.programme.prices import priced

pytestmark = pytest.mark.slow


COFFEE = Line("c1", "Капучино", "coffee", 2, 40_000)
TEA = Line("t1", "Чай", "tea", 1, 10_001)
CHEESE = Line("s1", "Сыр", "dairy", Decimal("0.4"), 35_600, "kg")
BASKET = (COFFEE, TEA, CHEESE)
PERCENT = OfferKind.PERCENT_OFF
FREE = OfferKind.BUY_X_GET_Y


@pytest.mark.parametrize(
    ("discount", "off"),
    [
        (Discount(PERCENT, 15), (6000, 1500, 5340)),
        (Discount(PERCENT, 100, category="tea"), (0, 10_001, 0)),
        (Discount(PERCENT, 15, minimum_basket=85_601), (6000, 1500, 5340)),
        (Discount(PERCENT, 15, minimum_basket=85_602), (0, 0, 0)),
        (Discount(PERCENT, 15, skus=("s1",)), (0, 0, 5340)),
        (Discount(OfferKind.AMOUNT_OFF, 1000), (467, 117, 416)),
        (Discount(OfferKind.AMOUNT_OFF, 99_999, category="tea"), (0, 10_001, 0)),
        (Discount(OfferKind.FIXED_PRICE, 15_000, category="coffee"), (10_000, 0, 0)),
        (Discount(OfferKind.FIXED_PRICE, 15_000, category="coffee", pieces=1), (5000, 0, 0)),
        (Discount(OfferKind.FIXED_PRICE, 0, pieces=2), (40_000, 0, 0)),
        (Discount(OfferKind.FIXED_PRICE, 99_000, category="coffee"), (0, 0, 0)),
        (Discount(FREE, 2), (8001, 2000, 0)),
        (Discount(FREE, 1, category="coffee"), (20_000, 0, 0)),
        (Discount(FREE, 3), (0, 0, 0)),
    ],
)
def test_discount_takes_off_exactly_what_it_promises(
    discount: Discount, off: tuple[int, ...]
) -> None:
    assert money_off(BASKET, discount) == off


@pytest.mark.parametrize(
    ("per_cent", "prices", "off"),
    [
        (33.3, [4999] * 3, [1665, 1664, 1665]),
        (33.3, [4999, 9998], [1665, 3329]),
        (33.3, [14_997], [4994]),
        (7.5, [1, 1, 1], [0, 0, 0]),
        (50, [1, 1, 1], [0, 1, 0]),
        (100, [1, 0, 9], [1, 0, 9]),
        (99.9, [0, 0], [0, 0]),
    ],
)
def test_per_cents_are_rounded_once_for_a_good_however_it_was_rung_up(
    per_cent: float, prices: list[int], off: list[int]
) -> None:
    lines = [replace(TEA, amount=price) for price in prices]
    among = (lines[0], COFFEE, *lines[1:])
    assert money_off(lines, Discount(PERCENT, per_cent)) == tuple(off)
    assert money_off(among, Discount(PERCENT, per_cent, skus=("t1",))) == (off[0], 0, *off[1:])
    assert sum(off) == int(sum(prices) * Decimal(str(per_cent)) / 100)


def test_offer_concerns_what_is_bought_and_what_is_got_for_it() -> None:
    tea_for_coffee = Discount(FREE, 1, category="coffee", free_category="tea")
    assert [concerns(tea_for_coffee, line) for line in BASKET] == [True, True, False]


@pytest.mark.parametrize("kilos", ["2.998", "3", "3.000", "3.002"])
@pytest.mark.parametrize("kind", [FREE, OfferKind.FIXED_PRICE])
def test_whole_kilos_are_no_pieces_whatever_the_scales_say(kilos: str, kind: OfferKind) -> None:
    cheese = Line("s1", "Сыр", "dairy", Decimal(kilos), 300_000, "kg")
    assert money_off((cheese,), Discount(kind, 2)) == (0,)
    assert money_off((replace(cheese, unit="piece", quantity=3),), Discount(kind, 2)) != (0,)


def test_best_offer_works_alone_and_coupons_come_after_it() -> None:
    small = Promise("small", "5 %", Discount(PERCENT, 5))
    big = Promise("big", "10 %", Discount(PERCENT, 10))
    coupon = Promise("coupon:1", "Чай", Discount(OfferKind.FIXED_PRICE, 0, skus=("t1",)))
    result = priced(BASKET, (small, big), (coupon,), Stacking.BEST)
    assert [saving.rule for saving in result.savings] == ["big", "coupon:1"]
    assert result.off == (4000, 10_001, 3560)


@pytest.mark.parametrize("stacking", Stacking)
@pytest.mark.parametrize(("minimum", "saved"), [(85_601, 8560), (85_602, 0)])
def test_basket_of_exactly_the_minimum_is_large_enough(
    stacking: Stacking, minimum: int, saved: int
) -> None:
    tenth = Promise("tenth", "10 %", Discount(PERCENT, 10, minimum_basket=minimum))
    assert priced(BASKET, (tenth,), (), stacking).saved == saved
    assert priced(BASKET, (), (tenth,), stacking).saved == saved


@pytest.mark.parametrize("stacking", Stacking)
def test_least_that_can_be_taken_off_is_taken_off(stacking: Stacking) -> None:
    gum = Line("g1", "Жвачка", "sweets", 1, 10)
    offers = [
        Promise(name, "", Discount(PERCENT, value, category=category))
        for name, value, category in (("a", 10, "sweets"), ("b", 20, "tea"), ("c", 30, "tea"))
    ]
    assert priced((gum,), offers[:1], (), stacking).off == (1,)
    assert priced((gum, TEA), offers, (), stacking).off[0] == 1


def test_goods_of_one_minor_unit_are_in_the_sum_and_deposits_are_not() -> None:
    bottle = Line("d1", "Бутылка", "deposit", 1, -100)
    assert goods_total((replace(TEA, amount=1), replace(TEA, amount=2), bottle)) == 3


SEVEN = (1000, 800), (1000, 800), (500, 300), (800, 500), (1200, 1100), (1000, 700), (1000, 900)


@pytest.mark.parametrize(
    ("prices", "saved"),
    [
        (((1000, 700), (1000, 800), (500, 300), (800, 600)), 1000),
        (((600, 400), (1200, 1000), (500, 200), (800, 600), (500, 400), (1000, 900)), 1400),
        (SEVEN, 2000),
    ],
)
def test_goods_are_at_the_card_price_where_all_of_it_is_cheapest(
    prices: tuple[tuple[int, int], ...], saved: int
) -> None:
    two_and_one = Promise("2+1", "", Discount(FREE, 2))
    lines = tuple(
        Line(f"g{number}", "", "sweets", 1, shelf, card_price=card)
        for number, (shelf, card) in enumerate(prices)
    )
    assert priced(lines, (two_and_one,), (), Stacking.ALL).saved == saved


def test_odd_unit_lies_on_the_same_line_whichever_was_rung_up_first() -> None:
    one, two = replace(TEA, amount=5_000), replace(TEA, amount=5_000, quantity=2)
    odd = Promise("odd", "", Discount(OfferKind.AMOUNT_OFF, 1))
    for stacking in Stacking:
        assert priced((one, two), (odd,), (), stacking).off == (1, 0)
        assert priced((two, one), (odd,), (), stacking).off == (0, 1)


BUN = Line("b1", "Булочка", "bakery", 1, 5_000)
ROLL = Line("b2", "Рогалик", "bakery", 1, 3_000)
BUNS = (BUN, replace(BUN, quantity=2, amount=10_000), ROLL)
ONE_FREE = Discount(OfferKind.FIXED_PRICE, 0, category="bakery", pieces=1)
HALF_A_BUN = Discount(PERCENT, 50, category="bakery", pieces=1)
WITH_COFFEE = Discount(FREE, 1, category="coffee", free_category="bakery", pieces=1)


@pytest.mark.parametrize(
    ("lines", "discount", "taken"),
    [
        (BUNS[1:2], ONE_FREE, [5_000, 5_000]),
        (BUNS[:1] * 2, ONE_FREE, [5_000, 5_000]),
        ((BUN, ROLL), ONE_FREE, [5_000, 3_000]),
        (BUNS, ONE_FREE, [5_000, 5_000, 5_000]),
        (BUNS[1:2], HALF_A_BUN, [2_500, 2_500]),
        ((COFFEE, BUN, ROLL), WITH_COFFEE, [3_000, 5_000]),
        ((COFFEE, *BUNS), WITH_COFFEE, [3_000, 5_000]),
        (BUNS[1:2], replace(ONE_FREE, minimum_basket=10_000), [5_000]),
        (BUNS[1:2], replace(HALF_A_BUN, pieces=None), [5_000, 2_500, 1_250]),
        (BUNS, Discount(OfferKind.BUNDLE, 7_000, category="bakery", pieces=2), [4_000]),
        (BUNS, Discount(FREE, 2, category="bakery"), [3_000]),
    ],
)
def test_each_of_several_equal_coupons_is_for_other_pieces(
    lines: tuple[Line, ...], discount: Discount, taken: list[int]
) -> None:
    coupons = [Promise(f"coupon:{number}", "", discount) for number in range(3)]
    result = priced(lines, (), coupons, Stacking.BEST)
    assert [(one.rule, one.money) for one in result.savings] == [
        (f"coupon:{number}", money) for number, money in enumerate(taken)
    ]
    assert sum(result.off) == sum(taken)
    rest = [line.amount - less for line, less in zip(lines, result.off, strict=True)]
    assert [line.amount for line in result.lines] == rest
    assert min(rest) >= 0


def test_offers_that_stack_work_on_what_is_left_in_the_order_of_the_file() -> None:
    half = Promise("half", "50 %", Discount(PERCENT, 50))
    tenner = Promise("tenner", "100 ₽", Discount(OfferKind.AMOUNT_OFF, 10_000, category="tea"))
    result = priced(BASKET, (half, tenner), (), Stacking.ALL)
    assert [saving.money for saving in result.savings] == [42_800, 5001]
    assert [line.amount for line in result.lines] == [20_000, 0, 17_800]
