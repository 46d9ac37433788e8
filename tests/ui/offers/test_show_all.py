"""Of many offers and rewards a part is shown, and all of them on demand."""

import asyncio
from dataclasses import replace
from datetime import timedelta

import pytest

from kopilka.domain import Rest, Settings
from kopilka.local.kept import LocalStore
from loyalty_api.models import Wallet
from tests.ui.conftest import Open
from tests.ui.headless import Screen
from tests.ui.member import NOW, WALLET
from tests.ui.offers.test_offline import BREAD, COAT, COFFEE, CUP, LATE
from tests.ui.phone import KID, Phone
from tests.ui.window import PHONE, Size

pytestmark = pytest.mark.slow

AWAY = "Нет связи с магазином"
GONE = "Это предложение закончилось"
LOADING = "Загружаем"
DESKTOP: Size = (1280, 900)
NEW = replace(COFFEE, id="o4", title="Новое")
PART = replace(WALLET, offers=(COFFEE,), rewards=(CUP,), more_offers=2, more_rewards=1)
ALL_OFFERS = Rest(offers=(COFFEE, BREAD, LATE), all_offers=True)


@pytest.fixture
async def phone(phone: Phone) -> Phone:
    """Its snapshot is a part; nothing of the rest was seen."""
    await phone.keep_member(PART)
    return phone


async def seen(phone: Phone, rest: Rest) -> None:
    """As after it was looked at with a network."""
    await LocalStore(phone.store).change_rest(KID, lambda _: rest)


def later(wallet: Wallet) -> Wallet:
    return replace(wallet, server_time=wallet.server_time + timedelta(minutes=1))


def order(screen: Screen, *titles: str) -> list[str]:
    """These of what is drawn, from above."""
    return [text for text in screen.texts if text in titles]


@pytest.mark.parametrize("size", [PHONE, DESKTOP])
@pytest.mark.parametrize(("language", "words"), [("ru", "Показать все 3"), ("en", "Show all 3")])
async def test_all_offers_are_shown_on_demand(
    phone: Phone, open_screen: Open, size: Size, language: str, words: str
) -> None:
    await seen(phone, ALL_OFFERS)
    screen = await open_screen("/offers", Settings(language=language), size=size)
    await screen.until_shown(words)
    assert not screen.shows(BREAD.title)
    await screen.tap(words)
    await screen.until_shown(BREAD.title)
    assert screen.shows(LATE.title)
    await screen.until(lambda: not screen.shows(words))


async def test_whole_catalogue_is_shown_on_demand(phone: Phone, open_screen: Open) -> None:
    await seen(phone, Rest(rewards=(CUP, COAT), all_rewards=True))
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
    await seen(phone, ALL_OFFERS)
    await screen.tap("Показать все 3")
    await screen.until_shown(BREAD.title)
    assert not screen.shows(AWAY)


async def test_card_counts_what_is_not_shown_too(open_screen: Open) -> None:
    screen = await open_screen()
    await screen.until_shown("Все 3")


async def test_offer_of_a_link_is_had_though_the_part_has_it_not(
    phone: Phone, open_screen: Open
) -> None:
    await seen(phone, Rest(offers=(BREAD,)))
    screen = await open_screen("/offers/o2")
    await screen.until_shown(BREAD.title)
    await screen.tap_last("Активировать")
    await screen.until_shown("Активно")


async def test_offer_that_cannot_be_had_now_is_not_called_over(
    phone: Phone, open_screen: Open
) -> None:
    screen = await open_screen("/offers/o2")
    await screen.until_shown(AWAY)
    assert not screen.shows(GONE)
    await seen(phone, Rest(offers=(BREAD,)))
    await screen.tap("Повторить")
    await screen.until_shown(BREAD.title)


async def test_offer_that_left_the_part_is_not_called_over_while_it_is_looked_for(
    phone: Phone, open_screen: Open, monkeypatch: pytest.MonkeyPatch
) -> None:
    await phone.keep_member(replace(PART, offers=(COFFEE, BREAD), more_offers=1))
    screen = await open_screen("/offers/o2")
    await screen.until_shown(BREAD.title)
    looking, answered = asyncio.Event(), asyncio.Event()

    async def answer(_: str) -> None:
        looking.set()
        await answered.wait()

    monkeypatch.setattr(phone.repository.more, "offer", answer)
    await phone.hears(later(PART))
    await looking.wait()
    await screen.until(lambda: not screen.shows(BREAD.title))
    assert not screen.shows(GONE)
    assert GONE not in (screen.page.title or "")
    answered.set()
    await screen.until_shown(GONE)


@pytest.mark.parametrize("size", [PHONE, DESKTOP])
async def test_none_jumps_while_the_list_is_open(
    phone: Phone, open_screen: Open, size: Size
) -> None:
    titles = [COFFEE.title, BREAD.title, LATE.title]
    await seen(phone, ALL_OFFERS)
    screen = await open_screen("/offers", size=size)
    await screen.tap("Показать все 3")
    await screen.until_shown(LATE.title)
    assert order(screen, *titles) == titles
    active = replace(LATE, activated_at=NOW)
    await phone.hears(later(replace(PART, offers=(active,))))
    await screen.until_shown("Активно")
    assert order(screen, *titles) == titles
    await phone.hears(later(replace(PART, offers=(LATE, COFFEE), more_offers=0)))
    await screen.until(lambda: not screen.shows(BREAD.title))
    await phone.hears(later(later(replace(PART, offers=(NEW, LATE, COFFEE, BREAD)))))
    await screen.until_shown(NEW.title)
    assert order(screen, *titles, NEW.title) == [*titles, NEW.title]


async def test_answer_about_an_older_snapshot_changes_nothing(
    phone: Phone, open_screen: Open, monkeypatch: pytest.MonkeyPatch
) -> None:
    screen = await open_screen("/offers/o2")
    await screen.until_shown(AWAY)
    looking, answered, asked = asyncio.Event(), asyncio.Event(), list[str]()

    async def answer(offer_id: str) -> None:
        asked.append(offer_id)
        if len(asked) == 1:
            looking.set()
            await answered.wait()

    monkeypatch.setattr(phone.repository.more, "offer", answer)
    late = asyncio.create_task(screen.tap("Повторить"))
    await looking.wait()
    await phone.hears(later(PART))
    await screen.until_shown(GONE)
    answered.set()
    await late
    await screen.until(lambda: screen.shows(GONE) or screen.shows(LOADING))
    assert screen.shows(GONE)
