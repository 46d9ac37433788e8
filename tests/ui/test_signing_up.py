"""A newcomer in the app's own form: what the card needs, then everything else, the name last."""

from pathlib import Path

import pytest

from tests.server.face.conftest import new_house
from tests.server.house import House
from tests.ui.headless import Screen
from tests.ui.window import Body, shown
from tests.wallet.conftest import house
from tests.wallet.device import Device

pytestmark = pytest.mark.slow

__all__ = ["house", "new_house"]
NEWCOMER = "+79000000077"
SESSIONS = "POST /v1/auth/sessions"


async def before_the_code(device: Device) -> Screen:
    await device.wallet.open()
    screen = await shown(device.wallet, Body(), device.clock)
    await screen.until_shown("Карта за минуту")
    await screen.type(NEWCOMER)
    await screen.tap("Получить код")
    await screen.until_shown("Код из сообщения")
    return screen


async def before_the_rest(device: Device) -> Screen:
    screen = await before_the_code(device)
    await screen.type(device.house.postbox.last_code)
    await screen.until_shown("Прежде чем выдать карту")
    await screen.tick("обязательно")
    await screen.tap("Согласиться")
    await screen.until_shown("По желанию")
    return screen


@pytest.mark.parametrize(("typed", "kept"), [(" Вера ", "Вера"), ("", "")])
async def test_name_is_asked_last_and_may_be_skipped(
    house: House, tmp_path: Path, typed: str, kept: str
) -> None:
    device = Device(house, tmp_path / "phone")
    screen = await before_the_rest(device)
    if typed:
        await screen.type(typed)
    await screen.tap("Открыть карту")
    await screen.until_shown("Ваша карта")
    wallet = device.wallet.view.wallet
    assert wallet
    assert wallet.member.first_name == kept
    await screen.close()
    device.close()


async def test_key_behind_the_code_sends_nothing(house: House, tmp_path: Path) -> None:
    device = Device(house, tmp_path / "phone")
    screen = await before_the_code(device)
    await screen.type_on("000000", "7")
    await screen.until_shown("Неверный код")
    assert device.network.asked_for(SESSIONS) == 1
    await screen.close()
    device.close()


async def test_code_that_did_not_get_through_goes_out_again_by_a_press(
    house: House, tmp_path: Path
) -> None:
    device = Device(house, tmp_path / "phone")
    screen = await before_the_code(device)
    device.network.cut()
    code = house.postbox.last_code
    await screen.type(code)
    await screen.until_shown("Нет связи с магазином")
    assert screen.form[0].value == code
    device.network.restore()
    await screen.type(code + "7")
    assert device.network.asked_for(SESSIONS) == 0
    await screen.tap("Повторить")
    await screen.until_shown("Прежде чем выдать карту")
    await screen.close()
    device.close()
