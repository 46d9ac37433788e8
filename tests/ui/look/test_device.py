"""The device as Flet's client hears of it: every light that is turned on is turned off again."""

import asyncio
from collections.abc import AsyncIterator

import pytest

from kopilka.ui.look.flet_device import FletDevice
from tests.ui.headless import Screen


@pytest.fixture
async def screen() -> AsyncIterator[Screen]:
    screen = Screen()
    yield screen
    await screen.close()


def asked(screen: Screen) -> list[str]:
    return [name for name, _ in screen.client.asked]


async def test_screen_may_sleep_when_nobody_keeps_it_awake_any_more(screen: Screen) -> None:
    device = FletDevice(screen.page)
    await device.stay_awake()
    await device.stay_awake()
    await device.may_sleep()
    assert asked(screen) == ["enable", "enable"]
    await device.may_sleep()
    assert asked(screen) == ["enable", "enable", "disable"]


async def test_brightness_is_given_back_and_by_the_system_when_the_app_dies(screen: Screen) -> None:
    device = FletDevice(screen.page)
    await device.brighten()
    await device.give_brightness_back()
    assert asked(screen) == [
        "set_auto_reset",
        "set_application_screen_brightness",
        "reset_application_screen_brightness",
    ]


async def test_browser_is_asked_for_no_brightness(screen: Screen) -> None:
    screen.page.web = True
    device = FletDevice(screen.page)
    await device.brighten()
    await device.give_brightness_back()
    assert asked(screen) == []
    assert not (await device.traits()).can_brighten


async def test_card_does_not_wait_for_a_device_that_says_nothing(screen: Screen) -> None:
    screen.client.is_mute = True
    device = FletDevice(screen.page, patience=0.05)
    async with asyncio.timeout(5):
        traits = await device.traits()
        await device.has_drawn()
    assert traits.language is None
