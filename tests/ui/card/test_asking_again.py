"""While the shop cannot be reached, the card's remark is a button that asks once more."""

import pytest

from kopilka.ui.look.texts.russian import RUSSIAN
from tests.ui.headless import Screen
from tests.ui.the_shop import body, device, house, new_house, screen
from tests.ui.window import Body
from tests.wallet.device import Device

pytestmark = pytest.mark.slow

__all__ = ["body", "device", "house", "new_house", "screen"]

SAY = RUSSIAN.common


async def test_press_asks_the_shop_once_more_and_says_what_came_of_it(
    screen: Screen, device: Device, body: Body
) -> None:
    await screen.client.go("/")
    device.network.cut()
    await device.wallet.sync()
    await screen.until_shown(SAY.offline)
    await screen.tap(SAY.refresh)
    await screen.until(lambda: RUSSIAN.unreachable in body.said)
    device.network.restore()
    await screen.tap(SAY.refresh)
    await screen.until(lambda: SAY.refreshed in body.said)
    await screen.until(lambda: not screen.shows(SAY.offline))
