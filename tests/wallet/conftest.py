"""A phone with a signed-in wallet on it, beside the shop of `tests.server_face`."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from tests.server_face.conftest import house, new_house
from tests.server_face.house import House
from tests.wallet.device import Device

__all__ = ["house", "new_house"]


@pytest.fixture
async def new_phone(house: House, tmp_path: Path) -> AsyncIterator[Device]:
    device = Device(house, tmp_path / "phone")
    await device.wallet.open()
    yield device
    device.close()


@pytest.fixture
async def phone(new_phone: Device) -> Device:
    await new_phone.sign_in()
    return new_phone
