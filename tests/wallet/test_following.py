"""The wallet that stays in step by itself: it hears the till, loses the network and comes back."""

import asyncio
from collections.abc import AsyncIterator, Callable
from itertools import pairwise

import httpx
import pytest

from kopilka.domain import View
from kopilka.repository.following import FIRST_WORD_AGAIN_SECONDS, FIRST_WORD_SECONDS
from loyalty_api.actions import ActivateOffer
from tests.server.house import ANNA, purchase_body
from tests.wallet.device import Device
from tests.wallet.test_network_under_fire import problem

pytestmark = pytest.mark.slow


@pytest.fixture
async def running(phone: Device) -> AsyncIterator[Device]:
    async with phone.in_step():
        await asked(phone, "GET /v1/wallet/events")
        yield phone


async def shown(
    device: Device, holds: Callable[[View], bool], meanwhile: Callable[[], None] = lambda: None
) -> View:
    """Wait for a view of which this holds."""
    await device.happenings.until(lambda: holds(device.wallet.view), meanwhile)
    return device.wallet.view


async def asked(device: Device, request: str, times: int = 1) -> None:
    """Wait until the wallet has asked this."""
    await device.happenings.until(lambda: device.network.asked_for(request) >= times)


async def waits(device: Device, seconds: float) -> None:
    """Wait until the wallet has decided to wait so long."""
    await device.happenings.until(lambda: seconds in device.sleeper.waits)


def balance(view: View) -> int:
    return view.wallet.points.balance if view.wallet else 0


async def test_scan_is_seen_and_then_the_points_with_their_reasons(running: Device) -> None:
    scan_id = await running.scanned()
    view = await shown(running, lambda view: view.at_till is not None)
    assert view.at_till
    assert view.at_till.kind == "scanned"
    assert view.at_till.store
    opened = await running.house.at_till("/purchases", purchase_body(scan_id))
    await running.house.at_till(f"/purchases/{opened.json()['purchase_id']}/complete")
    view = await shown(running, lambda view: balance(view) == 86)
    assert view.at_till
    assert (view.at_till.kind, view.at_till.points, view.at_till.balance) == ("points", 86, 86)
    assert sum(effect.points for effect in view.at_till.breakdown) == 86
    running.wallet.forget_at_till(view.at_till)
    assert running.wallet.view.at_till is None


async def test_scan_of_the_card_that_showed_before_the_app_could_listen_is_told(
    phone: Device,
) -> None:
    await phone.scanned()
    phone.house.clock.forward(seconds=5)
    async with phone.in_step():
        view = await shown(phone, lambda view: view.at_till is not None)
        assert view.at_till
        assert view.at_till.kind == "scanned"


@pytest.mark.parametrize("step", [-5 * 3600, -90, 90, 5 * 3600])
async def test_clock_that_is_set_while_the_wallet_is_open_is_noticed_by_itself(
    running: Device, step: int
) -> None:
    running.skew = step
    await shown(
        running,
        lambda view: view.clock_offset == pytest.approx(-step, abs=2.0),
        running.sleeper.wake,
    )
    assert await running.scanned()


async def test_offer_is_told_in_the_background(running: Device) -> None:
    await running.wallet.act(ActivateOffer("bread-plus-20", running.house.clock.now))
    assert running.wallet.view.pending == 1
    await shown(running, lambda view: view.pending == 0)
    assert running.network.asked_for("PUT /v1/offers/bread-plus-20/activation") == 1


async def test_purchase_made_while_the_stream_was_broken_is_not_missed(running: Device) -> None:
    running.network.cut()
    await shown(running, lambda view: view.offline)
    await running.buy()
    running.network.restore()
    view = await shown(running, lambda view: balance(view) == 86, running.sleeper.wake)
    assert not view.offline


async def test_points_whose_event_was_lost_after_the_purchase_was_kept_are_told_again(
    running: Device,
) -> None:
    lost: list[bytes] = []

    def breaks_once(part: bytes) -> bool:
        if b"event: points" in part and not lost:
            lost.append(part)
            return True
        return False

    running.network.breaks_at = breaks_once
    await running.buy()
    await running.happenings.until(lambda: bool(lost))
    view = await shown(
        running,
        lambda view: view.at_till is not None and view.at_till.kind == "points",
        running.sleeper.wake,
    )
    assert view.at_till
    assert view.at_till.points == 86
    assert (await shown(running, lambda view: balance(view) == 86)).pending == 0


async def test_flapping_network_leaves_the_wallet_in_step(running: Device) -> None:
    for _ in range(10):
        running.network.cut()
        await shown(running, lambda view: view.offline, running.sleeper.wake)
        assert running.wallet.view.wallet
        running.network.restore()
        await shown(running, lambda view: not view.offline, running.sleeper.wake)
    await running.buy()
    await shown(running, lambda view: balance(view) == 86, running.sleeper.wake)


async def test_long_past_scan_is_not_celebrated(running: Device) -> None:
    running.network.cut()
    await shown(running, lambda view: view.offline)
    await running.buy()
    running.house.clock.forward(minutes=30)
    running.network.restore()
    await shown(running, lambda view: balance(view) == 86, running.sleeper.wake)
    await asked(running, "GET /v1/wallet/events", 2)
    assert running.wallet.view.at_till is None


