"""Which piece a promise works on is settled once: the next finds each piece at what that piece costs."""

from dataclasses import replace
from datetime import timedelta
from decimal import Decimal
from itertools import permutations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy.orm import Session

from loyalty_api.offers import OfferKind
from loyalty_api.receipts import Line
from loyalty_api.till import PurchaseRequest, RefundLine, RefundRequest
from loyalty_server.checks.invariants import broken_invariants
from loyalty_server.programme.discounts import Discount
from loyalty_server.programme.priced import Promise, Stacking
from loyalty_server.programme.prices import priced
from loyalty_server.purchases.purchase import open_purchase
from loyalty_server.refunds.refund import refund
from loyalty_server.rewards.coupons import Right, issue_coupon
from tests.server.shop import Shop

FIXED, PERCENT, GET = OfferKind.FIXED_PRICE, OfferKind.PERCENT_OFF, OfferKind.BUY_X_GET_Y
BUN = Line("b1", "Bun", "bakery", 1, 10_000)
ROLL = Line("r1", "Roll", "bakery", 1, 6_000)
GIFT = replace(BUN, amount=0)
CHEESE = Line("s1", "Cheese", "bakery", Decimal("2.000"), 20_000, "kg")
FREE = Discount(FIXED, 0, category="bakery", pieces=1)
HALF = Discount(PERCENT, 50, category="bakery", pieces=1)
SECOND_AT_HALF = Discount(GET, 1, category="bakery", percent=50.0)
TWO_AND_ONE = Discount(GET, 2, category="bakery")
THREE_FOR_15 = Discount(OfferKind.BUNDLE, 15_000, category="bakery", pieces=3)
TWO_FOR_15 = Discount(OfferKind.BUNDLE, 15_000, category="bakery", pieces=2)
TENTH = Discount(PERCENT, 10)
LESS_50 = Discount(OfferKind.AMOUNT_OFF, 5_000)


def buns(count: int) -> Line:
    return replace(BUN, quantity=count, amount=count * BUN.amount)


def promises(*discounts: Discount) -> list[Promise]:
    return [Promise(f"p{number}", "", one) for number, one in enumerate(discounts)]


def taken(
    lines: tuple[Line, ...],
    offers: tuple[Discount, ...],
    coupons: tuple[Discount, ...],
    stacking: Stacking,
) -> list[int]:
    result = priced(lines, promises(*offers), promises(*coupons), stacking)
    assert sum(result.off) == sum(one.money for one in result.savings)
    assert min(line.amount for line in result.lines) >= 0
    return [one.money for one in result.savings]


@pytest.mark.parametrize("apart", [False, True])
@pytest.mark.parametrize(
    ("count", "coupons", "money"),
    [
        (2, (FREE, HALF), [10_000, 5_000]),
        (2, (HALF, FREE), [5_000, 10_000]),
        (1, (HALF, FREE), [10_000]),
        (3, (FREE, HALF, replace(FREE, value=7_000)), [10_000, 5_000, 3_000]),
        (3, (replace(FREE, pieces=2), HALF), [20_000, 5_000]),
        (3, (SECOND_AT_HALF, FREE), [5_000, 10_000]),
        (2, (SECOND_AT_HALF, FREE), [10_000]),
        (3, (FREE, SECOND_AT_HALF), [10_000, 5_000]),
        (4, (FREE, TWO_AND_ONE), [10_000, 10_000]),
        (3, (FREE, TWO_AND_ONE), [10_000]),
        (3, (FREE, TWO_FOR_15), [10_000, 5_000]),
        (2, (FREE, TWO_FOR_15), [10_000]),
        (2, (FREE, replace(FREE, skus=("b1",))), [10_000, 10_000]),
        (2, (TENTH, FREE, HALF), [2_000, 9_000, 4_500]),
        (2, (FREE, TENTH, HALF), [10_000, 1_000, 4_500]),
        (2, (FREE, LESS_50, HALF), [10_000, 5_000, 5_000]),
        (1, (HALF, TENTH), [5_000, 500]),
        (1, (HALF, LESS_50, TENTH), [5_000, 5_000]),
    ],
)
def test_each_of_different_coupons_is_for_other_pieces(
    count: int, coupons: tuple[Discount, ...], money: list[int], apart: bool
) -> None:
    lines = (BUN,) * count if apart else (buns(count),)
    for stacking in Stacking:
        assert taken(lines, (), coupons, stacking) == money


