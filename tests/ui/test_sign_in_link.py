"""A sign-in link on a device that did not ask for it: nothing happens without a yes."""

from pathlib import Path

import pytest

from kopilka.local.secrets import KeptSession
from loyalty_api.actions import ActivateOffer
from tests.server.face.conftest import new_house
from tests.server.house import ANNA, BORIS, House
from tests.ui.headless import Screen
from tests.ui.window import Body, shown
from tests.wallet.conftest import house
from tests.wallet.device import Device

pytestmark = pytest.mark.slow

__all__ = ["house", "new_house"]


@pytest.fixture
async def device(house: House, tmp_path: Path) -> Device:
    device = Device(house, tmp_path / "phone")
    await device.wallet.open()
    return device


async def link_of(house: House, phone: str) -> str:
    """What somebody else was sent, who had their card before."""
    await house.sign_in(phone)
    house.clock.forward(minutes=2)
    challenge = (await house.ask_code(phone=phone)).json()["challenge_id"]
    return f"/sign-in?challenge={challenge}&code={house.postbox.last_code}"


async def opened(device: Device, link: str) -> Screen:
    return await shown(device.wallet, Body(), device.clock, link)


async def test_link_that_was_asked_for_elsewhere_asks_and_no_means_no(device: Device) -> None:
    screen = await opened(device, await link_of(device.house, BORIS))
    await screen.until_shown(f"Войти как {BORIS} на этом устройстве?")
    assert not device.wallet.view.signed_in
    await screen.tap("Не входить")
    await screen.until_shown("Карта за минуту")
    assert not device.wallet.view.signed_in
    await screen.close()


async def test_yes_opens_the_card(device: Device) -> None:
    screen = await opened(device, await link_of(device.house, ANNA))
    await screen.until_shown(f"Войти как {ANNA} на этом устройстве?")
    await screen.tap("Открыть карту")
    await screen.until_shown("Ваша карта")
    await screen.close()


async def test_link_of_somebody_else_says_whose_place_it_takes_and_keeps_what_waits(
    device: Device,
) -> None:
    await device.sign_in()
    await device.wallet.act(ActivateOffer("bread-plus-20", device.house.clock.now))
    await KeptSession(device.secrets).end()
    await device.restart()
    screen = await opened(device, await link_of(device.house, BORIS))
    await screen.until_shown("Здесь сейчас другая карта")
    await screen.tap("Не входить")
    await screen.until_shown("Ваша карта")
    wallet = device.wallet.view.wallet
    assert wallet
    assert (wallet.member.phone, device.wallet.view.pending) == (ANNA, 1)
    await screen.close()


async def test_link_does_nothing_where_somebody_is_signed_in(device: Device) -> None:
    await device.sign_in()
    link = await link_of(device.house, BORIS)
    asked = device.network.asked_for("POST /v1/auth/sessions")
    screen = await opened(device, link)
    await screen.until(lambda: bool(screen.texts))
    wallet = device.wallet.view.wallet
    assert wallet
    assert wallet.member.phone == ANNA
    assert device.network.asked_for("POST /v1/auth/sessions") == asked
    await screen.close()


async def test_link_that_is_used_up_says_so(device: Device) -> None:
    screen = await opened(device, "/sign-in?challenge=gone&code=000000")
    await screen.until_shown("Код")
    assert not device.wallet.view.signed_in
    await screen.close()


async def test_link_that_did_not_get_through_is_opened_again_by_a_press(device: Device) -> None:
    link = await link_of(device.house, ANNA)
    device.network.cut()
    screen = await opened(device, link)
    await screen.until_shown("Нет связи с магазином")
    device.network.restore()
    await screen.tap("Повторить")
    await screen.until_shown(f"Войти как {ANNA} на этом устройстве?")
    await screen.close()
