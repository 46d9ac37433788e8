"""Offers of points: which goods they are about, and what they give where they do not stack."""

from collections.abc import Sequence
from dataclasses import replace
from decimal import Decimal
from itertools import combinations
from pathlib import Path

import pytest
from hypothesis import example, settings
from hypothesis import given as given_any
from hypothesis import strategies as st

from loyalty_api.offers import OfferKind
from loyalty_api.receipts import Line
from loyalty_server.programme.best_split import RIVALS_AT_MOST
from loyalty_server.programme.file import parse_program
from loyalty_server.programme.offer_rules import OfferRule
from loyalty_server.programme.priced import Stacking
from loyalty_server.programme.program import Program
from loyalty_server.purchases.earning import judge

TEXT = (Path(__file__).parents[1] / "lavka.toml").read_text("utf-8").replace("cap = 1000\n", "")
OFFER = """
[[offers]]
id = "{id}"
title = "t"
text = "t"
terms = "t"
reason = "r"
kind = "{kind}"
value = {value}
{goods}
starts_on = 2026-11-01
ends_on = 2026-11-30
"""
CHOCOLATE = Line("CHOC", "Chocolate", "sweets", 1, 10_000)
SET = Line("TV", "TV", "electro", 1, 1_000_000)


def program(*offers: tuple[str, str, int, str]) -> Program:
    parts = (
        OFFER.format(id=name, kind=kind, value=value, goods=goods)
        for name, kind, value, goods in offers
    )
    return parse_program(TEXT[: TEXT.index("[[offers]]")] + "".join(parts), "t.toml")


def given(rules: Program, *lines: Line, stacking: Stacking = Stacking.ALL) -> dict[str, int]:
    rules = replace(rules, stacking=replace(rules.stacking, points=stacking))
    verdict = judge(rules, rules.tiers.levels[0], lines, offers=rules.offers)
    return {grant.rule: grant.points for grant in verdict.grants if grant.offer}


@pytest.mark.parametrize(("kind", "value", "points"), [("multiplier", 5, 12), ("bonus", 50, 50)])
def test_offer_on_one_good_gives_for_this_good_only(kind: str, value: int, points: int) -> None:
    rules = program(("choc", kind, value, 'skus = ["CHOC"]'))
    assert given(rules, CHOCOLATE, SET) == {"choc": points}
    assert given(rules, SET) == {}


def test_good_must_be_of_both_the_category_and_the_skus() -> None:
    rules = program(("choc", "bonus", 50, 'skus = ["CHOC", "TV"]\ncategory = "electro"'))
    assert given(rules, CHOCOLATE) == {}
    assert given(rules, SET) == {"choc": 50}


def test_where_points_do_not_stack_each_good_counts_for_its_best_offer() -> None:
    rules = program(
        ("sweets", "multiplier", 5, 'category = "sweets"'),
        ("electro", "multiplier", 2, 'category = "electro"'),
        ("all", "multiplier", 3, ""),
    )
    assert given(rules, CHOCOLATE, SET, stacking=Stacking.BEST) == {"sweets": 12, "all": 600}


def test_offer_gives_nothing_for_goods_that_only_others_are_about() -> None:
    rules = program(
        ("choc", "multiplier", 2, 'category = "sweets"'),
        ("all", "bonus", 4, ""),
    )
    # of the chocolate the bonus would give 4, of the set too: together 3 + 4, not 3 on both
    assert given(rules, CHOCOLATE, SET, stacking=Stacking.BEST) == {"choc": 3, "all": 4}


def test_unpaid_good_earns_nothing_from_an_offer() -> None:
    rules = program(("choc", "bonus", 50, 'skus = ["CHOC"]'))
    assert given(rules, replace(CHOCOLATE, amount=0), SET) == {}


PIECE = 'skus = ["CHOC"]\nper_piece = true\npieces = {most}'


@pytest.mark.parametrize("apart", [False, True])
@pytest.mark.parametrize(
    ("count", "others", "points"),
    [
        (1, [("y", "bonus", 30, PIECE.format(most=1))], {"x": 50}),
        (2, [("y", "bonus", 30, PIECE.format(most=1))], {"x": 50, "y": 30}),
        (3, [("y", "bonus", 30, PIECE.format(most=4))], {"x": 50, "y": 60}),
        (2, [("y", "multiplier", 5, 'skus = ["CHOC"]')], {"x": 50, "y": 12}),
        (13, [("y", "bonus", 30, PIECE.format(most=1))], {"x": 50, "y": 30}),
    ],
)
def test_where_the_best_offer_gives_points_each_piece_has_its_own(
    count: int, others: list[tuple[str, str, int, str]], points: dict[str, int], apart: bool
) -> None:
    rules = program(("x", "bonus", 50, PIECE.format(most=1)), *others)
    together = replace(CHOCOLATE, quantity=count, amount=count * CHOCOLATE.amount)
    lines = (CHOCOLATE,) * count if apart else (together,)
    assert given(rules, *lines, stacking=Stacking.BEST) == points


