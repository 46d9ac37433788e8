"""What a receipt costs and earns does not hang on the lines its goods stand in: split, put together, in any order."""

from collections.abc import Sequence
from dataclasses import replace
from decimal import Decimal
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from loyalty_api.offers import OfferKind
from loyalty_api.receipts import Line
from loyalty_server.programme.discounts import Discount
from loyalty_server.programme.file import parse_program
from loyalty_server.programme.offer_rules import OfferRule
from loyalty_server.programme.priced import CardPrice, Priced, Promise, Stacking
from loyalty_server.programme.prices import priced
from loyalty_server.purchases.earning import Judgement, burn_limit, judge
from tests.server.shop import PROGRAM_FILE

PROGRAM = parse_program(PROGRAM_FILE.read_text("utf-8"), "p.toml")
STACKINGS = tuple(Stacking)


@st.composite
def goods(draw: st.DrawFn) -> Line:
    """Some pieces, or grams, of a good at one price."""
    sku, category = draw(st.sampled_from([("a", "coffee"), ("b", "bakery"), ("c", "bakery")]))
    price = draw(st.integers(1, 400))
    card = draw(st.none() | st.integers(0, price))
    if draw(st.booleans()):
        grams = draw(st.integers(1, 9))
        card_price = None if card is None else card * grams
        return Line(sku, "", category, Decimal(grams) / 10, price * grams, "kg", card_price)
    count = draw(st.integers(1, 9))
    return Line(
        sku, "", category, count, price * count, card_price=None if card is None else card * count
    )


@st.composite
def money_off(draw: st.DrawFn) -> Discount:
    kind = draw(
        st.sampled_from(
            [
                OfferKind.PERCENT_OFF,
                OfferKind.AMOUNT_OFF,
                OfferKind.FIXED_PRICE,
                OfferKind.BUY_X_GET_Y,
                OfferKind.BUNDLE,
            ]
        )
    )
    values = {
        OfferKind.PERCENT_OFF: (10, 10.5, 33.3, 100),
        OfferKind.AMOUNT_OFF: (7, 500),
        OfferKind.FIXED_PRICE: (0, 30),
        OfferKind.BUY_X_GET_Y: (1, 2),
        OfferKind.BUNDLE: (1, 99),
    }
    pieces = {OfferKind.AMOUNT_OFF: st.none(), OfferKind.BUNDLE: st.integers(2, 4)}
    return Discount(
        kind,
        draw(st.sampled_from(values[kind])),
        category=draw(st.sampled_from([None, "coffee", "bakery"])),
        skus=draw(st.sampled_from([(), (), ("a",)])),
        minimum_basket=draw(st.sampled_from([0, 300])),
        pieces=draw(pieces.get(kind, st.none() | st.integers(1, 3))),
        percent=draw(st.sampled_from([100.0, 50.0])) if kind is OfferKind.BUY_X_GET_Y else 100.0,
    )


@st.composite
def points_offers(draw: st.DrawFn) -> Sequence[OfferRule]:
    model = PROGRAM.offers[0]
    kinds = draw(st.lists(st.sampled_from(["times", "bonus", "piece", "pieces"]), max_size=3))
    return [
        replace(
            model,
            id=f"p{number}",
            kind=OfferKind.MULTIPLIER if kind == "times" else OfferKind.BONUS,
            value=1.5 if kind == "times" else 7,
            per_piece=kind.startswith("piece"),
            pieces=2 if kind == "pieces" else None,
            category=draw(st.sampled_from([None, "coffee", "bakery"])),
            card_price=draw(st.sampled_from(tuple(CardPrice))),
        )
        for number, kind in enumerate(kinds)
    ]


def parts(draw: st.DrawFn, line: Line) -> list[Line]:
    """The same goods in several lines, each at the same price."""
    step = Decimal("0.1") if line.unit == "kg" else 1
    count = int(line.quantity / step)
    cuts = sorted(draw(st.sets(st.integers(1, max(1, count - 1)), max_size=count - 1)))
    ends = [0, *cuts, count] if count > 1 else [0, count]
    return [
        replace(
            line,
            quantity=(end - start) * step,
            amount=line.amount // count * (end - start),
            card_price=None
            if line.card_price is None
            else line.card_price // count * (end - start),
        )
        for start, end in pairwise(ends)
    ]


