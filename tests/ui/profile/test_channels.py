"""Messages by e-mail and text message, as a member turns them on."""

from collections.abc import AsyncIterator
from dataclasses import replace
from pathlib import Path

import flet as ft
import httpx
import pytest

from kopilka.domain import Settings
from loyalty_api.messages import Topic
from loyalty_api.models import Channel, Preferences, Without
from loyalty_server.app import create_app
from tests.server.dispatches.conftest import Carried
from tests.server.house import House
from tests.ui.headless import Screen
from tests.ui.the_shop import body, house, new_house
from tests.ui.window import Body, shown
from tests.wallet.device import Device

pytestmark = pytest.mark.slow

__all__ = ["body", "house", "new_house"]


@pytest.fixture
async def device(house: House, tmp_path: Path) -> AsyncIterator[Device]:
    settings = replace(house.settings, carriers={Channel.SMS: Carried(), Channel.EMAIL: Carried()})
    asgi = httpx.ASGITransport(create_app(settings), raise_app_exceptions=False)
    async with httpx.AsyncClient(transport=asgi, base_url="https://loyalty.example") as http:
        device = Device(replace(house, settings=settings, http=http), tmp_path / "phone")
        await device.wallet.open()
        await device.wallet.change_settings(lambda _: Settings(language="ru"))
        await device.sign_in()
        async with device.in_step():
            yield device
        device.close()


@pytest.fixture
async def screen(device: Device, body: Body) -> AsyncIterator[Screen]:
    screen = await shown(device.wallet, body, device.clock, "/profile/sent")
    yield screen
    await screen.close()


def preferences_of(device: Device) -> Preferences:
    wallet = device.wallet.view.wallet
    assert wallet
    return wallet.preferences


async def test_text_messages_are_turned_on_without_a_network_and_topics_follow(
    screen: Screen, device: Device
) -> None:
    await screen.until_shown("СМС")
    assert not screen.shows("Письма на почту")
    assert not screen.shows("Реклама в СМС")
    assert not screen.shows("Тихие часы")
    device.network.cut()
    await screen.fire(screen.controls(ft.Switch)[0], "change", True)
    await screen.until(lambda: preferences_of(device).channels == ("sms",))
    await screen.until_shown("Реклама в СМС")
    assert screen.shows("Тихие часы")
    await screen.tap("Только в кошельке")
    spared = (Without(Topic.EXPIRY, Channel.SMS),)
    await screen.until(lambda: preferences_of(device).without == spared)
    await screen.fire(screen.controls(ft.Switch)[0], "change", False)
    await screen.until(lambda: preferences_of(device).channels == ())
