"""How much goes back, to the kopeck and to the point, in whatever parts the goods return."""

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from loyalty_api.codec import Malformed
from loyalty_api.problems import ProblemCode
from loyalty_api.receipts import Line
from loyalty_api.till import RefundLine
from loyalty_server.problems import Refused
from loyalty_server.refunds.shares import (
    Receipt,
    Returned,
    is_whole,
    lines_left,
    money_back,
    points_restored,
    points_reversed,
    with_amount,
    with_lines,
)

NOTHING = Returned({})
APPLES = Line("a1", "Яблоки", "fruit", 3, 30_000)
CHEESE = Line("s1", "Сыр", "dairy", 0.5, 70_000)
PAID_WITH_POINTS = Receipt((APPLES, CHEESE), paid=90_000, burned=100, earned=45)


def back(receipt: Receipt, returned: Returned, sku: str, quantity: float) -> Returned:
    return with_lines(receipt, returned, (RefundLine(sku, quantity),))


def test_one_of_three_goes_back_at_its_third_of_the_price_and_of_the_points() -> None:
    returned = back(PAID_WITH_POINTS, NOTHING, "a1", 1)
    assert returned.quantities == {0: Fraction(1)}
    assert money_back(PAID_WITH_POINTS, returned) == 9_000
    assert points_restored(PAID_WITH_POINTS, returned) == 10
    assert points_reversed(PAID_WITH_POINTS, returned, kept=40) == 5
    assert lines_left(PAID_WITH_POINTS, returned) == (
        Line("a1", "Яблоки", "fruit", 2, 20_000),
        CHEESE,
    )


def test_part_of_what_is_weighed_goes_back_exactly() -> None:
    returned = back(PAID_WITH_POINTS, NOTHING, "s1", 0.1)
    assert returned.quantities == {1: Fraction(1, 10)}
    assert money_back(PAID_WITH_POINTS, returned) == 12_600
    assert lines_left(PAID_WITH_POINTS, returned)[1].amount == 56_000


def test_equal_goods_of_two_positions_go_back_from_the_first_on() -> None:
    receipt = Receipt((APPLES, CHEESE, APPLES), paid=130_000, burned=0, earned=0)
    returned = back(receipt, NOTHING, "a1", 4)
    assert returned.quantities == {0: 3, 2: 1}
    assert back(receipt, returned, "a1", 2).quantities == {0: 3, 2: 3}
    with pytest.raises(Refused) as refusal:
        back(receipt, returned, "a1", 3)
    assert (refusal.value.code, refusal.value.extra) == (
        ProblemCode.REFUND_TOO_MUCH,
        {"sku": "a1"},
    )


def test_money_takes_its_share_of_both_kinds_of_points() -> None:
    returned = with_amount(PAID_WITH_POINTS, NOTHING, 30_000)
    assert money_back(PAID_WITH_POINTS, returned) == 30_000
    assert points_restored(PAID_WITH_POINTS, returned) == 34
    assert points_reversed(PAID_WITH_POINTS, returned, kept=45) == 15


def test_more_money_than_was_paid_says_how_much_is_left() -> None:
    returned = with_amount(PAID_WITH_POINTS, NOTHING, 80_000)
    with pytest.raises(Refused) as refusal:
        with_amount(PAID_WITH_POINTS, returned, 10_001)
    assert refusal.value.code is ProblemCode.REFUND_TOO_MUCH
    assert refusal.value.extra == {"refundable": 10_000}
    assert with_amount(PAID_WITH_POINTS, returned, 10_000).amount == 90_000


def test_goods_after_their_money_are_refused_with_what_may_still_go() -> None:
    returned = with_amount(PAID_WITH_POINTS, NOTHING, 80_000)
    with pytest.raises(Refused) as refusal:
        money_back(PAID_WITH_POINTS, back(PAID_WITH_POINTS, returned, "s1", 0.5))
    assert refusal.value.extra == {"refundable": 10_000}


@pytest.mark.parametrize("amount", [0, -1])
def test_no_money_is_no_refund(amount: int) -> None:
    with pytest.raises(Malformed) as fault:
        with_amount(PAID_WITH_POINTS, NOTHING, amount)
    assert fault.value.path == "$.amount"


@pytest.mark.parametrize(
    ("line", "path"),
    [
        (RefundLine("x", 1), "$.lines[1].sku"),
        (RefundLine("a1", 0), "$.lines[1].quantity"),
        (RefundLine("a1", float("inf")), "$.lines[1].quantity"),
        (RefundLine("a1", float("nan")), "$.lines[1].quantity"),
    ],
)
def test_line_that_cannot_go_back_is_told_with_its_place(line: RefundLine, path: str) -> None:
    with pytest.raises(Malformed) as fault:
        with_lines(PAID_WITH_POINTS, NOTHING, (RefundLine("s1", 0.1), line))
    assert fault.value.path == path


def test_smallest_sum_of_money_goes_back() -> None:
    assert with_amount(PAID_WITH_POINTS, NOTHING, 1) == Returned({}, 1)


def test_all_is_back_with_all_the_goods_or_with_all_the_money() -> None:
    free = Receipt((APPLES,), paid=0, burned=300, earned=0)
    assert not is_whole(free, NOTHING)
    assert is_whole(free, back(free, NOTHING, "a1", 3))
    assert not is_whole(PAID_WITH_POINTS, with_amount(PAID_WITH_POINTS, NOTHING, 89_999))
    assert is_whole(PAID_WITH_POINTS, with_amount(PAID_WITH_POINTS, NOTHING, 90_000))


def test_receipt_that_cost_nothing_gives_its_points_back_with_its_goods() -> None:
    receipt = Receipt((APPLES,), paid=0, burned=300, earned=0)
    part = back(receipt, NOTHING, "a1", 1)
    assert (money_back(receipt, part), points_restored(receipt, part)) == (0, 100)
    assert points_restored(receipt, back(receipt, part, "a1", 2)) == 300


@given(
    st.lists(st.tuples(st.integers(1, 9), st.integers(0, 100_000)), min_size=1, max_size=4),
    st.integers(0, 500),
    st.integers(0, 500),
    st.data(),
)
def test_goods_that_return_piece_by_piece_end_exactly_even(
    goods: list[tuple[int, int]], burned: int, earned: int, data: st.DataObject
) -> None:
    lines = tuple(Line(f"g{at}", "", "", *good) for at, good in enumerate(goods))
    total = sum(line.amount for line in lines)
    receipt = Receipt(lines, data.draw(st.integers(0, total), "paid"), burned, earned)
    pieces = [line.sku for line in lines for _ in range(int(line.quantity))]
    returned, so_far = NOTHING, (0, 0)
    for sku in data.draw(st.permutations(pieces), "order"):
        returned = back(receipt, returned, sku, 1)
        now = (money_back(receipt, returned), points_restored(receipt, returned))
        assert all(earlier <= later for earlier, later in zip(so_far, now, strict=True))
        so_far = now
    assert lines_left(receipt, returned) == ()
    assert so_far == (receipt.paid, burned)
    assert points_reversed(receipt, returned, kept=0) == earned
