"""Each good has the best offer: compared with every way to split a small basket among the offers."""

from collections.abc import Sequence
from dataclasses import replace
from itertools import combinations, product

from hypothesis import example, given, settings
from hypothesis import strategies as st

from loyalty_api.offers import OfferKind
from loyalty_api.receipts import Line
from loyalty_server.programme.best_split import RIVALS_AT_MOST
from loyalty_server.programme.discounts import Discount, all_off, money_off
from loyalty_server.programme.priced import CardPrice, Promise, Stacking
from loyalty_server.programme.prices import priced

BREAD = Line("b", "Bread", "bread", 1, 10_000)
YOGHURTS = Line("y", "Yoghurt", "dairy", 3, 15_000)
CHEESE = Line("c", "Cheese", "dairy", 1, 100_000)
BREAD_20 = Promise("bread20", "", Discount(OfferKind.PERCENT_OFF, 20, "bread"))
BREAD_10 = Promise("bread10", "", Discount(OfferKind.PERCENT_OFF, 10, "bread"))
ALL_10 = Promise("all10", "", Discount(OfferKind.PERCENT_OFF, 10))
DAIRY_3 = Promise("dairy3", "", Discount(OfferKind.BUY_X_GET_Y, 2, "dairy"))
MINUS_15 = Promise("minus15", "", Discount(OfferKind.AMOUNT_OFF, 1500))

lines = st.lists(
    st.builds(
        Line,
        st.sampled_from(["a", "b"]),
        st.just("t"),
        st.sampled_from(["bread", "dairy"]),
        st.integers(1, 4).map(float),
        st.integers(1, 500),
    ),
    min_size=1,
    max_size=4,
).map(tuple)
by_good = st.builds(
    Discount,
    st.sampled_from([OfferKind.PERCENT_OFF, OfferKind.FIXED_PRICE]),
    st.integers(1, 60),
    st.sampled_from([None, "bread", "dairy"]),
    st.sampled_from([(), ("a",)]),
)
any_discount = st.builds(
    Discount,
    st.sampled_from(
        [
            OfferKind.PERCENT_OFF,
            OfferKind.FIXED_PRICE,
            OfferKind.AMOUNT_OFF,
            OfferKind.BUY_X_GET_Y,
        ]
    ),
    st.integers(1, 60),
    st.sampled_from([None, "bread", "dairy"]),
    st.sampled_from([(), ("a",)]),
)


def saved(basket: tuple[Line, ...], *discounts: Discount) -> int:
    promises = [Promise(f"o{place}", "", one) for place, one in enumerate(discounts)]
    return priced(basket, promises, [], Stacking.BEST).saved


def best_by_trying(basket: tuple[Line, ...], discounts: list[Discount]) -> int:
    """The most that any way of giving each line to one offer takes off."""
    ways = product(range(len(discounts)), repeat=len(basket))
    return max(
        sum(
            saved(tuple(line for line, has in zip(basket, way, strict=True) if has == place), one)
            for place, one in enumerate(discounts)
        )
        for way in ways
    )


def told(*promises: Promise, basket: tuple[Line, ...]) -> dict[str, int]:
    result = priced(basket, promises, [], Stacking.BEST)
    return {saving.rule: saving.money for saving in result.savings}


def test_offers_for_different_goods_all_work_and_each_good_has_the_best_one() -> None:
    basket = (BREAD, YOGHURTS)
    assert told(BREAD_20, DAIRY_3, BREAD_10, basket=basket) == {"bread20": 2000, "dairy3": 5000}


def test_good_that_others_do_not_need_goes_to_the_offer_that_gives_more_on_it() -> None:
    assert told(ALL_10, DAIRY_3, basket=(YOGHURTS, CHEESE)) == {"all10": 10_000, "dairy3": 5000}
    assert told(MINUS_15, BREAD_20, basket=(BREAD, CHEESE)) == {"minus15": 1500, "bread20": 2000}


@given(lines, st.lists(by_good, min_size=1, max_size=3))
def test_offers_given_by_the_good_are_split_as_well_as_can_be(
    basket: tuple[Line, ...], discounts: list[Discount]
) -> None:
    assert saved(basket, *discounts) == best_by_trying(basket, discounts)


@given(lines, st.lists(any_discount, min_size=1, max_size=3))
@settings(deadline=None)
def test_no_single_offer_would_have_given_more(
    basket: tuple[Line, ...], discounts: list[Discount]
) -> None:
    together = saved(basket, *discounts)
    assert together >= max(saved(basket, one) for one in discounts)
    assert together <= best_by_trying(basket, discounts)


def test_offer_whose_basket_is_too_small_takes_no_good_from_others() -> None:
    large = Promise("large", "", Discount(OfferKind.PERCENT_OFF, 50, minimum_basket=10**6))
    assert told(large, BREAD_20, basket=(BREAD,)) == {"bread20": 2000}


