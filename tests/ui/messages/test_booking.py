"""A member books a place at an event in the inbox, and gives it back."""

from datetime import timedelta

import pytest

from kopilka.ui.hooks.urls import MESSAGES
from loyalty_api.messages import MessageKind
from loyalty_server.messages.broadcasting import send_to_all
from loyalty_server.messages.broadcasts import Broadcast
from tests.ui.headless import Screen
from tests.ui.the_shop import body, device, house, new_house, screen
from tests.wallet.device import Device

pytestmark = pytest.mark.slow

__all__ = ["body", "device", "house", "new_house", "screen"]


async def test_place_is_booked_given_back_and_needs_a_network(
    screen: Screen, device: Device
) -> None:
    starts_at = device.house.clock.now + timedelta(days=2)
    tasting = Broadcast(
        "tasting", MessageKind.EVENT, "Дегустация", "Сыры", starts_at=starts_at, places=1
    )
    send_to_all(device.house.settings.database, tasting, device.house.clock())
    await screen.client.go(MESSAGES)
    await screen.until_shown("Осталось 1 место")
    await screen.tap("Записаться")
    await screen.until_shown("Вы записаны")
    await screen.tap("Отменить запись")
    await screen.until_shown("Осталось 1 место")
    device.network.cut()
    await device.wallet.sync()
    await screen.until_shown("Записаться и отменить запись можно, когда есть связь.")
