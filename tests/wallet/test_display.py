"""The screen beside a till, against the real server: what it shows, and how it comes back."""

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import suppress
from pathlib import Path

import httpx
import pytest

from kopilka.api import DisplayApi
from kopilka.domain import ClockReading, DisplayView, Idle, Joining, Scanned, Thanks
from kopilka.local.desktop_secrets import FileSecrets
from kopilka.repository import InStoreDisplay
from kopilka.repository.timing import Timing
from loyalty_server.app import create_app
from loyalty_server.till.tills import revoke_till, till_of
from tests.server.house import House, join_body, purchase_body
from tests.wallet.device import ORIGIN, Sleeper
from tests.wallet.happenings import Happenings
from tests.wallet.network import Network
from tests.wallet.test_network_under_fire import problem


class Screen:
    """A display that has been hung up in the shop; its storage outlives it."""

    def __init__(self, house: House, secrets: FileSecrets) -> None:
        self.house = house
        self.happenings = Happenings()
        self.network = Network(create_app(house.settings), self.happenings, house.clock)
        self.sleeper = Sleeper(self.happenings)
        self.display = InStoreDisplay(
            secrets,
            self._connect,
            timing=Timing(self._clock, sleep=self.sleeper, chance=lambda: 1.0),
        )
        self.display.subscribe(lambda _: self.happenings.tell())

    def _connect(self, learn: Callable[[ClockReading], None]) -> DisplayApi:
        client = httpx.AsyncClient(base_url=ORIGIN, transport=self.network)
        return DisplayApi(client, learn, self._clock)

    def _clock(self) -> float:
        return self.house.clock.now.timestamp()

    async def until(self, holds: Callable[[DisplayView], bool]) -> DisplayView:
        """Wait for a view of which this holds."""
        await self.happenings.until(lambda: holds(self.display.view))
        return self.display.view

    async def listens(self) -> None:
        """Wait until its stream of events is open."""
        await self.until(lambda view: not view.key_wanted and view.clock_offset != 0)


@pytest.fixture
async def secrets(tmp_path: Path) -> FileSecrets:
    return FileSecrets(tmp_path / "display.json")


@pytest.fixture
async def hung(house: House, secrets: FileSecrets) -> AsyncIterator[Screen]:
    """A display that nobody has told yet beside which till it stands."""
    screen = Screen(house, secrets)
    running = asyncio.create_task(screen.display.run())
    yield screen
    running.cancel()
    with suppress(asyncio.CancelledError):
        await running


@pytest.fixture
async def screen(hung: Screen) -> Screen:
    await hung.until(lambda view: view.key_wanted)
    await hung.display.pair(hung.house.till_key)
    await hung.listens()
    return hung


async def test_nobody_in_front_sees_the_brand(hung: Screen) -> None:
    view = await hung.until(lambda view: view.key_wanted)
    assert view.shown == Idle()


async def test_key_of_another_shop_is_asked_for_again(hung: Screen) -> None:
    await hung.until(lambda view: view.key_wanted)
    await hung.display.pair("not-a-key")
    await hung.happenings.until(lambda: len(hung.sleeper.waits) >= 2)
    assert hung.display.view.key_wanted


async def test_shopper_in_front_is_greeted_and_thanked(screen: Screen) -> None:
    anna = await screen.house.sign_in()
    scan = await screen.house.scan(anna)
    view = await screen.until(lambda view: isinstance(view.shown, Scanned))
    assert isinstance(view.shown, Scanned)
    assert view.shown.tier == scan["member"]["tier"]
    assert view.shown.till
    opened = await screen.house.at_till("/purchases", purchase_body(scan["scan_id"]))
    await screen.house.at_till(f"/purchases/{opened.json()['purchase_id']}/complete")
    view = await screen.until(lambda view: isinstance(view.shown, Thanks))
    assert isinstance(view.shown, Thanks)
    assert view.shown.earned == opened.json()["will_earn"]


async def test_cancelled_purchase_brings_the_brand_back(screen: Screen) -> None:
    anna = await screen.house.sign_in()
    quote = await screen.house.ring_up(anna)
    await screen.until(lambda view: isinstance(view.shown, Scanned))
    await screen.house.at_till(f"/purchases/{quote['purchase_id']}/cancel")
    await screen.until(lambda view: view.shown == Idle())


async def test_shopper_without_a_card_sees_the_link_and_the_points(screen: Screen) -> None:
    join = (await screen.house.at_till("/joins", join_body())).json()
    view = await screen.until(lambda view: isinstance(view.shown, Joining))
    assert isinstance(view.shown, Joining)
    assert (view.shown.url, view.shown.points) == (join["url"], join["will_earn"])
    screen.display.rest()
    assert screen.display.view.shown == Idle()


async def test_display_comes_back_by_itself_and_misses_nothing(screen: Screen) -> None:
    screen.network.cut()
    await screen.happenings.until(lambda: len(screen.sleeper.waits) >= 2)
    await screen.house.at_till("/joins", join_body())
    screen.network.restore()
    screen.sleeper.wake()
    await screen.until(lambda view: isinstance(view.shown, Joining))


async def test_what_is_long_over_is_not_shown_after_an_outage(screen: Screen) -> None:
    screen.network.cut()
    await screen.happenings.until(lambda: len(screen.sleeper.waits) >= 2)
    await screen.house.at_till("/joins", join_body())
    screen.house.clock.forward(hours=1)
    opens = screen.network.asked_for("GET /v1/till/display/events")
    screen.network.restore()
    screen.sleeper.wake()
    await screen.happenings.until(
        lambda: screen.network.asked_for("GET /v1/till/display/events") > opens
    )
    anna = await screen.house.sign_in()
    await screen.house.scan(anna)
    await screen.until(lambda view: isinstance(view.shown, Scanned))


async def test_display_hung_up_again_knows_its_till(
    screen: Screen, house: House, secrets: FileSecrets
) -> None:
    again = Screen(house, secrets)
    running = asyncio.create_task(again.display.run())
    await again.listens()
    assert not again.display.view.key_wanted
    running.cancel()
    with suppress(asyncio.CancelledError):
        await running


async def test_revoked_till_key_leaves_nothing_on_screen(screen: Screen, house: House) -> None:
    await house.at_till("/joins", join_body())
    await screen.until(lambda view: isinstance(view.shown, Joining))
    with house.settings.database.writing() as session:
        till = till_of(session, house.till_key)
        assert till
        revoke_till(session, till.id, house.clock.now)
    screen.network.cut()
    await screen.happenings.until(lambda: len(screen.sleeper.waits) >= 2)
    screen.network.restore()
    screen.sleeper.wake()
    view = await screen.until(lambda view: view.key_wanted)
    assert view.shown == Idle()


async def test_display_that_finds_too_many_beside_its_till_waits_its_turn(screen: Screen) -> None:
    screen.network.answers_instead = lambda _: problem(429, "rate_limited", **{"Retry-After": "60"})
    screen.network.cut()
    screen.network.restore()
    await screen.happenings.until(lambda: 60.0 in screen.sleeper.waits, screen.sleeper.wake)
    assert not screen.display.view.key_wanted
