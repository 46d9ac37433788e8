"""How much goes back, to the kopeck and to the point, in whatever parts and order the goods return.

The oracle is a plain model: every hundredth of a good is an item that costs its exact fraction.
"""

from collections import Counter
from dataclasses import replace
from decimal import Decimal
from fractions import Fraction
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from loyalty_api.malformed import Malformed
from loyalty_api.offers import OfferKind
from loyalty_api.problems import ProblemCode
from loyalty_api.receipts import Line, Quantity
from loyalty_api.till import RefundLine
from loyalty_server.problems import Refused
from loyalty_server.programme.discounts import Discount
from loyalty_server.programme.file import read_program
from loyalty_server.programme.priced import Promise, Stacking
from loyalty_server.programme.prices import priced
from loyalty_server.programme.program import Program
from loyalty_server.programme.split import good_of, split
from loyalty_server.purchases.earning import Share, burn_limit, judge
from loyalty_server.refunds.shares import (
    Left,
    Receipt,
    lines_left,
    untouched,
    value_left,
    without_amount,
    without_lines,
)
from tests.server.shop import PROGRAM_FILE

NOTHING = Share(0, 0, 0)
APPLES = Line("a1", "Яблоки", "fruit", 3, 30_000)
CHEESE = Line("s1", "Сыр", "dairy", Decimal("0.5"), 70_000, "kg")
RECEIPT = Receipt((APPLES, CHEESE), (Share(27_000, 30, 14), Share(63_000, 70, 31)))
PROGRAM = replace(read_program(PROGRAM_FILE), deposits=("deposit",))
TWO_AND_ONE = Discount(OfferKind.BUY_X_GET_Y, 2, category="bakery")


def back(receipt: Receipt, left: Left, sku: str, quantity: Quantity) -> Left:
    return without_lines(receipt, left, (RefundLine(sku, quantity),))


def given_back(receipt: Receipt, left: Left) -> Share:
    whole, kept = value_left(receipt, untouched(receipt)), value_left(receipt, left)
    return Share(whole.paid - kept.paid, whole.burned - kept.burned, whole.earned - kept.earned)


def sold(
    lines: tuple[Line, ...],
    burn: int = 0,
    offers: tuple[Discount, ...] = (),
    program: Program = PROGRAM,
) -> Receipt:
    promises = [Promise(f"offer-{number}", "", offer) for number, offer in enumerate(offers)]
    cheaper = priced(lines, promises, (), Stacking.BEST, program.money_only).lines
    level = program.tiers.levels[0]
    burn = min(burn, burn_limit(program, cheaper))
    return Receipt(cheaper, judge(program, level, cheaper, burn, program.offers).shares)


def test_what_lies_on_nothing_is_not_lost_in_silence() -> None:
    with pytest.raises(ValueError, match=r"^there is nothing to split this over$"):
        split(1, (APPLES,), (0,))
    assert split(0, (APPLES,), (0,)) == (0,)


def test_one_of_three_goes_back_at_its_third_of_the_price_and_of_the_points() -> None:
    left = back(RECEIPT, untouched(RECEIPT), "a1", 1)
    assert given_back(RECEIPT, left) == Share(9000, 10, 5)
    assert lines_left(RECEIPT, left) == (replace(APPLES, quantity=2, amount=20_000), CHEESE)


def test_part_of_what_is_weighed_goes_back_exactly() -> None:
    left = back(RECEIPT, untouched(RECEIPT), "s1", Decimal("0.1"))
    assert given_back(RECEIPT, left) == Share(12_600, 14, 6)
    assert lines_left(RECEIPT, left)[1].amount == 56_000


def test_a_tenth_and_two_tenths_are_three_tenths() -> None:
    parts = (replace(CHEESE, quantity=Decimal("0.1")), replace(CHEESE, quantity=Decimal("0.2")))
    receipt = Receipt(parts, (Share(70_000, 0, 0), Share(70_000, 0, 0)))
    left = back(receipt, untouched(receipt), "s1", Decimal("0.3"))
    assert lines_left(receipt, left) == ()
    assert value_left(receipt, left) == NOTHING


