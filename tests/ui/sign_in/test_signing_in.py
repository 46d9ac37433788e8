"""Signing in without a network, and again when the session has ended."""

import flet as ft

from kopilka.local.secrets import KeptSession
from tests.ui.conftest import Open
from tests.ui.phone import Phone


async def test_no_network_is_told_and_the_typed_phone_stays(
    phone: Phone, open_screen: Open
) -> None:
    await phone.lose_card()
    screen = await open_screen()
    await screen.until_shown("Карта за минуту")
    await screen.type("+79000000001")
    for _ in range(2):
        await screen.tap("Получить код")
        await screen.until_shown("Нет связи с магазином")
    await screen.type("+79000000002")
    await screen.until(lambda: not screen.shows("Нет связи с магазином"))


async def test_nothing_is_lost_of_what_is_typed_faster_than_the_screen_is_drawn(
    phone: Phone, open_screen: Open
) -> None:
    await phone.lose_card()
    screen = await open_screen()
    await screen.until_shown("Карта за минуту")
    await screen.type_fast("+79000000001")
    await screen.until(lambda: screen.control(ft.TextField).value == "+79000000001")


async def test_ended_session_leaves_the_card_and_leads_to_the_sign_in_and_back(
    phone: Phone, open_screen: Open
) -> None:
    await KeptSession(phone.pocket).end()
    screen = await open_screen()
    await screen.until_shown("Сеанс закончился")
    assert screen.shows("2912 3456 7890 6")
    await screen.tap("Войти")
    await screen.until_shown("Карта за минуту")
    await screen.tap_last("Назад")
    await screen.until_shown("Ваша карта")
    assert screen.page.route == "/"