@st.composite
def rung_up_twice(draw: st.DrawFn) -> tuple[tuple[Line, ...], tuple[Line, ...]]:
    lines = draw(st.lists(goods(), min_size=1, max_size=4))
    apart = [part for line in lines for part in parts(draw, line)]
    return tuple(lines), tuple(draw(st.permutations(apart)))


def told(one: Priced) -> tuple[object, ...]:
    """What the receipt costs, good by good, and what each promise took off."""
    costs: dict[object, int] = {}
    for line in one.lines:
        good = line.sku, line.unit
        costs[good] = costs.get(good, 0) + line.amount
    return sorted(costs.items(), key=str), one.savings, one.saved, sum(one.by_card)


def earned(one: Judgement) -> tuple[object, ...]:
    return one.discount, one.to_pay, one.will_earn, one.breakdown


@pytest.mark.parametrize("money", STACKINGS)
@settings(max_examples=250, deadline=None)
@given(
    rung_up_twice(),
    st.lists(st.tuples(money_off(), st.sampled_from(tuple(CardPrice))), max_size=3),
    st.lists(money_off(), max_size=2),
    points_offers(),
    st.sampled_from(STACKINGS),
    st.integers(0, 40),
)
def test_receipt_gives_the_same_however_it_was_rung_up(
    money: Stacking,
    twice: tuple[tuple[Line, ...], tuple[Line, ...]],
    discounts: list[tuple[Discount, CardPrice]],
    shown: list[Discount],
    points: Sequence[OfferRule],
    stacking: Stacking,
    burn: int,
) -> None:
    offers = [Promise(f"o{n}", "", one, card) for n, (one, card) in enumerate(discounts)]
    coupons = [Promise(f"c{n}", "", one) for n, one in enumerate(shown)]
    one, other = (priced(lines, offers, coupons, money) for lines in twice)
    assert told(one) == told(other)
    program = replace(PROGRAM, stacking=replace(PROGRAM.stacking, points=stacking))
    level = program.tiers.levels[0]
    most = burn_limit(program, one.lines)
    assert most == burn_limit(program, other.lines)
    verdicts = [judge(program, level, each.lines, min(burn, most), points) for each in (one, other)]
    assert earned(verdicts[0]) == earned(verdicts[1])
    for each, lines in zip((one, other), twice, strict=True):
        assert [line.amount + off for line, off in zip(each.lines, each.off, strict=True)] == [
            line.amount for line in lines
        ]
        assert all(line.amount >= 0 for line in each.lines)


@pytest.mark.parametrize("at_once", [True, False])
def test_per_cents_that_compete_are_rounded_for_all_pieces(at_once: bool) -> None:
    line = Line("s", "", "sweets", 20, 300)
    lines = (line,) if at_once else (replace(line, quantity=1, amount=15),) * 20
    offers = [Promise(f"{n}", "", Discount(OfferKind.PERCENT_OFF, n)) for n in (10, 10.5)]
    assert priced(lines, offers, (), Stacking.BEST).saved == 31


@pytest.mark.parametrize("at_once", [True, False])
def test_bundle_of_less_than_a_unit_a_piece_beside_one_and_one(at_once: bool) -> None:
    line = Line("s", "", "sweets", 6, 60)
    lines = (line,) if at_once else (replace(line, quantity=1, amount=10),) * 6
    offers = [
        Promise("bundle", "", Discount(OfferKind.BUNDLE, 1, pieces=3)),
        Promise("free", "", Discount(OfferKind.BUY_X_GET_Y, 1)),
    ]
    assert (
        priced(lines, offers, (), Stacking.ALL).saved
        == priced((line,), offers, (), Stacking.ALL).saved
    )
