"""Stamps that live for so many days say when the first are lost, and are not shown afterwards, also offline."""

from dataclasses import replace
from datetime import date, timedelta

import pytest

from kopilka.domain import Settings, alive_on
from kopilka.ui.look.formats import NBSP
from loyalty_api.challenges import Challenge, ChallengeKind, ExpiringSteps
from tests.ui.conftest import Open
from tests.ui.member import NOW, WALLET
from tests.ui.phone import Phone

LAST = NOW.date() + timedelta(days=10)
LATER = NOW.date() + timedelta(days=20)
CUPS = Challenge(
    "cups",
    "Cups",
    "A stamp for every cup",
    6,
    5,
    None,
    0,
    ChallengeKind.STAMPS,
    coupon="A cup",
    expiring=(ExpiringSteps(2, LAST), ExpiringSteps(3, LATER)),
)


@pytest.mark.parametrize(
    ("language", "told"), [("en", "2 expire on 30 Nov"), ("ru", "2 сгорят 30 ноя")]
)
async def test_first_stamps_to_be_lost_are_told_with_their_day(
    phone: Phone, open_screen: Open, language: str, told: str
) -> None:
    await phone.keep_member(replace(WALLET, challenges=(CUPS,)))
    screen = await open_screen("/offers", Settings(language=language))
    await screen.until(lambda: told in [one.replace(NBSP, " ") for one in screen.texts])


@pytest.mark.parametrize(
    ("day", "done", "first"),
    [
        (LAST, 5, (2, LAST)),
        (LAST + timedelta(1), 3, (3, LATER)),
        (LATER + timedelta(1), 0, None),
    ],
)
def test_lost_stamps_are_not_on_the_card(
    day: date, done: int, first: tuple[int, date] | None
) -> None:
    seen = alive_on(CUPS, day)
    assert seen.done == done
    assert [(one.steps, one.on) for one in seen.expiring][:1] == ([first] if first else [])


@pytest.mark.parametrize(
    ("language", "told"),
    [
        ("en", "Your own goal: in that time you usually shop on 4 days"),
        ("ru", "Личная цель: обычно за такой срок у вас 4 дня с покупкой"),
    ],
)
async def test_goal_of_ones_own_says_what_is_usual(
    phone: Phone, open_screen: Open, language: str, told: str
) -> None:
    goal = Challenge("personal@2026-11-09", "Rhythm", "", 5, 1, None, 70, "days", usual=4)
    await phone.keep_member(replace(WALLET, challenges=(goal,)))
    screen = await open_screen("/offers", Settings(language=language))
    await screen.until(lambda: told in [one.replace(NBSP, " ") for one in screen.texts])
