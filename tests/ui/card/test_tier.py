"""The way to a tier on the card: the nearest of several, the others in words, and whose word gave one."""

from dataclasses import replace
from datetime import date
from functools import partial

import pytest

from kopilka.domain import Settings
from kopilka.ui.look.formats import NBSP
from loyalty_api.models import Measure, Tier, TierGoal, TierWay
from tests.ui.conftest import Open
from tests.ui.headless import Screen
from tests.ui.member import WALLET
from tests.ui.phone import Phone

BY = date(2026, 12, 31)
VISITS = TierGoal(
    "Gold",
    7,
    30,
    26,
    BY,
    Measure.VISITS,
    others=(
        TierWay(Measure.MONEY, 1_000_000, 624_000),
        TierWay(Measure.POINTS, 250_000, 50_000, ever=True),
    ),
)
LIFE = TierGoal("Gold", 7, 1_000_000, 624_000, BY, Measure.MONEY, ever=True)


@pytest.mark.parametrize(
    ("language", "tier", "told"),
    [
        (
            "en",
            Tier("Silver", 5, next=VISITS),
            (
                "Gold: 4 purchases to go",
                "Or instead: ₽3,760; 200,000 баллов (all years count)",
            ),
        ),
        (
            "ru",
            Tier("Silver", 5, next=VISITS),
            (
                "До уровня «Gold» 4 покупки",
                "Или вместо этого: 3 760 ₽; 200 000 баллов (считаются все годы)",
            ),
        ),
        ("en", Tier("Silver", 5, next=LIFE), ("Gold: ₽3,760 to go", "all years count")),
        ("ru", Tier("Silver", 5, next=LIFE), ("До уровня «Gold» 3 760 ₽", "считаются все годы")),
        (
            "en",
            Tier("Silver", 5, next=replace(LIFE, done=1_000_000)),
            ("Gold: from your next purchase",),
        ),
        (
            "ru",
            Tier("Silver", 5, next=replace(VISITS, done=31)),
            ("Уровень «Gold» — со следующей покупки",),
        ),
        ("en", Tier("Gold", 7, keep=replace(VISITS, done=30)), ("Gold: stays yours after 31 Dec",)),
        (
            "ru",
            Tier("Gold", 7, keep=replace(VISITS, done=44)),
            ("«Gold» останется и после 31 дек",),
        ),
        (
            "en",
            Tier("Gold", 7, given=True, given_until=BY),
            ("The shop gave you this tier until 31 Dec",),
        ),
        ("ru", Tier("Gold", 7, given=True), ("Этот уровень вам дал магазин",)),
    ],
)
async def test_way_to_a_tier_is_told_in_whole(
    phone: Phone, open_screen: Open, language: str, tier: Tier, told: tuple[str, ...]
) -> None:
    await phone.keep_member(replace(WALLET, tier=tier))
    screen = await open_screen(settings=Settings(language=language))
    for words in told:
        await screen.until(partial(_is_told, screen, words))


async def test_way_that_is_done_names_no_other(phone: Phone, open_screen: Open) -> None:
    kept = replace(VISITS, done=30)
    await phone.keep_member(replace(WALLET, tier=Tier("Gold", 7, keep=kept)))
    screen = await open_screen()
    await screen.until(lambda: screen.shows("Gold"))
    assert not screen.shows("Или вместо")


def _is_told(screen: Screen, words: str) -> bool:
    return words in [one.replace(NBSP, " ") for one in screen.texts]
