"""An offer by itself: what its kind implies, which lines it is about, and how faults of a file are told."""

from dataclasses import replace
from datetime import date

import pytest

from loyalty_api.offers import OfferKind
from loyalty_api.receipts import Line
from loyalty_server.programme.bounds import (
    LONGEST_ID,
    id_faults,
    number_faults,
    whole_number_faults,
)
from loyalty_server.programme.eligibility import Eligibility
from loyalty_server.programme.offer_rules import OfferRule, PersonalRules
from loyalty_server.programme.priced import CardPrice

DAY = date(2026, 11, 20)
OFFER = OfferRule("o", "t", "t", "t", "r", OfferKind.BONUS, 5, DAY, DAY, category="water")
WATER = Line("w1", "Вода", "water", 3, 9_000)


@pytest.mark.parametrize(
    ("kind", "own", "implied"),
    [
        (OfferKind.BONUS, Eligibility(), Eligibility()),
        (OfferKind.FIRST_PURCHASE, Eligibility(), Eligibility(first_purchase=True)),
        (OfferKind.BIRTHDAY, Eligibility(), Eligibility(birthday_within_days=7)),
        (
            OfferKind.BIRTHDAY,
            Eligibility(birthday_within_days=0),
            Eligibility(birthday_within_days=0),
        ),
        (OfferKind.LAPSED, Eligibility(), Eligibility(lapsed_days=30)),
        (OfferKind.LAPSED, Eligibility(lapsed_days=0), Eligibility(lapsed_days=0)),
    ],
)
def test_kind_implies_its_condition_unless_the_file_says_it(
    kind: OfferKind, own: Eligibility, implied: Eligibility
) -> None:
    assert replace(OFFER, kind=kind, eligible=own).conditions == implied


def test_offer_is_on_from_its_first_day_to_its_last() -> None:
    days = [date(2026, 11, day) for day in (19, 20, 21)]
    assert [OFFER.is_on(day) for day in days] == [False, True, False]


@pytest.mark.parametrize("by_card", [None, 8_000])
@pytest.mark.parametrize("card_price", CardPrice)
def test_offer_leaves_out_goods_at_the_cards_price_only_if_it_is_never(
    by_card: int | None, card_price: CardPrice
) -> None:
    line, offer = replace(WATER, card_price=by_card), replace(OFFER, card_price=card_price)
    assert offer.concerns(line) == (by_card is None or card_price is not CardPrice.NEVER)
    assert not offer.concerns(replace(line, category="tea"))


def test_points_by_the_piece_are_for_pieces_and_for_offers_that_say_so() -> None:
    by_piece = replace(OFFER, per_piece=True)
    assert by_piece.pieces_of(WATER) == 3
    assert by_piece.pieces_of(replace(WATER, unit="kg")) == 0
    assert OFFER.pieces_of(WATER) == 0


def test_what_a_file_leaves_out_limits_nothing() -> None:
    assert (OFFER.minimum_basket, OFFER.free, OFFER.per_piece, OFFER.percent) == (0, 1, False, 100)
    assert (PersonalRules().holdout, PersonalRules().claim_days) == (0, 3)


@pytest.mark.parametrize(("value", "is_told"), [(None, 0), (0, 1), (1, 0), (9, 0), (9.1, 1)])
def test_number_is_told_outside_of_its_bounds_only(value: float | None, is_told: int) -> None:
    told = list(number_faults("here", {".there": (value, 1, 9)}))
    assert told == [("here.there", f"{value} is not between 1 and 9")] * is_told


def test_number_with_decimals_is_told_where_a_whole_one_is_needed() -> None:
    assert [path for path, _ in whole_number_faults("here", 1.0)] == ["here"]
    assert list(whole_number_faults("here", 1)) == []


@pytest.mark.parametrize("one", ["x", "a b", "ю" * LONGEST_ID])
def test_id_is_a_text_without_a_slash(one: str) -> None:
    assert list(id_faults("here", one)) == []


@pytest.mark.parametrize("one", ["", "/", "a/b", " a", "a ", "x" * (LONGEST_ID + 1)])
def test_what_can_be_no_id_is_told(one: str) -> None:
    assert [path for path, _ in id_faults("here", one)] == ["here.id"]