def test_goods_that_points_may_not_pay_go_back_in_money_and_the_others_in_points() -> None:
    burn = replace(PROGRAM.burn, share=100.0, excluded_categories=("giftcard",))
    program = replace(PROGRAM, burn=burn)
    lines = (Line("bread", "", "bakery", 1, 50_000), Line("gift", "", "giftcard", 1, 100_000))
    receipt = sold(lines, burn=500, program=program)
    bread = back(receipt, untouched(receipt), "bread", 1)
    assert given_back(receipt, bread) == Share(paid=0, burned=500, earned=0)
    gift = back(receipt, untouched(receipt), "gift", 1)
    assert given_back(receipt, gift) == Share(paid=100_000, burned=0, earned=30)


@pytest.mark.parametrize("pieces", [(3,), (1, 1, 1), (2, 1), (1, 2)])
def test_what_a_return_of_two_and_one_gives_hangs_not_on_how_it_was_rung_up(
    pieces: tuple[int, ...],
) -> None:
    wine = Line("w2", "", "other", 1, 12_345)
    lines = (*(Line("b1", "", "bakery", count, count * 10_001) for count in pieces), wine)
    receipt = sold(lines, burn=77, offers=(TWO_AND_ONE,))
    left, gave = untouched(receipt), []
    for _ in range(3):
        left = back(receipt, left, "b1", 1)
        gave.append(given_back(receipt, left))
    assert [one.paid for one in gave] == [5_080, 10_161, 15_241]
    assert [one.burned for one in gave] == [16, 32, 48]
    assert gave[-1].earned + value_left(receipt, left).earned == sum(
        share.earned for share in receipt.shares
    )


def test_free_one_of_different_goods_is_the_same_in_whatever_order_they_are_rung_up() -> None:
    shelf = tuple(Line(sku, "", "bakery", 1, 10_000) for sku in "abc")
    for lines in (shelf, shelf[::-1]):
        receipt = sold(lines, offers=(TWO_AND_ONE,))
        gave = {
            sku: given_back(receipt, back(receipt, untouched(receipt), sku, 1)).paid
            for sku in "abc"
        }
        assert gave == {"a": 6667, "b": 6666, "c": 6667}


def test_equal_goods_of_two_lines_go_back_from_the_first_on() -> None:
    receipt = Receipt((APPLES, CHEESE, APPLES), (NOTHING, NOTHING, NOTHING))
    left = back(receipt, untouched(receipt), "a1", 4)
    assert left.quantities == (0, Decimal("0.5"), 2)
    with pytest.raises(Refused) as refusal:
        back(receipt, left, "a1", 3)
    assert (refusal.value.code, refusal.value.extra) == (
        ProblemCode.REFUND_TOO_MUCH,
        {"sku": "a1"},
    )


@pytest.mark.parametrize(("quantity", "money"), [(1, 10_000), (Decimal("0.5"), 70_000)])
@pytest.mark.parametrize("is_first", [True, False])
def test_part_of_one_is_what_was_weighed_where_a_good_was_sold_both_ways(
    quantity: Quantity, money: int, *, is_first: bool
) -> None:
    weighed = replace(CHEESE, sku="a1")
    lines, shares = (APPLES, weighed), (Share(30_000, 0, 0), Share(70_000, 0, 0))
    receipt = Receipt(lines, shares) if is_first else Receipt(lines[::-1], shares[::-1])
    left = back(receipt, untouched(receipt), "a1", quantity)
    assert given_back(receipt, left).paid == money


def test_money_takes_its_share_of_both_kinds_of_points() -> None:
    left = without_amount(RECEIPT, untouched(RECEIPT), 30_000)
    assert given_back(RECEIPT, left) == Share(30_000, 33, 15)


def test_goods_go_back_after_good_will_for_what_is_left_of_them() -> None:
    left = without_amount(RECEIPT, untouched(RECEIPT), 100)
    assert given_back(RECEIPT, left).paid == 100
    left = back(RECEIPT, left, "s1", Decimal("0.5"))
    assert given_back(RECEIPT, left).paid == 100 + 63_000 - 70
    left = back(RECEIPT, left, "a1", 3)
    assert value_left(RECEIPT, left) == NOTHING


