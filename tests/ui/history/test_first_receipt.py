"""In a history without purchases no receipt is offered that is not there."""

import pytest

from kopilka.ui.look.texts.russian import RUSSIAN
from tests.ui.headless import Screen
from tests.ui.the_shop import body, device, house, new_house, screen
from tests.wallet.device import Device

pytestmark = pytest.mark.slow

__all__ = ["body", "device", "house", "new_house", "screen"]

TABLET = (900, 1100)
SAY = RUSSIAN.history


async def test_newcomer_reads_what_a_receipt_will_tell_until_there_is_one(
    screen: Screen, device: Device
) -> None:
    await screen.resize(*TABLET)
    await screen.client.go("/history")
    await screen.until_shown(SAY.first)
    assert screen.shows(SAY.empty)
    await device.buy()
    await device.wallet.sync()
    await screen.until_shown(SAY.save_picture)
    assert not screen.shows(SAY.first)
    assert not screen.shows(SAY.empty)


async def test_phone_tells_a_newcomer_the_same_instead_of_an_empty_list(
    screen: Screen, device: Device
) -> None:
    await screen.client.go("/history")
    await screen.until_shown(SAY.first)
    assert not screen.shows(SAY.empty)
    await device.buy()
    await device.wallet.sync()
    await screen.until_shown(SAY.spent)
    assert not screen.shows(SAY.first)
    await screen.tap(SAY.spent)
    await screen.until_shown(SAY.nothing_spent)
    assert not screen.shows(SAY.first)


async def test_newcomer_shows_the_card_from_there(screen: Screen) -> None:
    await screen.resize(*TABLET)
    await screen.client.go("/history")
    await screen.until_shown(SAY.first)
    await screen.tap(RUSSIAN.card.to_till)
    await screen.until_shown(RUSSIAN.till.works_offline)
