"""The thread with support says when somebody answers, and takes a wish to be called."""

import flet as ft
import pytest

from kopilka.ui.hooks.urls import SUPPORT
from tests.ui.headless import Screen
from tests.ui.the_shop import body, device, house, new_house, screen
from tests.wallet.device import Device

pytestmark = pytest.mark.slow

__all__ = ["body", "device", "house", "new_house", "screen"]


async def test_thread_says_when_support_answers_and_where_it_is_called(
    screen: Screen, device: Device
) -> None:
    await screen.client.go(SUPPORT)
    await screen.until_shown("Отвечаем сейчас, до 21:00")
    await screen.tap("Позвонить: +7\N{NO-BREAK SPACE}495\N{NO-BREAK SPACE}000-00-10")


async def test_member_asks_to_be_called_without_a_network(screen: Screen, device: Device) -> None:
    await screen.client.go(SUPPORT)
    await screen.until_shown("Здесь пока тихо")
    device.network.cut()
    await screen.until_shown("Перезвоните мне")
    await screen.type("Потеряла карту")
    await screen.fire(screen.controls(ft.Switch)[0], "change", True)
    await screen.tap_last("Отправить")
    await screen.until_shown("просит перезвонить")
    device.network.restore()
    await device.wallet.sync()
    await screen.until(lambda: not device.wallet.view.waiting)
    assert screen.shows("просит перезвонить")