def test_goods_whose_money_is_all_back_can_still_come_home() -> None:
    left = without_amount(RECEIPT, untouched(RECEIPT), 90_000)
    assert lines_left(RECEIPT, left) == ()
    assert value_left(RECEIPT, back(RECEIPT, left, "a1", 2)) == NOTHING


def test_more_money_than_is_left_says_how_much_is() -> None:
    left = back(RECEIPT, without_amount(RECEIPT, untouched(RECEIPT), 9_000), "a1", 3)
    refundable = value_left(RECEIPT, left).paid
    assert refundable == 63_000 - 6_300
    with pytest.raises(Refused) as refusal:
        without_amount(RECEIPT, left, refundable + 1)
    assert refusal.value.extra == {"refundable": refundable}
    assert value_left(RECEIPT, without_amount(RECEIPT, left, refundable)).paid == 0


@pytest.mark.parametrize("amount", [0, -1])
def test_no_money_is_no_refund(amount: int) -> None:
    with pytest.raises(Malformed) as fault:
        without_amount(RECEIPT, untouched(RECEIPT), amount)
    assert fault.value.path == "$.amount"


@pytest.mark.parametrize(
    ("line", "path"),
    [
        (RefundLine("x", 1), "$.lines[1].sku"),
        (RefundLine("a1", 0), "$.lines[1].quantity"),
        (RefundLine("a1", Decimal("-0.1")), "$.lines[1].quantity"),
    ],
)
def test_line_that_cannot_go_back_is_told_with_its_place(line: RefundLine, path: str) -> None:
    with pytest.raises(Malformed) as fault:
        without_lines(RECEIPT, untouched(RECEIPT), (RefundLine("s1", Decimal("0.1")), line))
    assert fault.value.path == path


HUNDREDTHS = st.integers(1, 300).map(lambda hundredths: Decimal(hundredths) / 100)
BOTTLES = st.builds(
    Line,
    sku=st.sampled_from("ab"),
    title=st.just(""),
    category=st.just("deposit"),
    quantity=st.integers(1, 3),
    amount=st.integers(-9_000, 9_000),
)
LINES = st.lists(
    BOTTLES
    | st.builds(
        Line,
        sku=st.sampled_from("abc"),
        title=st.just(""),
        category=st.sampled_from(["coffee", "bakery", "alcohol"]),
        quantity=st.integers(1, 3) | HUNDREDTHS,
        amount=st.integers(0, 50_000),
        unit=st.sampled_from(["piece", "kg"]),
    ),
    min_size=1,
    max_size=5,
).map(tuple)
OFFERS = st.lists(
    st.builds(
        Discount,
        kind=st.sampled_from([OfferKind.PERCENT_OFF, OfferKind.AMOUNT_OFF, OfferKind.FIXED_PRICE]),
        value=st.integers(0, 100),
        pieces=st.none() | st.integers(1, 3),
    )
    | st.builds(
        Discount,
        kind=st.just(OfferKind.BUY_X_GET_Y),
        value=st.integers(1, 2),
        percent=st.sampled_from([50.0, 100.0]),
        free_category=st.sampled_from([None, "bakery"]),
        pieces=st.sampled_from([None, 1]),
    )
    | st.builds(
        Discount,
        kind=st.just(OfferKind.BUNDLE),
        value=st.integers(1, 20_000),
        pieces=st.integers(1, 4),
    ),
    max_size=2,
).map(tuple)
RECEIPTS = st.builds(sold, LINES, st.integers(0, 1000), OFFERS)


@given(RECEIPTS, st.data())
def test_every_order_of_partial_returns_ends_where_the_whole_return_ends(
    receipt: Receipt, data: st.DataObject
) -> None:
    left, so_far = untouched(receipt), NOTHING
    while goods := [
        (line.sku, kept) for line, kept in zip(receipt.lines, left.quantities, strict=True) if kept
    ]:
        money = value_left(receipt, left).paid
        if money and data.draw(st.booleans(), "good will"):
            left = without_amount(receipt, left, data.draw(st.integers(1, money), "amount"))
            assert value_left(receipt, left).paid == money - (
                given_back(receipt, left).paid - so_far.paid
            )
        else:
            sku, kept = data.draw(st.sampled_from(goods), "good")
            part = data.draw(st.sampled_from([kept, min(kept, Decimal("0.01"))]), "how much")
            left = back(receipt, left, sku, part)
        now = given_back(receipt, left)
        assert (now.paid, now.burned, now.earned) >= (so_far.paid, so_far.burned, so_far.earned)
        assert min(now.paid - so_far.paid, now.burned - so_far.burned) >= 0
        assert now.earned >= so_far.earned
        so_far = now
    assert value_left(receipt, left) == NOTHING
    assert so_far == Share(
        sum(max(0, share.paid) for share in receipt.shares),
        sum(share.burned for share in receipt.shares),
        sum(share.earned for share in receipt.shares),
    )


