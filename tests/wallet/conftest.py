"""A shop's server with an empty database, and a phone with a signed-in wallet on it."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from tests.server_face.house import House, open_house
from tests.wallet.device import Device, new_device


@pytest.fixture
async def house(tmp_path: Path) -> AsyncIterator[House]:
    async with open_house(f"sqlite:///{tmp_path / 'loyalty.db'}") as opened:
        yield opened


@pytest.fixture
async def new_phone(house: House, tmp_path: Path) -> Device:
    device = new_device(house, tmp_path / "phone")
    await device.wallet.open()
    return device


@pytest.fixture
async def phone(new_phone: Device) -> Device:
    await new_phone.sign_in()
    return new_phone
