"""The member takes the card into the phone's own wallet, where the shop gives it."""

from collections.abc import AsyncIterator

import pytest

from tests.server.house import House
from tests.server.passes.apple import described
from tests.server.passes.conftest import apns, apple, files, kiosk
from tests.ui.the_shop import body, house, new_house
from tests.ui.window import Body, shown
from tests.wallet.device import Device

pytestmark = pytest.mark.slow

__all__ = ["apns", "apple", "body", "files", "house", "kiosk", "new_house"]

RUSSIAN = "Добавить в Apple Wallet"


@pytest.fixture
async def device(kiosk: House, tmp_path) -> AsyncIterator[Device]:
    device = Device(kiosk, tmp_path / "phone")
    await device.wallet.open()
    await device.sign_in()
    await device.wallet.sync()
    yield device
    device.close()


async def test_iphone_is_offered_apples_wallet_and_led_to_the_pass(
    kiosk: House, device: Device, body: Body
) -> None:
    body.is_apples = True
    screen = await shown(device.wallet, body, device.clock, "/card/till")
    await screen.tap(RUSSIAN)
    await screen.until(lambda: body.opened)
    (link,) = body.opened
    given = await kiosk.http.get(link)
    assert described(given.content)["barcodes"]
    await screen.close()


async def test_phone_whose_wallet_the_shop_has_no_pass_for_shows_no_button(
    device: Device, body: Body
) -> None:
    screen = await shown(device.wallet, body, device.clock, "/card/till")
    await screen.until_shown("Напечатать карту")
    assert not screen.shows("Wallet")
    assert not screen.shows("Google")
    await screen.close()