@pytest.mark.parametrize("apart", [False, True])
@pytest.mark.parametrize(
    ("count", "offer", "coupon", "money"),
    [
        (2, SECOND_AT_HALF, FREE, [5_000, 10_000]),
        (3, TWO_AND_ONE, FREE, [10_000, 10_000]),
        (2, FREE, HALF, [10_000, 5_000]),
        (1, FREE, HALF, [10_000]),
        (3, THREE_FOR_15, FREE, [15_000, 5_000]),
        (4, THREE_FOR_15, FREE, [15_000, 10_000]),
        (4, THREE_FOR_15, TWO_AND_ONE, [15_000, 5_000]),
    ],
)
def test_coupon_is_for_the_dearest_piece_that_an_offer_left(
    count: int, offer: Discount, coupon: Discount, money: list[int], apart: bool
) -> None:
    lines = (BUN,) * count if apart else (buns(count),)
    for stacking in Stacking:
        assert taken(lines, (offer,), (coupon,), stacking) == money


@pytest.mark.parametrize("apart", [False, True])
@pytest.mark.parametrize(
    ("count", "offers", "money"),
    [
        (2, (FREE, HALF), [10_000, 5_000]),
        (1, (HALF, FREE), [5_000, 5_000]),
        (3, (FREE, TWO_AND_ONE), [10_000, 10_000]),
        (3, (TWO_AND_ONE, FREE), [10_000, 10_000]),
        (3, (SECOND_AT_HALF, HALF), [5_000, 5_000]),
        (3, (TWO_AND_ONE, THREE_FOR_15), [10_000, 5_000]),
    ],
)
def test_offers_that_stack_find_each_piece_at_what_it_costs(
    count: int, offers: tuple[Discount, ...], money: list[int], apart: bool
) -> None:
    lines = (BUN,) * count if apart else (buns(count),)
    assert taken(lines, offers, (), Stacking.ALL) == money


@pytest.mark.parametrize("apart", [False, True])
@pytest.mark.parametrize(
    ("count", "offers", "money"),
    [
        (2, (FREE, HALF), [10_000, 5_000]),
        (1, (FREE, HALF), [10_000]),
        (4, (TWO_AND_ONE, HALF), [10_000, 5_000]),
        (3, (TENTH, FREE), [2_000, 10_000]),
        (3, (TWO_AND_ONE, TWO_FOR_15), [10_000]),
        (12, (FREE, TENTH), [10_000, 11_000]),
    ],
)
def test_where_the_best_offer_works_each_piece_has_its_own(
    count: int, offers: tuple[Discount, ...], money: list[int], apart: bool
) -> None:
    lines = (BUN,) * count if apart else (buns(count),)
    assert sorted(taken(lines, offers, (), Stacking.BEST)) == sorted(money)


def test_what_costs_nothing_is_neither_bought_nor_got() -> None:
    for stacking in Stacking:
        assert taken((buns(2), GIFT), (TWO_AND_ONE,), (), stacking) == []
        assert taken((buns(3), GIFT), (TWO_AND_ONE,), (), stacking) == [10_000]
        assert taken((BUN, GIFT), (SECOND_AT_HALF,), (FREE,), stacking) == [10_000]
        assert taken((buns(2), GIFT), (THREE_FOR_15,), (), stacking) == []


def test_what_is_weighed_is_no_piece_of_any_promise() -> None:
    for stacking in Stacking:
        assert taken((CHEESE, BUN), (FREE,), (HALF, TWO_AND_ONE), stacking) == [10_000]
        assert taken((CHEESE,), (TENTH,), (FREE,), stacking) == [2_000]


