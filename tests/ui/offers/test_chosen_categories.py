"""Categories of the month are chosen on the phone, also in a dead zone, and told to the shop later."""

from dataclasses import replace
from datetime import UTC, date, datetime

import flet as ft

from kopilka.domain import Settings
from loyalty_api.actions import ChooseCategories
from loyalty_api.offers import Category, CategoryChoice, MonthChoice
from tests.ui.conftest import Open
from tests.ui.headless import Screen
from tests.ui.member import WALLET
from tests.ui.phone import Phone

NOVEMBER, DECEMBER = date(2026, 11, 1), date(2026, 12, 1)
BEGINS, THEN, ENDS = (
    datetime(2026, month, day, 21, tzinfo=UTC) for month, day in ((10, 31), (11, 30), (12, 31))
)
CHOICE = CategoryChoice(
    2,
    (Category("fuel", "АЗС"), Category("books", "Книги"), Category("taxi", "Такси")),
    5,
    (MonthChoice(NOVEMBER, BEGINS, THEN, ("fuel",)), MonthChoice(DECEMBER, THEN, ENDS)),
)


async def test_next_month_is_chosen_without_a_network_and_may_be_changed(
    phone: Phone, open_screen: Open
) -> None:
    await phone.keep_member(replace(WALLET, choice=CHOICE))
    screen = await open_screen("/offers")
    await screen.until_shown("Ноябрь: АЗС")
    assert not screen.shows("Выбрать на ноябрь")
    await screen.tap("Выбрать на декабрь")
    await screen.until_shown("Такси")
    for title in ("Книги", "АЗС", "Такси"):
        await _flip(screen, title)
    await screen.until_shown("Не больше 2")
    await _flip(screen, "АЗС")
    await screen.until(lambda: not screen.shows("Не больше 2"))
    await screen.tap("Выбрать на декабрь")
    await screen.until_shown("Декабрь: Книги, Такси")
    assert await phone.waiting() == [ChooseCategories(DECEMBER, ("books", "taxi"))]
    await screen.tap("Изменить на декабрь")
    await _flip(screen, "Книги")
    await screen.tap("Выбрать на декабрь")
    await screen.until_shown("Декабрь: Такси")
    assert (await phone.waiting())[-1] == ChooseCategories(DECEMBER, ("taxi",))


async def test_month_that_has_begun_cannot_be_changed_offline_either(
    phone: Phone, open_screen: Open
) -> None:
    chosen = replace(CHOICE.months[1], categories=("books",))
    await phone.keep_member(
        replace(WALLET, choice=replace(CHOICE, months=(CHOICE.months[0], chosen)))
    )
    phone.clock.set(THEN)
    screen = await open_screen("/offers", Settings(language="en"))
    await screen.until_shown("December: Книги")
    assert not screen.shows("Change for")


async def test_running_month_is_chosen_once(phone: Phone, open_screen: Open) -> None:
    nothing = replace(CHOICE.months[0], categories=())
    await phone.keep_member(replace(WALLET, choice=replace(CHOICE, months=(nothing,))))
    screen = await open_screen("/offers")
    await screen.tap("Выбрать на ноябрь")
    await screen.until_shown("Выбор на этот месяц делают один раз")
    await _flip(screen, "Книги")
    await screen.tap("Выбрать на ноябрь")
    await screen.until_shown("Ноябрь: Книги")
    assert not screen.shows("Выбрать на ноябрь")


async def _flip(screen: Screen, title: str) -> None:
    """The switch of this category, as it stands in the list of all."""
    await screen.until(lambda: len(screen.controls(ft.Switch)) == len(CHOICE.of))
    place = [one.title for one in CHOICE.of].index(title)
    switch = screen.controls(ft.Switch)[place]
    was = switch.value
    await screen.fire(switch, "change", str(not was).lower())
    await screen.until(lambda: screen.controls(ft.Switch)[place].value is not was)