@given(RECEIPTS, st.data())
def test_what_goes_back_is_what_the_items_cost_to_the_last_fraction(
    receipt: Receipt, data: st.DataObject
) -> None:
    left = untouched(receipt)
    for sku in data.draw(st.lists(st.sampled_from([line.sku for line in receipt.lines]))):
        try:
            left = back(receipt, left, sku, Decimal("0.05"))
        except Refused:
            continue
    items: Counter[tuple[str, str, str]] = Counter()
    kept: Counter[tuple[str, str, str]] = Counter()
    money: Counter[tuple[str, str, str]] = Counter()
    for line, share, quantity in zip(receipt.lines, receipt.shares, left.quantities, strict=True):
        if line.amount < 0:
            continue
        items[good_of(line)] += int(line.quantity * 100)
        kept[good_of(line)] += int(quantity * 100)
        money[good_of(line)] += share.paid
    exact = sum((Fraction(money[good] * kept[good], items[good]) for good in items), Fraction())
    assert abs(value_left(receipt, left).paid - exact) <= Fraction(len(items), 2)


@given(LINES, st.integers(0, 1000), OFFERS, st.randoms(use_true_random=False))
def test_order_of_the_lines_changes_nothing_that_a_return_gives(
    lines: tuple[Line, ...], burn: int, offers: tuple[Discount, ...], chance: Random
) -> None:
    whole = tuple({good_of(line): line for line in lines}.values())
    shuffled = list(whole)
    chance.shuffle(shuffled)
    one, other = sold(whole, burn, offers), sold(tuple(shuffled), burn, offers)
    shares = dict(zip(map(good_of, other.lines), other.shares, strict=True))
    assert dict(zip(map(good_of, one.lines), one.shares, strict=True)) == shares


@given(LINES, st.integers(0, 1000), OFFERS)
def test_shares_of_the_lines_make_the_receipt(
    lines: tuple[Line, ...], burn: int, offers: tuple[Discount, ...]
) -> None:
    promises = [Promise(f"offer-{number}", "", offer) for number, offer in enumerate(offers)]
    cheaper = priced(lines, promises, (), Stacking.BEST, PROGRAM.money_only).lines
    level = PROGRAM.tiers.levels[0]
    burn = min(burn, burn_limit(PROGRAM, cheaper))
    verdict = judge(PROGRAM, level, cheaper, burn, PROGRAM.offers)
    assert sum(share.paid for share in verdict.shares) == verdict.to_pay
    assert sum(share.burned for share in verdict.shares) == burn
    assert sum(share.earned for share in verdict.shares) == verdict.will_earn
    for line, share in zip(cheaper, verdict.shares, strict=True):
        assert min(0, line.amount) <= share.paid <= line.amount
        is_untouched = (share.paid, share.burned, share.earned) == (line.amount, 0, 0)
        assert is_untouched or line.category != "deposit"
        assert share.earned == 0 or line.category not in PROGRAM.earn.excluded_categories
        assert share.burned == 0 or line.category not in PROGRAM.burn.excluded_categories


@given(st.lists(st.integers(0, 1000), min_size=1, max_size=6), st.data())
def test_split_is_exact_and_never_more_than_a_unit_off(
    weights: list[int], data: st.DataObject
) -> None:
    lines = [Line(str(place % 3), "", "", 1, weight) for place, weight in enumerate(weights)]
    total = data.draw(st.integers(0, sum(weights)))
    shares = split(total, lines, weights)
    assert sum(shares) == total
    for share, weight in zip(shares, weights, strict=True):
        assert 0 <= share <= weight
        assert abs(share - Fraction(total * weight, sum(weights) or 1)) < 1
