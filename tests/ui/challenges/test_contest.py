"""A contest among the offers: entered by a tap, drawn, and won."""

from dataclasses import replace
from datetime import timedelta

import pytest

from loyalty_api.contests import Contest, Outcome, Prize, Win
from loyalty_server.contests.drawing import draw_due
from loyalty_server.publishing import publish
from tests.server.visits import PROGRAM
from tests.ui.conftest import Open
from tests.ui.headless import Screen
from tests.ui.member import NOW, WALLET
from tests.ui.phone import Phone
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
    draw_due(settings.database, clock)
    await device.wallet.sync()
    await screen.until_shown("Вы выиграли: Ужин")
    await screen.until_shown("среди 1 номера")
    await screen.tap("Проверить розыгрыш")
    await screen.until_shown("Пересчитано на этом устройстве")


async def test_member_without_luck_is_told_that_other_numbers_were_drawn(
    phone: Phone, open_screen: Open
) -> None:
    outcome = Outcome("ab" * 32, 3, (Win("K7QD2M9XPA-2", "Ужин"),))
    times = (NOW - timedelta(days=2), NOW - timedelta(days=1))
    drawn = Contest(
        "supper", "Ужин на двоих", "Чеки", "purchase", *times, (Prize("Ужин"),), "cd" * 32
    )
    lost = replace(drawn, numbers=("M2QD2M9XPA-1",), outcome=outcome)
    await phone.keep_member(replace(WALLET, contests=(lost,)))
    lost_screen = await open_screen("/offers")
    await lost_screen.until_shown("В этот раз выпали другие номера")
    assert lost_screen.shows("Выпало: K7QD2M9XPA-2")
    assert not lost_screen.shows("Вы выиграли")