async def test_waits_double_from_half_a_second_to_a_minute(running: Device) -> None:
    running.network.cut()
    await shown(running, lambda view: view.offline)
    running.sleeper.waits.clear()
    await running.happenings.until(
        lambda: running.sleeper.waits.count(60.0) > 2, running.sleeper.wake
    )
    waited = sorted(set(running.sleeper.waits))
    assert waited[-1] == 60.0
    assert all(later in (2 * earlier, 60.0) for earlier, later in pairwise(waited))


async def test_server_says_how_long_to_wait(running: Device) -> None:
    running.network.answers_instead = lambda _: httpx.Response(503, headers={"Retry-After": "17"})
    await running.wallet.act(ActivateOffer("bread-plus-20", running.house.clock.now))
    await shown(running, lambda view: view.offline)
    await waits(running, 17.0)
    assert running.wallet.view.offline


@pytest.mark.parametrize(
    "instead",
    [httpx.Response(502), problem(429, "rate_limited", **{"Retry-After": "60"})],
    ids=["broken", "too many streams"],
)
async def test_where_no_stream_lives_the_wallet_asks_again_and_again(
    phone: Device, instead: httpx.Response
) -> None:
    phone.network.answers_instead = lambda request: (
        instead if request.url.path.endswith("/events") else None
    )
    async with phone.in_step():
        await asked(phone, "GET /v1/wallet/events")
        await waits(phone, 5.0)
        await phone.buy()
        view = await shown(phone, lambda view: balance(view) == 86, phone.sleeper.wake)
        assert not view.pending


async def test_scan_is_seen_where_only_whole_answers_get_through(phone: Device) -> None:
    phone.network.holds_back = lambda request: request.url.path.endswith("/events")
    async with phone.in_step():
        await waits(phone, FIRST_WORD_SECONDS)
        bell = phone.house.settings.database.bell
        await phone.happenings.until(
            lambda: phone.network.asked_for("GET /v1/wallet/events") > 1 and bell._waiting,
            phone.sleeper.wake,
        )
        scan_id = await phone.scanned()
        view = await shown(phone, lambda view: view.at_till is not None)
        assert view.at_till
        assert view.at_till.kind == "scanned"
        opened = await phone.house.at_till("/purchases", purchase_body(scan_id))
        await phone.house.at_till(f"/purchases/{opened.json()['purchase_id']}/complete")
        view = await shown(phone, lambda view: bool(view.at_till and view.at_till.points))
        assert view.at_till
        assert (view.at_till.kind, view.at_till.points) == ("points", 86)


async def test_stream_tried_again_where_only_whole_answers_get_through_is_given_up_sooner(
    phone: Device,
) -> None:
    news = b"id: 1\n\nid: 2\nevent: offer\ndata: {}\n\n"
    phone.network.holds_back = lambda request: request.url.path.endswith("/events")
    phone.network.answers_instead = lambda request: (
        httpx.Response(200, headers={"Content-Type": "text/event-stream"}, content=news)
        if "once=true" in str(request.url)
        else None
    )
    async with phone.in_step():
        await waits(phone, FIRST_WORD_SECONDS)
        await phone.happenings.until(
            lambda: FIRST_WORD_AGAIN_SECONDS in phone.sleeper.waits, phone.sleeper.wake
        )


async def test_stream_that_ends_with_its_token_is_opened_again(running: Device) -> None:
    running.house.clock.forward(minutes=11)
    running.network.cut()
    running.network.restore()
    await running.happenings.until(
        lambda: running.network.asked_for("GET /v1/wallet/events") >= 2, running.sleeper.wake
    )
    await running.buy()
    await shown(running, lambda view: balance(view) == 86)
    assert running.wallet.view.signed_in


async def test_nothing_is_asked_before_somebody_signs_in(new_phone: Device) -> None:
    async with new_phone.in_step():
        await asyncio.sleep(0)
        assert new_phone.network.asked == []
        await new_phone.sign_in()
        await asked(new_phone, "GET /v1/wallet/events")
        await new_phone.buy()
        await shown(new_phone, lambda view: balance(view) == 86)


async def test_member_who_signs_out_is_not_listened_for_any_more(running: Device) -> None:
    await running.wallet.sign_out()
    await asked(running, "DELETE /v1/auth/session")
    await running.happenings.until(lambda: running.network.streams_open == 0)
    running.house.clock.forward(minutes=2)
    await running.sign_in(ANNA)
    await running.happenings.until(
        lambda: running.network.asked_for("GET /v1/wallet/events") == 2, running.sleeper.wake
    )


async def test_device_signed_out_from_elsewhere_notices_by_itself(running: Device) -> None:
    running.house.clock.forward(minutes=2)
    other = await running.house.sign_in()
    (this,) = [device for device in await running.wallet.account.devices() if device.is_this]
    await running.house.http.delete(f"/v1/devices/{this.id}", headers=other.bearer)
    view = await shown(running, lambda view: not view.signed_in)
    assert view.wallet
