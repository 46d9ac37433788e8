"""A phone with a signed-in wallet on it, beside the shop of `tests.server.face`."""

import shutil
from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from tests.server.face.conftest import new_house
from tests.server.house import House, open_house
from tests.wallet.device import Device

__all__ = ["new_house"]


@pytest.fixture
async def house(new_house: tuple[Path, str], tmp_path: Path) -> AsyncIterator[House]:
    """A server on SQLite: the wallet cannot tell, and `tests.server.face` shows that they answer alike."""
    file, till_key = new_house
    async with open_house(Path(shutil.copy(file, tmp_path / "loyalty.db")), till_key) as opened:
        yield opened


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