pieces_off = st.one_of(
    st.builds(
        Discount,
        st.sampled_from([OfferKind.PERCENT_OFF, OfferKind.FIXED_PRICE]),
        st.integers(1, 60),
        st.sampled_from([None, "bread", "dairy"]),
        pieces=st.integers(1, 3),
    ),
    st.builds(Discount, st.just(OfferKind.BUNDLE), st.integers(1, 99), pieces=st.integers(2, 4)),
)
promises = st.lists(
    st.builds(
        Promise,
        st.just(""),
        st.just(""),
        any_discount | pieces_off,
        st.sampled_from(tuple(CardPrice)),
    ),
    min_size=2,
    max_size=6,
)
at_card_price = lines.flatmap(
    lambda basket: st.tuples(
        *(st.sampled_from([line, replace(line, card_price=line.amount // 2)]) for line in basket)
    )
)


@given(at_card_price, promises)
@settings(max_examples=150, deadline=None)
@example(
    (Line("b", "", "bakery", 2, 14),),
    [
        Promise("all", "", Discount(OfferKind.PERCENT_OFF, 10.5)),
        Promise("one", "", Discount(OfferKind.PERCENT_OFF, 10.5, pieces=1)),
    ],
)
@example(
    (Line("b", "", "bread", 4, 1368), Line("d", "", "tea", 4, 772)),
    [
        Promise("free", "", Discount(OfferKind.BUY_X_GET_Y, 1, pieces=2)),
        Promise("four", "", Discount(OfferKind.BUNDLE, 1, "bread", pieces=4)),
        Promise("seven", "", Discount(OfferKind.AMOUNT_OFF, 7)),
    ],
)
def test_offer_more_never_costs_the_shopper_more(
    basket: tuple[Line, ...], offers: list[Promise]
) -> None:
    """With any of up to three offers left out; with any one of more alone."""

    def with_only(some: Sequence[Promise]) -> int:
        return priced(basket, some, [], Stacking.BEST).saved

    fewer = len(offers) - 1 if len(offers) <= RIVALS_AT_MOST else 1
    assert with_only(offers) >= max(map(with_only, combinations(offers, fewer)))


def of_category(name: str) -> st.SearchStrategy[list[Promise]]:
    made = any_discount | pieces_off
    discounts = st.lists(made.map(lambda one: replace(one, category=name)), max_size=RIVALS_AT_MOST)
    return discounts.map(lambda all_: [Promise("", "", one) for one in all_])


@given(lines, of_category("bread"), of_category("dairy"))
@settings(max_examples=150, deadline=None)
@example(
    (Line("a", "", "", 5, 2520), Line("b", "", "", 3, 1560), Line("y", "", "", 1, 1000)),
    [
        Promise("", "", Discount(OfferKind.PERCENT_OFF, 10.5, skus=("a",), pieces=1)),
        Promise("", "", Discount(OfferKind.BUNDLE, 43, skus=("a", "b"), pieces=3)),
        Promise("", "", Discount(OfferKind.FIXED_PRICE, 11, skus=("b",), pieces=3)),
    ],
    [
        Promise("", "", Discount(OfferKind.PERCENT_OFF, 10, skus=("y",))),
        Promise("", "", Discount(OfferKind.PERCENT_OFF, 20, skus=("y",))),
    ],
)
@example(
    (
        *(Line("a", "", "", 3, 1326), Line("b", "", "", 2, 4036)),
        *(Line("y", "", "", 3, 1506), Line("z", "", "", 2, 2666)),
    ),
    [
        Promise("", "", Discount(OfferKind.FIXED_PRICE, 13, skus=("a",), pieces=2)),
        Promise("", "", Discount(OfferKind.BUNDLE, 14, skus=("a", "b"), pieces=2)),
    ],
    [
        Promise("", "", Discount(OfferKind.FIXED_PRICE, 17, skus=("y", "z"), pieces=3)),
        Promise("", "", Discount(OfferKind.BUNDLE, 28, skus=("y",), pieces=2)),
    ],
)
def test_offers_for_other_goods_cost_nothing(
    basket: tuple[Line, ...], of_bread: list[Promise], of_dairy: list[Promise]
) -> None:
    def saved_by(offers: Sequence[Promise]) -> int:
        return priced(basket, offers, [], Stacking.BEST).saved

    assert saved_by([*of_bread, *of_dairy]) >= saved_by(of_bread) + saved_by(of_dairy)


@given(lines, any_discount | pieces_off)
def test_what_is_off_all_lines_is_the_sum_of_what_is_off_each(
    basket: tuple[Line, ...], discount: Discount
) -> None:
    assert all_off(basket, discount) == sum(money_off(basket, discount))