def test_three_pieces_that_do_not_part_evenly_are_free_to_the_last_unit() -> None:
    odd = replace(BUN, quantity=3, amount=10_000)
    coupons = (FREE, replace(FREE, skus=("b1",)), replace(FREE, minimum_basket=1))
    assert sum(taken((odd,), (), coupons, Stacking.BEST)) == 10_000


MILK = Line("m1", "Milk", "dairy", 1, 10_000)
BUNS_FREE = (FREE, replace(FREE, skus=("b1",)))


@pytest.mark.parametrize(
    ("lines", "coupons", "off"),
    [
        ((BUN, BUN, MILK), (FREE,), (5_000, 5_000, 0)),
        ((BUN, BUN, MILK), BUNS_FREE, (10_000, 10_000, 0)),
        ((BUN, ROLL, MILK), (replace(TWO_AND_ONE, value=1),), (3_750, 2_250, 0)),
        ((buns(2), ROLL, MILK), (HALF, TENTH, FREE), (15_500, 600, 1_000)),
        ((BUN, MILK, Line("d1", "Bottle", "deposit", 1, -300)), (FREE,), (10_000, 0, 0)),
    ],
)
def test_what_is_told_of_a_line_is_shared_by_equal_goods_and_touches_no_others(
    lines: tuple[Line, ...], coupons: tuple[Discount, ...], off: tuple[int, ...]
) -> None:
    for stacking in Stacking:
        assert priced(lines, (), promises(*coupons), stacking).off == off


def test_dearest_piece_goes_first_whatever_the_coupons_are() -> None:
    for lines in permutations((BUN, ROLL)):
        assert taken(lines, (), (FREE, HALF), Stacking.BEST) == [10_000, 3_000]
        assert taken(lines, (), (HALF, FREE), Stacking.BEST) == [10_000, 3_000]


FROM_150 = replace(LESS_50, minimum_basket=15_000)


@pytest.mark.parametrize(
    ("lines", "coupons", "money"),
    [
        ((buns(2),), (TENTH, LESS_50), {2_000, 5_000}),
        ((buns(2),), (FROM_150, LESS_50, LESS_50), {5_000}),
        ((buns(1), ROLL), (FROM_150, HALF), {5_000, 3_437}),
        ((buns(1), ROLL), (replace(TENTH, minimum_basket=15_000), FROM_150), {5_000}),
        ((buns(1),), (FREE, HALF, TENTH), {10_000}),
        ((buns(3),), (FREE, TWO_AND_ONE, HALF, LESS_50), {10_000, 5_000}),
    ],
)
def test_which_coupon_a_cashier_reads_first_says_nothing(
    lines: tuple[Line, ...], coupons: tuple[Discount, ...], money: set[int]
) -> None:
    for stacking in Stacking:
        orders = [taken(lines, (), order, stacking) for order in permutations(coupons)]
        assert len({sum(order) for order in orders}) == 1
        assert {*orders[0]} == money


def test_two_coupons_beside_many_goods_are_tried_in_both_orders() -> None:
    many = tuple(replace(MILK, sku=f"m{number}") for number in range(101))
    for two in permutations((TENTH, LESS_50)):
        assert taken(many, (), two, Stacking.BEST) == [101_000, 5_000]
    for three in permutations((TENTH, LESS_50, TENTH)):
        assert taken(many, (), three, Stacking.BEST) == [101_000, 90_900, 5_000]


def test_of_many_coupons_all_are_used() -> None:
    off = taken((buns(7),), (), (HALF,) * 3 + (FREE,) * 3 + (LESS_50,), Stacking.BEST)
    assert sorted(off) == [5_000] * 4 + [10_000] * 3


LESS_1 = Discount(OfferKind.AMOUNT_OFF, 100)


def test_of_five_coupons_the_one_that_takes_most_off_counts_wherever_it_is_read() -> None:
    large = Discount(OfferKind.AMOUNT_OFF, 30_000, minimum_basket=100_000)
    for order in permutations((LESS_1, LESS_1, LESS_1, LESS_1, large)):
        assert taken((buns(10),), (), order, Stacking.BEST) == [30_000, 100, 100, 100, 100]


