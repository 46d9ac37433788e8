"""A device that keeps nothing more, or never kept anything: the card shows for as long as it can."""

from pathlib import Path
from typing import Any

import pytest

from kopilka.domain import NotKept, Settings
from kopilka.local.store import Store
from loyalty_api.actions import ActivateOffer
from tests.server.house import House
from tests.wallet.device import Device

pytestmark = pytest.mark.slow


class FullDisk:
    """What is there can be read; while it is `full` nothing can be added or changed."""

    full = True

    def __init__(self, store: Store) -> None:
        self._store = store

    def __getattr__(self, name: str) -> Any:
        return getattr(self._store, name)

    async def write(self, *changes: Any, **conditions: Any) -> int | None:
        if self.full:
            raise NotKept("the disk is full")
        return await self._store.write(*changes, **conditions)


async def test_full_storage_leaves_the_card_and_tells_what_was_done(phone: Device) -> None:
    phone.disk = FullDisk
    await phone.restart()
    assert phone.wallet.view.wallet
    await phone.wallet.act(ActivateOffer("bread-plus-20", phone.house.clock.now))
    assert phone.wallet.view.pending == 1
    assert not phone.wallet.view.keeps
    await phone.wallet.sync()
    assert (phone.wallet.view.offline, phone.wallet.view.pending) == (False, 0)
    assert phone.network.asked_for("PUT /v1/offers/bread-plus-20/activation") == 1
    assert await phone.scanned()


async def test_full_storage_still_brings_the_new_balance(phone: Device) -> None:
    phone.disk = FullDisk
    await phone.restart()
    await phone.buy()
    await phone.wallet.sync()
    assert phone.wallet.view.wallet
    assert phone.wallet.view.wallet.points.balance == 86


async def test_wallet_says_so_no_more_when_there_is_room_again(phone: Device) -> None:
    disk = FullDisk(phone.store())
    phone.disk = lambda _: disk
    await phone.restart()
    await phone.wallet.change_settings(lambda _: Settings(theme="dark"))
    assert not phone.wallet.view.keeps
    disk.full = False
    await phone.wallet.change_settings(lambda _: Settings(theme="dark"))
    assert phone.wallet.view.keeps


async def test_settings_that_cannot_be_kept_hold_while_the_app_lives(phone: Device) -> None:
    phone.disk = FullDisk
    await phone.restart()
    await phone.wallet.change_settings(lambda _: Settings(theme="dark"))
    assert phone.wallet.view.settings.theme == "dark"


async def test_denied_storage_is_told_at_the_sign_in(house: House, tmp_path: Path) -> None:
    (tmp_path / "phone" / "wallet.db").mkdir(parents=True)
    device = Device(house, tmp_path / "phone")
    await device.wallet.open()
    with pytest.raises(NotKept):
        await device.sign_in()
    assert not device.wallet.view.signed_in
    device.close()
