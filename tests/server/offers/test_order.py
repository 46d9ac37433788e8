"""In which order offers stand: what, where and when the member buys, what is about to be reached."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest

from loyalty_api.models import Measure, Tier, TierGoal
from loyalty_api.offers import OfferKind
from loyalty_server.offers.order import ranked
from loyalty_server.offers.tastes import Bought, Weights
from loyalty_server.programme.eligibility import Eligibility, Shopper, Taste
from loyalty_server.programme.file import parse_program
from loyalty_server.programme.offer_rules import OfferRule
from loyalty_server.programme.parts_of_week import Slot, slot_of
from tests.server.visits import PROGRAM as TEXT

pytestmark = pytest.mark.slow


PROGRAM = parse_program(TEXT, "reasons.toml")
MONDAY = datetime(2026, 11, 16, 8, 0, tzinfo=UTC)
GOAL = TierGoal("Серебро", 7, 100, 80, date(2026, 12, 31), Measure.MONEY)
BIRTHDAY_ON = date(1990, 12, 14)
TIER = Tier("Базовый", 5, next=GOAL)
BONUS = OfferRule(
    "any", "+1", "", "", "Для всех", OfferKind.BONUS, 1, date(2026, 1, 1), date(2026, 12, 31)
)
COFFEE = replace(BONUS, id="coffee", category="coffee")
BREAD = replace(BONUS, id="bread", category="bakery")
ARBAT = replace(BONUS, id="arbat", eligible=Eligibility(stores=("arbat",)))
BASKET = replace(BONUS, id="basket", minimum_basket=100)
BIRTHDAY = replace(BONUS, id="birthday", kind=OfferKind.BIRTHDAY)


def order(
    taste: Taste, *offers: OfferRule, is_known: bool = True, at: datetime | None = None
) -> list[tuple[str, str]]:
    moment = at or taste.last_at or MONDAY
    shopper = Shopper("base", BIRTHDAY_ON, taste, is_known)
    return [(one.offer.id, one.reason) for one in ranked(PROGRAM, offers, shopper, TIER, moment)]


def bought(at: datetime, *categories: str) -> Bought:
    return Bought(at, slot_of(at), frozenset(categories), "arbat")


def commuter() -> Weights:
    """Coffee on the mornings of working days, bread on Saturdays."""
    weights = Weights(MONDAY)
    for day in range(28):
        at = MONDAY + timedelta(days=day)
        if at.weekday() < 5:
            weights = weights.after(bought(at, "coffee"))
        elif at.weekday() == 5:
            weights = weights.after(bought(at, "bakery", "dairy"))
    return weights


@pytest.mark.parametrize(
    ("at", "slot"),
    [
        (MONDAY, Slot.MORNING),
        (MONDAY.replace(hour=11), Slot.DAY),
        (MONDAY.replace(hour=17), Slot.EVENING),
        (MONDAY.replace(hour=23), Slot.NIGHT),
        (MONDAY.replace(hour=4), Slot.NIGHT),
        (MONDAY + timedelta(days=5), Slot.WEEKEND),
    ],
)
def test_every_moment_is_in_one_part_of_the_week(at: datetime, slot: Slot) -> None:
    assert slot_of(at) is slot


def test_offer_of_what_is_bought_at_this_time_comes_first_and_says_so() -> None:
    weights = commuter()
    morning = weights.taste(28, Slot.MORNING)
    assert order(morning, BREAD, COFFEE)[0] == ("coffee", "По утрам вы берёте: Кофе")
    weekend = weights.taste(28, Slot.WEEKEND)
    assert order(weekend, COFFEE, BREAD)[0] == ("bread", "По выходным вы берёте: Хлеб")


def test_what_was_bought_long_ago_counts_less() -> None:
    weights = Weights(MONDAY)
    for day in range(4):
        weights = weights.after(bought(MONDAY + timedelta(days=day), "coffee"))
    for day in range(3):
        weights = weights.after(bought(MONDAY + timedelta(days=90 + day), "bakery"))
    assert order(weights.taste(7, Slot.EVENING), COFFEE, BREAD)[0][0] == "bread"


def test_occasion_comes_first_then_taste_then_the_tier_that_is_near_then_everything_else() -> None:
    taste = commuter().taste(28, Slot.MORNING)
    told = order(taste, BONUS, ARBAT, BASKET, COFFEE, BIRTHDAY)
    assert told == [
        ("birthday", "Ко дню рождения, 14\u00a0декабря"),
        ("coffee", "По утрам вы берёте: Кофе"),
        ("arbat", "Вы часто бываете: Арбат, 7"),
        ("basket", "До «Серебро» осталось немного"),
        ("any", "Для всех"),
    ]


def test_member_who_is_not_known_sees_the_order_and_the_words_of_the_file() -> None:
    taste = commuter().taste(28, Slot.MORNING)
    told = order(taste, BONUS, COFFEE, is_known=False)
    assert told == [("any", "Для всех"), ("coffee", "Для всех")]
