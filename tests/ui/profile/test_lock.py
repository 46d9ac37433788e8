"""The lock on spending, as its member meets it: put on, opened at the till, refused, lost."""

from collections.abc import AsyncIterator
from dataclasses import dataclass, field
from hashlib import sha256
from pathlib import Path

import flet as ft
import pytest

from kopilka.domain import NotUnlocked, Settings
from kopilka.local.device_unlock import Guarded
from kopilka.repository.card import OPEN_SECONDS
from loyalty_api.models import Limits
from tests.server.house import House, purchase_body
from tests.ui.headless import Screen
from tests.ui.the_shop import body, house, new_house
from tests.ui.window import Body, shown
from tests.wallet.device import Device

pytestmark = pytest.mark.slow

__all__ = ["body", "house", "new_house"]

SWITCH = "Просить разблокировать устройство"
OPEN = "Разблокировать, чтобы списать больше"
NOT_UNLOCKED = "Устройство не разблокировано"


@dataclass
class Owner:
    """Whoever holds the device: `agrees` when it is the one whose finger it knows."""

    agrees: bool = True
    has_unlock: bool = True
    asked: list[str] = field(default_factory=list)

    async def is_there(self) -> bool:
        return self.has_unlock

    async def guard(self, programme: str) -> Guarded:
        name = f"key {len(self.asked)}"
        return Guarded(name, await self.key(name))

    async def key(self, name: str) -> bytes:
        self.asked.append(name)
        if not self.agrees:
            raise NotUnlocked(name)
        return sha256(name.encode()).digest()


@pytest.fixture
def owner() -> Owner:
    return Owner()


@pytest.fixture
async def device(house: House, owner: Owner, tmp_path: Path) -> AsyncIterator[Device]:
    """Anna has 59 points, and signed in longer ago than a sign-in is fresh."""
    device = Device(house, tmp_path / "phone", unlock=owner)
    await device.wallet.open()
    await device.wallet.change_settings(lambda _: Settings(language="ru"))
    await device.sign_in()
    await device.buy()
    house.clock.forward(minutes=11)
    async with device.in_step():
        yield device
    device.close()


@pytest.fixture
async def screen(device: Device, body: Body) -> AsyncIterator[Screen]:
    screen = await shown(device.wallet, body, device.clock, "/profile/lock")
    yield screen
    await screen.close()


def limits_of(device: Device) -> Limits:
    wallet = device.wallet.view.wallet
    assert wallet
    assert wallet.limits
    return wallet.limits


async def flip(screen: Screen) -> None:
    await screen.until(lambda: screen.controls(ft.Switch))
    await screen.fire(screen.control(ft.Switch), "change", True)


async def locked(screen: Screen, device: Device, above: str = "Ничего") -> None:
    """The member has put the lock on, with this limit."""
    await flip(screen)
    await screen.until(lambda: limits_of(device).unlock_above == 500)
    await screen.tap(above)
    await screen.until(lambda: limits_of(device).unlock_above != 500)


async def spends(device: Device, points: int) -> str:
    """What the till says when the card's next code is to pay with so many points."""
    opened = await device.house.at_till("/purchases", purchase_body(await device.scanned(), points))
    return str(opened.json().get("code", "paid"))


async def test_lock_is_off_until_the_member_wants_it(
    screen: Screen, device: Device, owner: Owner
) -> None:
    await screen.until_shown(SWITCH)
    assert limits_of(device).unlock_above is None
    assert owner.asked == []
    assert await spends(device, 59) == "paid"


async def test_locked_card_spends_with_its_owner_alone_and_without_a_network(
    screen: Screen, device: Device
) -> None:
    await locked(screen, device)
    assert await spends(device, 1) == "burn_too_much"
    await screen.client.go("/card/till")
    await screen.tap("Списать баллы")
    await screen.until_shown("пока нечего")
    device.network.cut()
    await screen.tap(OPEN)
    await screen.until_shown("Разблокировано для этой покупки")
    assert screen.shows("до 59\u00a0баллов")
    assert await spends(device, 59) == "paid"


async def test_lock_closes_by_itself_and_with_the_till_mode(screen: Screen, device: Device) -> None:
    await locked(screen, device)
    await screen.client.go("/card/till")
    await screen.tap("Списать баллы")
    await screen.tap(OPEN)
    await screen.until(lambda: device.wallet.view.open_until)
    device.house.clock.forward(seconds=OPEN_SECONDS)
    assert await spends(device, 1) == "burn_too_much"
    await screen.until(lambda: device.wallet.view.open_until is None)
    await screen.tap(OPEN)
    await screen.until(lambda: device.wallet.view.open_until)
    await screen.tap("Закрыть")
    await screen.until(lambda: device.wallet.view.open_until is None)
    assert await spends(device, 1) == "burn_too_much"


async def test_whoever_is_not_the_owner_is_told_so_and_spends_nothing(
    screen: Screen, device: Device, owner: Owner
) -> None:
    await locked(screen, device)
    owner.agrees = False
    await flip(screen)
    await screen.until_shown(NOT_UNLOCKED)
    assert limits_of(device).unlock_above == 0
    await screen.client.go("/card/till")
    await screen.tap("Списать баллы")
    await screen.tap(OPEN)
    await screen.until_shown(NOT_UNLOCKED)
    assert await spends(device, 1) == "burn_too_much"


async def test_owner_takes_the_lock_off_again(screen: Screen, device: Device) -> None:
    await locked(screen, device)
    await flip(screen)
    await screen.until(lambda: limits_of(device).unlock_above is None)
    assert await spends(device, 59) == "paid"


async def test_reward_above_the_limit_asks_the_owner(
    screen: Screen, device: Device, owner: Owner
) -> None:
    await locked(screen, device)
    owner.agrees = False
    await screen.client.go("/rewards")
    await screen.tap("Капучино: Взять за 50\u00a0баллов")
    await screen.confirm("Взять")
    await screen.until_shown(NOT_UNLOCKED)
    owner.agrees = True
    await screen.tap("Капучино: Взять за 50\u00a0баллов")
    await screen.confirm("Взять")
    await screen.until(lambda: device.wallet.view.wallet.coupons)  # type: ignore[union-attr]
    assert device.wallet.view.open_until is None


async def test_owner_whom_the_device_forgot_signs_in_anew_and_has_no_lock(
    screen: Screen, device: Device, owner: Owner
) -> None:
    await locked(screen, device)
    owner.agrees = False
    await screen.tap("Войти заново")
    await screen.tap("Получить код")
    await screen.until(lambda: screen.controls(ft.TextField))
    await screen.type(device.house.postbox.last_code)
    await screen.until(lambda: limits_of(device).unlock_above is None)
    assert await spends(device, 59) == "paid"


async def test_device_without_an_unlock_says_so(device: Device, owner: Owner, body: Body) -> None:
    owner.has_unlock = False
    screen = await shown(device.wallet, body, device.clock, "/profile/lock")
    await screen.until_shown("не умеет просить разблокировку")
    assert not screen.controls(ft.Switch)
    await screen.close()
