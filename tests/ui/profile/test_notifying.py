"""What the member is sent, as they set it: notifications of this device, quiet hours, how much news."""

from collections.abc import AsyncIterator, Iterator
from dataclasses import dataclass, field
from pathlib import Path

import flet as ft
import pytest

from kopilka.domain import Settings
from loyalty_api.devices import PushSubscription
from loyalty_api.messages import Topic
from loyalty_api.models import Channel, Preferences, Push, Without
from loyalty_server.messages.replies import reply
from loyalty_server.pushes.deliveries import send_due
from tests.server.house import House
from tests.server.pushes.browser import Browser
from tests.server.pushes.noisy import notifying
from tests.server.pushes.service import PushService, open_service
from tests.ui.headless import Screen
from tests.ui.the_shop import body, house, new_house
from tests.ui.window import Body, shown
from tests.wallet.device import Device

pytestmark = pytest.mark.slow

__all__ = ["body", "house", "new_house"]

SWITCH = "Уведомления на этом устройстве"
REFUSED = "Браузер не разрешил"
MISSING = "Этот браузер уведомлений не показывает"


@dataclass
class Owner:
    """Whoever is asked by the browser, and what their browser did."""

    endpoint: str
    agrees: bool = True
    is_able: bool = True
    done: list[str] = field(default_factory=list)

    async def is_there(self) -> bool:
        return self.is_able

    async def subscribe(self, key: str, /) -> PushSubscription | None:
        self.done.append(key)
        if not self.agrees:
            return None
        return PushSubscription(**Browser(self.endpoint).subscription())

    async def unsubscribe(self) -> None:
        self.done.append("unsubscribed")


@pytest.fixture
def service() -> Iterator[PushService]:
    with open_service() as opened:
        yield opened


@pytest.fixture
def owner(service: PushService) -> Owner:
    return Owner(f"{service.origin}/push/1")


@pytest.fixture
async def device(
    house: House, service: PushService, owner: Owner, tmp_path: Path
) -> AsyncIterator[Device]:
    async with notifying(house, service.origin) as noisy:
        device = Device(noisy, tmp_path / "phone", notices=owner)
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


def push_of(device: Device) -> Push:
    wallet = device.wallet.view.wallet
    assert wallet
    assert wallet.push
    return wallet.push


def preferences_of(device: Device) -> Preferences:
    wallet = device.wallet.view.wallet
    assert wallet
    return wallet.preferences


async def flip(screen: Screen) -> None:
    await screen.until_shown(SWITCH)
    await screen.fire(screen.controls(ft.Switch)[0], "change", True)


def answered(device: Device) -> None:
    """Support writes, and whatever is due is sent."""
    settings, wallet = device.house.settings, device.wallet.view.wallet
    assert wallet
    assert settings.pusher
    with settings.database.writing() as session:
        reply(session, wallet.member.id, "Карта нашлась", device.house.clock())
    send_due(settings.database, settings.keys, settings.pusher, device.house.clock)


async def test_nobody_is_asked_before_they_press(screen: Screen, owner: Owner) -> None:
    await screen.until_shown(SWITCH)
    assert owner.done == []


async def test_member_who_pressed_is_notified_until_they_press_again(
    screen: Screen, device: Device, owner: Owner, service: PushService
) -> None:
    await flip(screen)
    await screen.until(lambda: push_of(device).is_on)
    assert owner.done == [push_of(device).key]
    answered(device)
    assert len(service.heard) == 1
    await flip(screen)
    await screen.until(lambda: not push_of(device).is_on)
    assert owner.done[1:] == ["unsubscribed"]
    answered(device)
    assert len(service.heard) == 1


async def test_browser_that_does_not_allow_it_is_told_of(
    screen: Screen, device: Device, owner: Owner
) -> None:
    owner.agrees = False
    await flip(screen)
    await screen.until_shown(REFUSED)
    assert not push_of(device).is_on


async def test_no_network_is_told_of(screen: Screen, device: Device) -> None:
    await screen.until_shown(SWITCH)
    device.network.cut()
    await flip(screen)
    await screen.until_shown("Нет связи")
    assert not push_of(device).is_on


async def test_browser_that_shows_none_says_so(device: Device, owner: Owner, body: Body) -> None:
    owner.is_able = False
    screen = await shown(device.wallet, body, device.clock, "/profile/sent")
    await screen.until_shown(MISSING)
    assert not screen.shows(SWITCH)
    await screen.close()


async def test_who_signs_out_leaves_no_notifications_behind(
    screen: Screen, device: Device, owner: Owner
) -> None:
    await flip(screen)
    await screen.until(lambda: push_of(device).is_on)
    await device.wallet.sign_out()
    assert owner.done[1:] == ["unsubscribed"]


async def test_quiet_hours_and_the_consent_are_asked_where_notifications_are_on(
    screen: Screen, device: Device
) -> None:
    await screen.until_shown(SWITCH)
    assert not screen.shows("Тихие часы")
    assert not screen.shows("Реклама в уведомлениях")
    await flip(screen)
    await screen.until_shown("Тихие часы")
    assert screen.shows("Реклама в уведомлениях")
    await screen.tap("22:00–08:00")
    await screen.until(lambda: preferences_of(device).quiet_from == "22:00")
    assert preferences_of(device).quiet_until == "08:00"
    await screen.tap("Нет")
    await screen.until(lambda: preferences_of(device).quiet_from is None)


async def test_topic_comes_by_the_channels_that_are_chosen(
    screen: Screen, device: Device, service: PushService
) -> None:
    await flip(screen)
    await screen.until_shown("О чём писать")
    await screen.tap("Без уведомления")
    await screen.until(
        lambda: preferences_of(device).without == (Without(Topic.EXPIRY, Channel.PUSH),)
    )
    await screen.tap("Не писать")
    await screen.until(lambda: preferences_of(device).without == (Without(Topic.EXPIRY),))
    await screen.tap("Писать")
    await screen.until(lambda: preferences_of(device).without == ())


async def test_where_nothing_notifies_a_topic_comes_or_does_not(
    house: House, body: Body, tmp_path: Path
) -> None:
    device = Device(house, tmp_path / "other")
    await device.wallet.open()
    await device.wallet.change_settings(lambda _: Settings(language="ru"))
    await device.sign_in()
    screen = await shown(device.wallet, body, device.clock, "/profile/sent")
    await screen.until_shown("О чём писать")
    assert not screen.shows("Без уведомления")
    assert not screen.shows(SWITCH)
    await screen.close()
    device.close()