DISCOUNTS = st.builds(
    lambda kind, value, pieces, sku: Discount(
        kind, value, skus=sku, pieces=2 if kind is OfferKind.BUNDLE else pieces
    ),
    st.sampled_from([FIXED, GET, OfferKind.BUNDLE, OfferKind.AMOUNT_OFF]),
    st.integers(1, 60),
    st.sampled_from([None, 1, 2]),
    st.sampled_from([(), ("a",)]),
)
MINIMA = st.sampled_from([0, 50, 100, 150])
GOODS = st.lists(
    st.tuples(st.sampled_from("ab"), st.integers(1, 4), st.integers(0, 90)), min_size=1, max_size=3
)


@given(
    GOODS,
    st.lists(DISCOUNTS, max_size=2),
    st.lists(DISCOUNTS, max_size=3),
    st.sampled_from(Stacking),
)
def test_receipt_takes_off_the_same_piece_by_piece_as_by_the_line(
    goods: list[tuple[str, int, int]],
    offers: list[Discount],
    coupons: list[Discount],
    stacking: Stacking,
) -> None:
    if stacking is Stacking.BEST:
        offers = [one for one in offers if one.kind is not OfferKind.AMOUNT_OFF]
    lines = tuple(Line(sku, "", "", count, count * price) for sku, count, price in goods)
    pieces = tuple(Line(sku, "", "", 1, price) for sku, count, price in goods for _ in range(count))
    by_line = sum(taken(lines, tuple(offers), tuple(coupons), stacking))
    by_piece = sum(taken(pieces, tuple(offers), tuple(coupons), stacking))
    assert abs(by_line - by_piece) <= len(offers) + len(coupons)


@given(GOODS, st.lists(DISCOUNTS, min_size=2, max_size=3), st.sampled_from(Stacking))
def test_any_coupons_take_off_the_same_in_any_order(
    goods: list[tuple[str, int, int]], coupons: list[Discount], stacking: Stacking
) -> None:
    lines = tuple(Line(sku, "", "", count, count * price) for sku, count, price in goods)
    orders = (taken(lines, (), order, stacking) for order in permutations(coupons))
    assert len({sum(order) for order in orders}) == 1


@given(
    GOODS,
    st.lists(st.builds(replace, DISCOUNTS, minimum_basket=MINIMA), min_size=5, max_size=6),
    st.data(),
)
def test_any_number_of_coupons_takes_off_the_same_in_any_order(
    goods: list[tuple[str, int, int]], coupons: list[Discount], data: st.DataObject
) -> None:
    lines = tuple(Line(sku, "", "", count, count * price) for sku, count, price in goods)
    another = data.draw(st.permutations(coupons))
    orders = (taken(lines, (), tuple(order), Stacking.BEST) for order in (coupons, another))
    assert len({sum(order) for order in orders}) == 1


@pytest.mark.slow
def test_two_different_coupons_at_a_till_are_for_two_buns_and_go_back_to_the_kopeck(
    shop: Shop,
) -> None:
    anna = shop.join_programme()

    def coupon(session: Session, title: str, discount: Discount) -> str:
        ends = shop.clock.now + timedelta(days=1)
        return issue_coupon(
            session, anna.member_id, Right(title, "", discount, ends), shop.clock.now
        ).code

    codes = [
        shop.write(lambda session, one=one: coupon(session, one[0], one[1]))
        for one in (("A bun", FREE), ("Half a bun", HALF))
    ]
    request = PurchaseRequest(
        shop.scan_phone(anna).scan_id, "r1", (buns(2),), 20_000, 0, coupons=tuple(codes)
    )
    quote = shop.at_till(open_purchase, request)
    assert [one.money for one in quote.breakdown if one.money] == [10_000, 5_000]
    assert quote.to_pay == 5_000
    shop.complete(quote.purchase_id)
    one_bun = RefundRequest((RefundLine("b1", 1),))
    back = [shop.at_till(refund, quote.purchase_id, one_bun).amount.amount for _ in range(2)]
    assert back == [2_500, 2_500]
    assert shop.read(broken_invariants) == ()
