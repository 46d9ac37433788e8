"""A contest among the offers: entered by a tap, drawn, and won."""

import pytest

from loyalty_server.contests.drawing import draw_due
from loyalty_server.publishing import publish
from tests.server.visits import PROGRAM
from tests.ui.headless import Screen
from tests.ui.the_shop import body, device, house, new_house, screen
from tests.wallet.device import Device

pytestmark = pytest.mark.slow

__all__ = ["body", "device", "house", "new_house", "screen"]

CONTEST = """
[[contests]]
id = "supper"
title = "Ужин на двоих"
text = "Нажмите и участвуйте"
entry = "tap"
starts_on = 2026-11-20
ends_on = 2026-11-20
draw_on = 2026-11-21
prizes = [{ title = "Ужин" }]
"""


async def test_contest_is_entered_by_a_tap_and_tells_who_won(
    screen: Screen, device: Device
) -> None:
    settings, clock = device.house.settings, device.house.clock
    settings.database.write(lambda session: publish(session, PROGRAM + CONTEST, clock.now))
    await device.wallet.sync()
    await screen.until_shown("Ужин на двоих")
    await screen.tap("Участвовать")
    await screen.until_shown("Вы участвуете")
    clock.forward(days=1)
    draw_due(settings.database, clock.now)
    await device.wallet.sync()
    await screen.until_shown("Вы выиграли: Ужин")
    await screen.until_shown("из 1 номера")
    await screen.tap("Проверить розыгрыш")
    await screen.until_shown("Пересчитано на этом устройстве")