@pytest.mark.parametrize("stacking", Stacking)
def test_piece_had_for_nothing_gives_no_points_beside_one_that_was_paid_for(
    stacking: Stacking,
) -> None:
    gift = replace(CHOCOLATE, amount=0)
    per_piece = 'skus = ["CHOC"]\nper_piece = true\npieces = 2'
    rules = program(("x", "bonus", 5, per_piece))
    assert given(rules, CHOCOLATE, gift, stacking=stacking) == {"x": 5}
    assert given(rules, gift, CHOCOLATE, CHOCOLATE, stacking=stacking) == {"x": 10}
    # two at half a unit cost one, which is told to lie on either
    tiny = replace(CHOCOLATE, amount=1)
    assert given(rules, tiny, gift, SET, stacking=stacking) == {"x": 10}


def test_weighed_goods_and_those_had_for_nothing_give_no_points_by_the_piece() -> None:
    rules = program(
        ("x", "bonus", 50, PIECE.format(most=2)), ("y", "bonus", 30, PIECE.format(most=1))
    )
    weighed = replace(CHOCOLATE, quantity=2, unit="kg")
    for stacking in Stacking:
        assert given(rules, weighed, stacking=stacking) == {}
        assert given(rules, replace(CHOCOLATE, amount=0), stacking=stacking) == {}


A_PIECE = program(("p", "bonus", 7, "per_piece = true")).offers[0]
TIMES = replace(A_PIECE, kind=OfferKind.MULTIPLIER, per_piece=False)


@st.composite
def offers_of_points(draw: st.DrawFn) -> OfferRule:
    category = draw(st.sampled_from([None, "coffee", "bakery"]))
    if draw(st.booleans()):
        return replace(TIMES, value=draw(st.sampled_from([1.5, 2, 3])), category=category)
    pieces, per_piece = draw(st.sampled_from([(None, False), (None, True), (2, True)]))
    value = draw(st.sampled_from([1, 7, 50]))
    return replace(A_PIECE, value=value, category=category, per_piece=per_piece, pieces=pieces)


@st.composite
def goods(draw: st.DrawFn) -> Line:
    sku, category = draw(
        st.sampled_from([("a", "coffee"), ("b", "bakery"), ("c", "bakery"), ("d", "tea")])
    )
    count, price = draw(st.integers(1, 9)), draw(st.integers(1, 40_000))
    if draw(st.booleans()):
        return Line(sku, "", category, Decimal(count) / 10, price * count, "kg")
    return Line(sku, "", category, count, price * count)


@given_any(
    st.lists(goods(), min_size=1, max_size=4), st.lists(offers_of_points(), min_size=2, max_size=5)
)
@settings(max_examples=100, deadline=None)
@example(
    [
        Line("b", "", "bakery", Decimal("0.3"), 93_201, "kg"),
        Line("a", "", "coffee", Decimal("0.9"), 1548, "kg"),
    ],
    [
        replace(A_PIECE, value=1, category="bakery"),
        replace(TIMES, value=1.5),
        replace(TIMES, value=3, category="coffee"),
    ],
)
@example(
    [Line("b", "", "bakery", 3, 111_327), Line("a", "", "coffee", 4, 376)],
    [
        replace(A_PIECE, value=7, category="bakery"),
        replace(TIMES, value=3, category="bakery"),
        replace(TIMES, value=3),
    ],
)
def test_offer_more_never_costs_the_member_points(
    basket: list[Line], offers: list[OfferRule]
) -> None:
    """With any of up to three offers left out; with any one of more alone."""
    named = [replace(offer, id=f"o{number}") for number, offer in enumerate(offers)]
    rules = replace(program(), earn=replace(program().earn, minimum_basket=0))

    def with_only(some: Sequence[OfferRule]) -> int:
        return sum(
            given(replace(rules, offers=tuple(some)), *basket, stacking=Stacking.BEST).values()
        )

    fewer = len(named) - 1 if len(named) <= RIVALS_AT_MOST else 1
    assert with_only(named) >= max(map(with_only, combinations(named, fewer)))
