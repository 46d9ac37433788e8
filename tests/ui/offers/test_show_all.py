"""Of many offers and rewards a part is shown, and all of them on demand."""

from dataclasses import replace

import pytest

from kopilka.domain import Settings
from kopilka.local.kept import LocalStore, Page
from loyalty_api.codec import dumps
from loyalty_api.offers import Offers
from loyalty_api.rewards import Rewards
from tests.ui.conftest import Open
from tests.ui.member import WALLET
from tests.ui.offers.test_offline import BREAD, COAT, COFFEE, CUP, LATE
from tests.ui.phone import KID, Phone
from tests.ui.window import PHONE, Size

pytestmark = pytest.mark.slow

AWAY = "Нет связи с магазином"
DESKTOP: Size = (1280, 900)


@pytest.fixture
async def phone(phone: Phone) -> Phone:
    """Its snapshot is a part; nothing of the rest was seen."""
    part = replace(WALLET, offers=(COFFEE,), rewards=(CUP,), more_offers=2, more_rewards=1)
    await phone.keep_member(part)
    return phone


async def seen(phone: Phone, name: str, page: object) -> None:
    """As after it was looked at with a network."""
    await LocalStore(phone.store).keep_page(KID, name, Page(dumps(page)))


@pytest.mark.parametrize("size", [PHONE, DESKTOP])
@pytest.mark.parametrize(("language", "words"), [("ru", "Показать все 3"), ("en", "Show all 3")])
async def test_all_offers_are_shown_on_demand(
    phone: Phone, open_screen: Open, size: Size, language: str, words: str
) -> None:
    await seen(phone, "offers", Offers((COFFEE, BREAD, LATE)))
    screen = await open_screen("/offers", Settings(language=language), size=size)
    await screen.until_shown(words)
    assert not screen.shows(BREAD.title)
    await screen.tap(words)
    await screen.until_shown(BREAD.title)
    assert screen.shows(LATE.title)
    await screen.until(lambda: not screen.shows(words))


async def test_whole_catalogue_is_shown_on_demand(phone: Phone, open_screen: Open) -> None:
    await seen(phone, "rewards", Rewards((CUP, COAT)))
    screen = await open_screen("/rewards")
    await screen.tap("Показать все 2")
    await screen.until_shown(COAT.title)
    assert not screen.shows("Показать все")


async def test_what_cannot_be_had_is_told_and_asked_for_again(
    phone: Phone, open_screen: Open
) -> None:
    screen = await open_screen("/offers")
    await screen.tap("Показать все 3")
    await screen.until_shown(AWAY)
    await seen(phone, "offers", Offers((COFFEE, BREAD, LATE)))
    await screen.tap("Показать все 3")
    await screen.until_shown(BREAD.title)
    assert not screen.shows(AWAY)


async def test_card_counts_what_is_not_shown_too(open_screen: Open) -> None:
    screen = await open_screen()
    await screen.until_shown("Все 3")


async def test_offer_of_a_link_is_had_though_the_part_has_it_not(
    phone: Phone, open_screen: Open
) -> None:
    await seen(phone, "offer/o2", BREAD)
    screen = await open_screen("/offers/o2")
    await screen.until_shown(BREAD.title)
    await screen.tap_last("Активировать")
    await screen.until_shown("Активно")


async def test_offer_that_cannot_be_had_now_is_not_called_over(
    phone: Phone, open_screen: Open
) -> None:
    screen = await open_screen("/offers/o2")
    await screen.until_shown(AWAY)
    assert not screen.shows("Это предложение закончилось")
    await seen(phone, "offer/o2", BREAD)
    await screen.tap("Повторить")
    await screen.until_shown(BREAD.title)
