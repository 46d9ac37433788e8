"""Whatever is done while the wallet waits for something is still there when it has come.

The wallet waits only for its storage, its secrets and the network. So each of these waits is
interrupted in turn, before and after what is waited for.
"""

from collections.abc import AsyncIterator, Awaitable, Callable
from dataclasses import replace
from functools import partial
from pathlib import Path

import httpx
import pytest

from kopilka.api import Event
from kopilka.local.desktop_secrets import FileSecrets
from kopilka.local.store import Change, Condition, Records, Store, Table
from loyalty_api.actions import ActivateOffer
from tests.server.house import House
from tests.wallet.device import Device

pytestmark = pytest.mark.slow

Meanwhile = Callable[[], Awaitable[object]]


class Waits:
    """Counts the waits; at the chosen one something is done meanwhile, whose own waits do not count."""

    def __init__(self) -> None:
        self.meanwhile: Meanwhile | None = None
        self.chosen = self.passed = 0
        self._is_busy = False

    async def __call__(self) -> None:
        if self._is_busy or self.meanwhile is None:
            return
        self.passed += 1
        if self.passed == self.chosen:
            self._is_busy = True
            await self.meanwhile()
            self._is_busy = False

    @property
    def was_reached(self) -> bool:
        return self.passed >= self.chosen


class WaitingStore:
    """A store whose every call can be interrupted. See `kopilka.local.store.Store`."""

    def __init__(self, store: Store, waits: Waits) -> None:
        self._store, self._waits = store, waits
        self.lasts, self.turn = store.lasts, store.turn

    async def read(self, table: Table) -> Records:
        await self._waits()
        records = await self._store.read(table)
        await self._waits()
        return records

    async def get(self, table: Table, name: str) -> object | None:
        await self._waits()
        value = await self._store.get(table, name)
        await self._waits()
        return value

    async def write(self, *changes: Change, only_if: Condition | None = None) -> int | None:
        await self._waits()
        added = await self._store.write(*changes, only_if=only_if)
        await self._waits()
        return added


class WaitingSecrets(FileSecrets):
    """Secrets whose every read can be interrupted."""

    waits: Waits

    async def get(self, name: str) -> str | None:
        await self.waits()
        secret = await super().get(name)
        await self.waits()
        return secret


class WaitingNetwork(httpx.AsyncBaseTransport):
    """A network whose every answer can be interrupted."""

    def __init__(self, network: httpx.AsyncBaseTransport, waits: Waits) -> None:
        self._network, self._waits = network, waits

    async def handle_async_request(self, request: httpx.Request) -> httpx.Response:
        await self._waits()
        answer = await self._network.handle_async_request(request)
        await self._waits()
        return answer


class InterruptedDevice(Device):
    """A phone whose waits are counted."""

    waits: Waits


@pytest.fixture
async def phone(house: House, tmp_path: Path) -> AsyncIterator[InterruptedDevice]:
    waits = Waits()

    def secrets_of(path: Path) -> FileSecrets:
        secrets = WaitingSecrets(path)
        secrets.waits = waits
        return secrets

    phone = InterruptedDevice(
        house,
        tmp_path / "phone",
        disk=lambda store: WaitingStore(store, waits),
        secrets_of=secrets_of,
    )
    phone.waits = waits
    await phone.wallet.open()
    await phone.sign_in()
    yield phone
    phone.close()


async def interrupt_each_wait(
    phone: InterruptedDevice,
    what: Callable[[], Awaitable[object]],
    meanwhile: Meanwhile,
    holds: Callable[[], None],
) -> int:
    """Do it again and again, each time interrupted one wait later; how many waits there were."""
    phone.waits.meanwhile = meanwhile
    while True:
        phone.waits.chosen, phone.waits.passed = phone.waits.chosen + 1, 0
        await what()
        if not phone.waits.was_reached:
            return phone.waits.passed
        holds()


async def buy_and_sync(phone: Device) -> None:
    """A sync that brings a new snapshot and its history."""
    await phone.buy()
    await phone.wallet.sync()


def heard(phone: Device, kind: str, **told: object) -> None:
    """As when the stream of events carries it."""
    body = {"at": phone.house.clock.now.isoformat(), **told}
    phone.wallet._following._heard(Event(None, kind, body))


async def test_points_that_arrive_during_a_sync_are_shown_and_not_the_scan_again(
    phone: InterruptedDevice,
) -> None:
    heard(phone, "scanned")

    async def arrive() -> None:
        heard(phone, "points", earned=86, purchase_id="p1")

    def nothing_is_lost() -> None:
        shown = phone.wallet.view.at_till
        assert shown
        assert (shown.kind, shown.points) == ("points", 86)
        phone.wallet.forget_at_till(shown)
        assert phone.wallet.view.at_till is None
        heard(phone, "scanned")

    waits = await interrupt_each_wait(phone, partial(buy_and_sync, phone), arrive, nothing_is_lost)
    assert waits > 10


async def test_what_the_member_does_during_a_sync_is_neither_lost_nor_undone(
    phone: InterruptedDevice,
) -> None:
    done: list[ActivateOffer] = []

    async def do() -> None:
        done.append(ActivateOffer(f"offer-{len(done)}", phone.house.clock.now))
        await phone.wallet.act(done[-1])
        await phone.wallet.drafts.keep("claim", len(done))
        scale = 1.0 + len(done)
        await phone.wallet.change_settings(lambda newest: replace(newest, text_scale=scale))

    def it_is_there() -> None:
        view = phone.wallet.view
        refused = [refusal.action for refusal in view.refusals]
        assert done[-1] in (*view.waiting, *refused)
        assert phone.wallet.drafts.begun("claim", int) == len(done)
        assert view.settings.text_scale == 1.0 + len(done)

    assert await interrupt_each_wait(phone, partial(buy_and_sync, phone), do, it_is_there) > 10


async def test_member_who_signs_out_during_a_sync_stays_signed_out(
    phone: InterruptedDevice,
) -> None:
    async def sign_in_and_sync() -> None:
        if phone.wallet.view.wallet is None:
            meanwhile, phone.waits.meanwhile = phone.waits.meanwhile, None
            phone.house.clock.forward(days=1)
            await phone.sign_in()
            phone.waits.meanwhile = meanwhile
        await phone.wallet.sync()

    def is_signed_out() -> None:
        view = phone.wallet.view
        assert not view.signed_in
        assert view.wallet is None
        assert view.history is None

    assert await interrupt_each_wait(phone, sign_in_and_sync, phone.wallet.sign_out, is_signed_out)
