"""Going around: the bar, the rail, URLs, back."""

from dataclasses import replace
from datetime import timedelta

import flet as ft
import pytest

from kopilka.ui.look.texts.russian import RUSSIAN
from loyalty_api.models import Tier
from tests.ui.conftest import Open
from tests.ui.member import NOW, WALLET
from tests.ui.phone import Phone

ASKED = RUSSIAN.visit.ask


async def test_bar_opens_the_places_that_exist(open_screen: Open) -> None:
    screen = await open_screen()
    await screen.until_shown("2912 3456 7890 6")
    bar = screen.control(ft.NavigationBar)
    assert [place.label for place in bar.destinations] == ["Карта", "Для вас", "История", "Профиль"]
    screen.session.apply_patch(bar._i, {"selected_index": 2})
    await screen.fire(bar, "change", "2")
    await screen.until_shown("Накоплено за ноябрь")
    assert screen.page.route == "/history"


@pytest.mark.parametrize(
    ("route", "words"),
    [
        ("/", "Ваша карта"),
        ("/history", "Накоплено за ноябрь"),
        ("/history/p1", "Капучино × 3"),
        ("/profile", "Двойные баллы в день рождения"),
        ("/card/till", "Накопить"),
        ("/display", "С картой каждая покупка выгоднее"),
        ("/nowhere", "Ваша карта"),
        ("/no/such/place", "Ваша карта"),
    ],
)
async def test_every_page_opens_by_its_address(open_screen: Open, route: str, words: str) -> None:
    screen = await open_screen(route)
    await screen.until_shown(words)


async def test_back_of_the_browser_shows_the_page_before(open_screen: Open) -> None:
    screen = await open_screen("/profile")
    await screen.until_shown("Двойные баллы в день рождения")
    await screen.client.go("/history")
    await screen.until_shown("Накоплено за ноябрь")
    await screen.client.go("/profile")
    await screen.until_shown("Двойные баллы в день рождения")


async def test_wide_window_has_a_rail_and_the_receipt_beside_the_list(open_screen: Open) -> None:
    screen = await open_screen("/history/p1", size=(1280, 800))
    await screen.until_shown("Капучино × 3")
    assert screen.shows("Накоплено за ноябрь")
    assert not screen.controls(ft.NavigationBar)
    await screen.tap("Карта")
    await screen.until_shown("2912 3456 7890 6")


async def test_window_that_grows_wide_gets_the_rail(open_screen: Open) -> None:
    screen = await open_screen()
    await screen.until(lambda: screen.controls(ft.NavigationBar))
    await screen.resize(1280, 800)
    await screen.until(lambda: not screen.controls(ft.NavigationBar))
    assert screen.shows("Профиль")


async def test_somebody_without_a_card_is_asked_in_and_the_address_stays(
    phone: Phone, open_screen: Open
) -> None:
    await phone.lose_card()
    screen = await open_screen("/history")
    await screen.until_shown("Телефон или e-mail")
    assert screen.page.route == "/history"


async def test_display_shows_nothing_of_the_member(open_screen: Open) -> None:
    screen = await open_screen("/display", size=(1920, 1080))
    await screen.until_shown("С картой каждая покупка выгоднее")
    assert not any(screen.shows(secret) for secret in ("Анна", "1 240", "2912"))


async def test_title_of_the_page_follows_the_member_there_and_back(open_screen: Open) -> None:
    screen = await open_screen()
    await screen.until(lambda: screen.page.title == "Карта · Копилка")
    for route, title in (
        ("/history", "История · Копилка"),
        ("/history/p1", "Чек · Копилка"),
        ("/history", "История · Копилка"),
        ("/card/till", "На кассу · Копилка"),
        ("/", "Карта · Копилка"),
        ("/profile/settings", "На этом устройстве · Копилка"),
        ("/profile", "Профиль · Копилка"),
    ):
        await screen.client.go(route)
        await screen.until(lambda title=title: screen.page.title == title)


async def test_title_of_a_wide_page_names_what_is_open_beside_the_list(open_screen: Open) -> None:
    screen = await open_screen(size=(1280, 800))
    await screen.until(lambda: screen.page.title == "Карта · Копилка")
    for route, title in (
        ("/history", "История · Копилка"),
        ("/history/p1", "Чек · Копилка"),
        ("/profile/settings", "На этом устройстве · Копилка"),
        ("/profile/messages/support", "Поддержка · Копилка"),
        ("/profile", "Профиль · Копилка"),
    ):
        await screen.client.go(route)
        await screen.until(lambda title=title: screen.page.title == title)


async def test_only_what_the_engine_behind_has_is_shown(open_screen: Open, phone: Phone) -> None:
    early = replace(WALLET.points, as_of=NOW - timedelta(minutes=14), expiring=())
    few = replace(WALLET, points=early, tier=Tier("", 0.0), offers=(), features=("history",))
    await phone.keep_member(few)
    screen = await open_screen()
    await screen.until_shown("2912 3456 7890 6")
    bar = screen.control(ft.NavigationBar)
    assert [place.label for place in bar.destinations] == ["Карта", "История", "Профиль"]
    assert screen.shows(f"данные на {early.as_of.astimezone():%H:%M}")
    assert not screen.shows("Серебро")
    await screen.client.go("/history")
    await screen.until_shown("Накоплено за ноябрь")
    assert not screen.shows("Не хватает баллов?")


@pytest.mark.parametrize(
    "route", ["/offers", "/offers/coffee-x3", "/rewards", "/history/missing/receipt"]
)
@pytest.mark.parametrize("size", [(390, 844), (1280, 800)])
async def test_place_that_the_engine_behind_has_not_is_the_card(
    open_screen: Open, phone: Phone, route: str, size: tuple[int, int]
) -> None:
    await phone.keep_member(
        replace(WALLET, offers=(), rewards=(), coupons=(), challenges=(), features=("tiers",))
    )
    screen = await open_screen(route, size=size)
    await screen.until_shown("2912 3456 7890 6")


async def test_receipt_of_another_engine_is_not_rated(open_screen: Open, phone: Phone) -> None:
    screen = await open_screen("/history/p1")
    await screen.until_shown(ASKED)
    await phone.keep_member(replace(WALLET, features=("history", "receipts")))
    screen = await open_screen("/history/p1")
    await screen.until_shown("Капучино × 3")
    assert not screen.shows(ASKED)


async def test_promo_codes_alone_are_a_place(open_screen: Open, phone: Phone) -> None:
    await phone.keep_member(replace(WALLET, offers=(), features=("promo_codes",)))
    screen = await open_screen("/offers")
    await screen.until_shown("Есть промокод?")
    assert not screen.shows("Пока ничего особенного")
