"""Looking for words: the server is asked; without it, what is on the phone, and that is said."""

from collections.abc import AsyncIterator
from functools import partial

import flet as ft
import httpx
import pytest

from kopilka.ui.look.texts.russian import RUSSIAN
from loyalty_api.history import EntryKind
from loyalty_server.face.routes import member as member_routes
from loyalty_server.points.history import history_page
from tests.server.house import purchase_body
from tests.ui.headless import Screen
from tests.ui.the_shop import body, device, house, new_house
from tests.ui.window import Body, shown
from tests.wallet.device import Device

pytestmark = pytest.mark.slow

__all__ = ["body", "device", "house", "new_house"]

PAGE = 4
"""So many entries a page of the history has here."""
BOUGHT, SPENT = "+59", "−13"
SAY = RUSSIAN.history

Asked = tuple[str, str | None]
"""The words, and the kind of entries."""


async def look_for(screen: Screen, words: str) -> None:
    """Type into the search, over what is there."""
    field = screen.control(ft.TextField, label=SAY.search)
    screen.session.apply_patch(field._i, {"value": words})
    await screen.fire(field, "change", words)


async def spend(device: Device) -> None:
    """Points pay for a part of a purchase."""
    body = purchase_body(await device.scanned(), burn=13)
    opened = (await device.house.at_till("/purchases", body)).json()
    await device.house.at_till(f"/purchases/{opened['purchase_id']}/complete")


def is_beyond(device: Device) -> bool:
    """Whether the spending is further back than what this device keeps."""
    history = device.wallet.view.history
    kinds = [one.kind for one in history.entries] if history else []
    return len(kinds) >= PAGE and EntryKind.REDEMPTION not in kinds


@pytest.fixture(autouse=True)
def short_pages(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(member_routes, "history_page", partial(history_page, size=PAGE))


@pytest.fixture
async def screen(device: Device, body: Body) -> AsyncIterator[Screen]:
    """The history, opened once the spending is beyond what this device keeps."""
    await device.buy()
    await spend(device)
    for _ in range(PAGE):
        await device.buy()
    await device.wallet.sync()
    await device.happenings.until(lambda: is_beyond(device))
    screen = await shown(device.wallet, body, device.clock, "/history")
    yield screen
    await screen.close()


@pytest.fixture
async def asked(screen: Screen, device: Device) -> list[Asked]:
    """What the server is asked for with words, once the member begins to look for something."""
    asked: list[Asked] = []

    def note(request: httpx.Request) -> None:
        if words := request.url.params.get("words"):
            asked.append((words, request.url.params.get("kind")))

    device.network.answers_instead = note
    await screen.until_shown(BOUGHT)
    await screen.tap(SAY.search)
    await screen.until(lambda: screen.controls(ft.TextField, label=SAY.search))
    return asked


async def test_search_finds_what_the_server_alone_has_and_shows_nothing_else(
    screen: Screen, asked: list[Asked]
) -> None:
    assert not screen.shows(SPENT)
    await look_for(screen, "СПИ")
    await look_for(screen, " СПИСАНИЕ ")
    await screen.until_shown(SPENT)
    assert asked == [("СПИСАНИЕ", None)]
    assert not screen.shows(BOUGHT)
    await screen.tap(SAY.earned)
    await screen.until_shown(SAY.nothing_found)
    assert asked[1:] == [("СПИСАНИЕ", "accrual")]
    assert not screen.shows(SPENT)
    await screen.tap(RUSSIAN.common.all)
    await look_for(screen, "такого не было")
    await screen.until(lambda: ("такого не было", None) in asked)
    await screen.until_shown(SAY.nothing_found)
    await look_for(screen, "")
    await screen.until_shown(BOUGHT)
    assert not screen.shows(SAY.nothing_found)


async def test_without_a_network_this_device_alone_is_searched_and_that_is_said(
    screen: Screen, device: Device, asked: list[Asked]
) -> None:
    device.network.cut()
    await look_for(screen, "списание")
    await screen.until_shown(SAY.searched_here)
    assert asked == []
    assert not screen.shows(SPENT)
    assert not screen.shows(BOUGHT)
    await look_for(screen, "Тверская")
    await screen.until_shown(BOUGHT)
    await screen.until_shown(SAY.searched_here)
    await screen.tap(SAY.search_ends)
    await screen.until(lambda: not screen.controls(ft.TextField, label=SAY.search))
    assert screen.shows(BOUGHT)
    assert not screen.shows(SAY.searched_here)
