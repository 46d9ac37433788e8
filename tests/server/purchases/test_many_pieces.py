"""Many pieces of a good that several offers want: each has its own offer, and one piece more never costs discount."""

from dataclasses import replace
from itertools import pairwise

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from loyalty_api.offers import OfferKind
from loyalty_api.receipts import Line
from loyalty_server.programme.discounts import Discount
from loyalty_server.programme.priced import Promise, Stacking
from loyalty_server.programme.prices import priced


@pytest.mark.parametrize("at_once", [True, False])
@pytest.mark.parametrize(("pieces", "saved"), [(12, 200_00), (13, 210_00), (30, 380_00)])
def test_each_piece_has_its_own_offer_however_many_there_are(
    pieces: int, saved: int, at_once: bool
) -> None:
    single = Line("s", "", "sweets", 1, 100_00)
    whole = replace(single, quantity=pieces, amount=pieces * single.amount)
    offers = [
        Promise("a", "", Discount(OfferKind.PERCENT_OFF, 50, pieces=2)),
        Promise("b", "", Discount(OfferKind.PERCENT_OFF, 10)),
    ]
    lines = (whole,) if at_once else (single,) * pieces
    assert priced(lines, offers, (), Stacking.BEST).saved == saved


def of_some(value: int, pieces: int) -> Discount:
    return Discount(OfferKind.PERCENT_OFF, value, pieces=pieces)


@st.composite
def per_cents(draw: st.DrawFn) -> Discount:
    value, pieces = draw(st.integers(1, 100)), draw(st.none() | st.integers(1, 20))
    return Discount(OfferKind.PERCENT_OFF, value, pieces=pieces)


@settings(max_examples=12, deadline=None)
@example([of_some(78, 8), of_some(37, 1), of_some(34, 9)], 81, 2)
@given(st.lists(per_cents(), min_size=2, max_size=3), st.integers(1, 500), st.integers(0, 2))
def test_one_more_piece_never_costs_discount(
    discounts: list[Discount], price: int, others: int
) -> None:
    offers = [Promise(f"{number}", "", one) for number, one in enumerate(discounts)]
    beside = tuple(Line(f"o{number}", "", "sweets", 3, 300) for number in range(others))
    saved = [
        priced(
            (Line("s", "", "sweets", count, count * price), *beside), offers, (), Stacking.BEST
        ).saved
        for count in range(1, 31)
    ]
    assert all(less <= more for less, more in pairwise(saved))
