"""A wallet on screen beside the real server whose programme gives reasons to come back."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from kopilka.domain import Settings
from tests.server.conftest import house, new_house
from tests.server.house import House
from tests.ui.headless import Screen
from tests.ui.window import Body, shown
from tests.wallet.device import Device

__all__ = ["body", "device", "house", "new_house", "screen"]


@pytest.fixture
async def device(house: House, tmp_path: Path) -> AsyncIterator[Device]:
    """Anna is signed in and the wallet keeps in step."""
    device = Device(house, tmp_path / "phone")
    await device.wallet.open()
    await device.wallet.change_settings(lambda _: Settings(language="ru"))
    await device.sign_in()
    async with device.in_step():
        yield device
    device.close()


@pytest.fixture
async def body() -> Body:
    return Body()


@pytest.fixture
async def screen(device: Device, body: Body) -> AsyncIterator[Screen]:
    screen = await shown(device.wallet, body, device.clock, "/offers")
    yield screen
    await screen.close()
