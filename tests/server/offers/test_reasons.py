"""Every reason that a member reads is a fact: members of every kind are drawn, and each sentence is
checked against what they bought, where and when, when they were born and how far they are."""

import re
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from loyalty_api.models import Measure, Tier, TierGoal
from loyalty_api.offers import OfferKind
from loyalty_server.demo.programme import program_text
from loyalty_server.languages import Language
from loyalty_server.offers.for_member import days_for
from loyalty_server.offers.order import Ranked, ranked
from loyalty_server.offers.tastes import Bought, Weights
from loyalty_server.programme.eligibility import Eligibility, Shopper, Taste, is_for
from loyalty_server.programme.file import parse_program
from loyalty_server.programme.offer_rules import OfferRule
from loyalty_server.programme.parts_of_week import slot_of
from tests.server.visits import PROGRAM as TEXT

NOW = datetime(2026, 11, 20, 6, 0, tzinfo=UTC)
PROGRAM = parse_program(TEXT, "reasons.toml")
LOCAL = NOW.astimezone(PROGRAM.zone)
NEUTRAL = "Для всех"
HALF_A_YEAR = timedelta(weeks=26)

BONUS = OfferRule(
    "any", "+1", "", "", NEUTRAL, OfferKind.BONUS, 1, date(2026, 1, 1), date(2026, 12, 31)
)
OFFERS = (
    BONUS,
    replace(BONUS, id="basket", minimum_basket=100),
    replace(BONUS, id="birthday", kind=OfferKind.BIRTHDAY),
    replace(BONUS, id="lapsed", kind=OfferKind.LAPSED),
    *(replace(BONUS, id=category, category=category) for category in PROGRAM.categories),
    *(
        replace(BONUS, id=store.id, eligible=Eligibility(stores=(store.id,)))
        for store in PROGRAM.stores
    ),
)


@dataclass(frozen=True)
class Life:
    """All there is to know of a member."""

    birthday: date | None
    purchases: tuple[Bought, ...]
    goal: TierGoal | None
    agrees: bool

    @property
    def taste(self) -> Taste:
        if not self.purchases:
            return Taste()
        weights = Weights(self.purchases[0].at)
        for purchase in self.purchases:
            weights = weights.after(purchase)
        return weights.taste(len(self.purchases), slot_of(LOCAL))

    @property
    def shopper(self) -> Shopper:
        return Shopper("base", self.birthday, self.taste, self.agrees)

    def times(self, is_such: Callable[[Bought], bool]) -> int:
        recent = (one for one in self.purchases if NOW - one.at <= HALF_A_YEAR)
        return sum(map(is_such, recent))


def purchase(hours_ago: int, categories: frozenset[str], store: str) -> Bought:
    at = NOW - timedelta(hours=hours_ago)
    return Bought(at, slot_of(at.astimezone(PROGRAM.zone)), categories, store)


PURCHASES = st.lists(
    st.builds(
        purchase,
        st.integers(1, 24 * 365),
        st.frozensets(st.sampled_from(list(PROGRAM.categories)), min_size=1),
        st.sampled_from([store.id for store in PROGRAM.stores]),
    ),
    max_size=20,
).map(lambda drawn: tuple(sorted(drawn, key=lambda one: one.at)))
GOALS = st.none() | st.integers(0, 99).map(
    lambda done: TierGoal("Серебро", 7, 100, done, date(2026, 12, 31), Measure.MONEY)
)
BIRTHDAYS = st.none() | st.dates(date(1930, 1, 1), date(2008, 12, 31)) | st.just(date(1990, 11, 20))
LIVES = st.builds(Life, BIRTHDAYS, PURCHASES, GOALS, st.booleans())


def seen_by(life: Life) -> tuple[Ranked, ...]:
    """The offers that this member is shown, with their reasons."""
    theirs = tuple(offer for offer in OFFERS if is_for(offer.conditions, life.shopper, LOCAL))
    return ranked(PROGRAM, theirs, life.shopper, Tier("Базовый", 5, next=life.goal), NOW)


def is_true(life: Life, reason: str) -> bool:
    """Whether this is so, counted anew from the member's life."""
    kind, _, thing = reason.partition(": ")
    category = next((one for one, title in PROGRAM.categories.items() if title == thing), "")
    store = next((one.id for one in PROGRAM.stores if one.name == thing), "")
    match kind:
        case "Вы часто берёте":
            return life.times(lambda one: category in one.categories) >= 3
        case "По утрам вы берёте":
            here = slot_of(LOCAL)
            return life.times(lambda one: one.slot is here and category in one.categories) >= 3
        case "Вы часто бываете":
            return life.times(lambda one: one.store == store) >= 3
        case "До «Серебро» осталось немного":
            return life.goal is not None and life.goal.done >= 75
        case "Вас давно не было":
            return bool(life.purchases) and NOW - life.purchases[-1].at >= timedelta(days=30)
        case "У вас день рождения":
            return life.birthday is not None and is_on(life.birthday, LOCAL.date())
        case _ if match := re.fullmatch(r"Ко дню рождения, (\d+)\u00a0\w+", reason):
            return life.birthday is not None and life.birthday.day == int(match[1])
        case _:
            return False


def is_on(birthday: date, today: date) -> bool:
    return (birthday.day, birthday.month) == (today.day, today.month)


@given(LIVES)
def test_what_is_said_of_a_member_is_so(life: Life) -> None:
    for seen in seen_by(life):
        if seen.reason != NEUTRAL:
            assert life.agrees, seen.reason
            assert is_true(life, seen.reason), seen.reason


@given(BIRTHDAYS)
def test_newcomer_reads_nothing_about_habits(birthday: date | None) -> None:
    newcomer = Life(birthday, (), None, agrees=True)
    reasons = {seen.reason for seen in seen_by(newcomer)}
    assert not [reason for reason in reasons if reason.startswith(("Вы ", "Вас", "По", "До"))]


@pytest.mark.parametrize("times", [1, 2, 3, 4])
def test_often_is_three_times_at_least(times: int) -> None:
    mornings = tuple(
        purchase(24 * day, frozenset({"coffee"}), "arbat") for day in range(times, 0, -1)
    )
    (coffee,) = (
        seen.reason
        for seen in seen_by(Life(None, mornings, None, agrees=True))
        if seen.offer.id == "coffee"
    )
    assert (coffee != NEUTRAL) == (times >= 3)


def test_birthday_offer_has_the_days_around_the_birthday() -> None:
    offer = replace(BONUS, kind=OfferKind.BIRTHDAY)
    born, today = date(1990, 11, 23), date(2026, 11, 20)
    assert days_for(offer, born, today) == (date(2026, 11, 16), date(2026, 11, 30))
    assert days_for(replace(offer, ends_on=date(2026, 11, 25)), born, today)[1] == date(
        2026, 11, 25
    )
    assert days_for(BONUS, born, today) == (BONUS.starts_on, BONUS.ends_on)


@pytest.mark.parametrize("language", Language)
def test_offers_of_the_demo_say_of_nobody_what_need_not_be_so(language: Language) -> None:
    program = parse_program(program_text(language, NOW.date()), "programme")
    of_everybody = [offer for offer in program.offers if not offer.conditions.is_personal]
    assert of_everybody
    addressed = re.compile(r"\b(?:you|your|вы|вас|вам|ваш\w*)\b|far|осталось", re.IGNORECASE)
    assert not [offer.reason for offer in of_everybody if addressed.search(offer.reason)]
