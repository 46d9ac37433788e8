"""Many goods that several offers of points want: nothing is counted twice, and none is touched that is not wanted."""

from dataclasses import replace
from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from loyalty_api.offers import OfferKind
from loyalty_api.receipts import Line
from loyalty_server.programme.file import parse_program
from loyalty_server.programme.priced import Stacking
from loyalty_server.purchases.earning import judge
from loyalty_server.purchases.goods_apart import apart_of, goods_of, piece_by_piece
from loyalty_server.purchases.rates import Paid
from tests.server.shop import PROGRAM_FILE

PROGRAM = parse_program(PROGRAM_FILE.read_text("utf-8"), "p.toml")
PROGRAM = replace(
    PROGRAM,
    earn=replace(PROGRAM.earn, cap=None),
    stacking=replace(PROGRAM.stacking, points=Stacking.BEST),
)
MODEL = replace(PROGRAM.offers[0], category=None)
TIMES = replace(MODEL, id="times", kind=OfferKind.MULTIPLIER, value=3)
PIECES = replace(MODEL, id="pieces", kind=OfferKind.BONUS, value=5, per_piece=True, pieces=2)
FOR_COFFEE = [replace(one, category="coffee") for one in (TIMES, PIECES)]


@pytest.mark.parametrize("goods", [1, 2, 11, 12, 13, 14, 40, 61])
def test_many_articles_earn_what_each_earns(goods: int) -> None:
    lines = tuple(Line(f"{number}", "", "coffee", 1, 1000_00) for number in range(goods))
    verdict = judge(PROGRAM, PROGRAM.tiers.levels[0], lines, offers=FOR_COFFEE)
    each = {grant.rule: grant.points for grant in verdict.grants}
    assert each == {"base": 30 * goods, "times": 60 * goods}


@st.composite
def earning(draw: st.DrawFn) -> tuple[Paid, ...]:
    """So many goods by the piece and by weight, some of them wanted."""
    return tuple(
        (
            Line(f"{number}", "", category, Decimal(count) / 10, 0, "kg")
            if is_weighed
            else Line(f"{number}", "", category, count, 0),
            Fraction(money),
        )
        for number, (category, count, money, is_weighed) in enumerate(
            draw(
                st.lists(
                    st.tuples(
                        st.sampled_from(["coffee", "bakery"]),
                        st.integers(1, 40),
                        st.integers(0, 500),
                        st.booleans(),
                    ),
                    min_size=1,
                    max_size=40,
                )
            )
        )
    )


@settings(max_examples=60, deadline=None)
@given(earning())
def test_money_and_counts_stay_when_goods_are_taken_apart(paid: tuple[Paid, ...]) -> None:
    goods = goods_of(paid)
    parts = list(piece_by_piece(goods, apart_of(goods, FOR_COFFEE)))
    for places, whole in goods:
        some = [part for of, part in parts if of == places]
        assert sum(money for _, money in some) == whole[1]
        assert sum(line.quantity for line, _ in some) == whole[0].quantity
        assert all(line.quantity > 0 for line, _ in some)
        if whole[0].pieces is None or whole[0].category != "coffee":
            assert some == [whole]
