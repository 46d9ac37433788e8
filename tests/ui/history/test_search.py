"""Looking for words: the server is asked; without it, what is on the phone, and that is said."""

import flet as ft
import httpx
import pytest

from kopilka.ui.look.texts.russian import RUSSIAN
from loyalty_api.history import EntryKind
from tests.server.house import purchase_body
from tests.ui.headless import Screen
from tests.ui.the_shop import body, device, house, new_house, screen
from tests.wallet.device import Device

pytestmark = pytest.mark.slow

__all__ = ["body", "device", "house", "new_house", "screen"]

PURCHASES = 30
"""As many as a page has entries."""
SAY = RUSSIAN.history


async def look_for(screen: Screen, words: str) -> None:
    """Type into the search, over what is there."""
    field = screen.control(ft.TextField, label=SAY.search)
    screen.session.apply_patch(field._i, {"value": words})
    await screen.fire(field, "change", words)


async def spend(device: Device) -> None:
    """Points pay for a part of a purchase."""
    body = purchase_body(await device.scanned(), burn=10)
    opened = (await device.house.at_till("/purchases", body)).json()
    await device.house.at_till(f"/purchases/{opened['purchase_id']}/complete")


def is_beyond(device: Device) -> bool:
    """Whether the spending is further back than what this device keeps."""
    history = device.wallet.view.history
    kinds = [one.kind for one in history.entries] if history else []
    return len(kinds) >= PURCHASES and EntryKind.REDEMPTION not in kinds


async def test_search_goes_beyond_what_was_fetched_and_says_when_it_cannot(
    screen: Screen, device: Device
) -> None:
    await device.buy()
    await spend(device)
    for _ in range(PURCHASES):
        await device.buy()
    await device.wallet.sync()
    await screen.until(lambda: is_beyond(device))
    asked: list[str] = []

    def note(request: httpx.Request) -> None:
        if words := request.url.params.get("words"):
            asked.append(words)

    device.network.answers_instead = note
    await screen.client.go("/history")
    await screen.until_shown("+59")
    await screen.tap(SAY.search)
    await screen.until(lambda: screen.controls(ft.TextField, label=SAY.search))
    await look_for(screen, "СПИСАНИЕ")
    await screen.until(lambda: asked == ["СПИСАНИЕ"])
    await screen.until_shown("−10")
    device.network.cut()
    await look_for(screen, "Тверская")
    await screen.until_shown(SAY.searched_here)
    assert screen.shows("+59")
    await screen.tap(SAY.search_ends)
    await screen.until(lambda: not screen.controls(ft.TextField, label=SAY.search))
    assert not screen.shows(SAY.searched_here)
