"""The device as Flet's client hears of it: every light that is turned on is turned off again."""

import asyncio
from collections.abc import AsyncIterator

import pytest

from kopilka.ui.look.flet_device import Around, FletDevice
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


async def test_picture_goes_by_the_sheet_that_takes_it_and_is_kept_otherwise(
    screen: Screen,
) -> None:
    screen.page.web = True
    sent: list[tuple[str, bytes]] = []
    around = Around(send=print, send_picture=lambda name, picture: sent.append((name, picture)))
    device = FletDevice(screen.page, around=around)
    assert device.can_send_pictures
    await device.give_picture("чек.png", b"PNG")
    assert sent == [("чек.png", b"PNG")]
    of_texts = FletDevice(screen.page, around=Around(send=print))
    assert not of_texts.can_send_pictures
    await of_texts.give_picture("чек.png", b"PNG")
    assert asked(screen) == ["save_file"]
