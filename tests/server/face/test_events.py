"""Live events: what the wallet and the display hear, and where they read on."""

import asyncio
import json
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, replace
from typing import Any
from uuid import uuid4

import httpx
import pytest

from loyalty_server.events.open_streams import OpenStreams
from loyalty_server.messages.replies import reply
from loyalty_server.till.tills import display_key, revoke_till, till_of
from tests.server.house import (
    BORIS,
    PATIENCE_SECONDS,
    House,
    bearer,
    listening,
    problem_of,
)

pytestmark = pytest.mark.slow


@dataclass
class Stream:
    """An open stream of events."""

    lines: AsyncIterator[str]

    async def next_block(self) -> dict[str, str]:
        """The fields until the next empty line; a comment is the field without a name."""
        block: dict[str, str] = {}
        async with asyncio.timeout(PATIENCE_SECONDS):
            async for line in self.lines:
                if not line:
                    return block
                name, _, value = line.partition(":")
                block[name] = value.strip()
        return {"end": ""}

    async def next_event(self) -> tuple[str, dict[str, Any]]:
        block = await self.next_block()
        return block["event"], json.loads(block["data"])


@asynccontextmanager
async def opened(
    http: httpx.AsyncClient, path: str, headers: dict[str, str]
) -> AsyncIterator[Stream]:
    async with http.stream("GET", path, headers=headers) as response:
        assert response.status_code == 200, await response.aread()
        assert response.headers["content-type"].startswith("text/event-stream")
        stream = Stream(response.aiter_lines())
        assert "id" in await stream.next_block()
        yield stream


async def test_stranger_hears_nothing(house: House) -> None:
    for path in ("/v1/wallet/events", "/v1/till/display/events"):
        assert (await house.http.get(path)).status_code == 401


async def test_wallet_and_display_do_not_open_each_others_events(house: House) -> None:
    phone = await house.sign_in()
    wallet = await house.http.get("/v1/wallet/events", headers=bearer(house.till_key))
    display = await house.http.get("/v1/till/display/events", headers=phone.bearer)
    assert wallet.status_code == display.status_code == 403


async def test_wallet_hears_the_scan_then_the_points(house: House) -> None:
    phone = await house.sign_in()
    async with (
        listening(house) as http,
        opened(http, "/v1/wallet/events", phone.bearer) as stream,
    ):
        quote = await house.ring_up(phone)
        kind, scanned = await stream.next_event()
        assert (kind, scanned["store"]) == ("scanned", "Тверская, 1")
        await house.at_till(f"/purchases/{quote['purchase_id']}/complete")
        kind, points = await stream.next_event()
        assert (kind, points["earned"], points["balance"]) == ("points", 86, 86)


async def test_streams_that_wait_for_their_turn_to_read_hold_up_no_till(house: House) -> None:
    phone, reading = await house.sign_in(), house.settings.open_streams.reading
    async with (
        listening(house) as http,
        reading,
        opened(http, "/v1/wallet/events", phone.bearer) as stream,
    ):
        hearing = asyncio.create_task(stream.next_event())
        await house.ring_up(phone)
        assert reading.statistics().tasks_waiting == 1
        assert not hearing.done()
        reading.release()
        assert (await hearing)[0] == "scanned"
        await reading.acquire()


async def test_wallet_hears_at_once_that_the_sale_was_cancelled(house: House) -> None:
    phone = await house.sign_in()
    async with (
        listening(house) as http,
        opened(http, "/v1/wallet/events", phone.bearer) as stream,
    ):
        quote = await house.ring_up(phone)
        await house.at_till(f"/purchases/{quote['purchase_id']}/cancel")
        assert (await stream.next_event())[0] == "scanned"
        kind, told = await stream.next_event()
        assert (kind, told["purchase_id"]) == ("cancelled", quote["purchase_id"])
        assert told["store"] == "Тверская, 1"


async def test_other_device_hears_of_a_message_and_that_it_was_read(house: House) -> None:
    phone = await house.sign_in()
    member_id = (await house.http.get("/v1/member", headers=phone.bearer)).json()["id"]
    async with (
        listening(house) as http,
        opened(http, "/v1/wallet/events", phone.bearer) as stream,
    ):
        house.settings.database.write(
            lambda session: reply(session, member_id, "Нашли карту", house.clock())
        )
        kind, told = await stream.next_event()
        assert (kind, told["kind"], told["unread"]) == ("message", "support", 1)
        body = {"message_ids": [told["message_id"]], "at": "2026-11-20T09:00:00Z"}
        await house.http.put("/v1/messages/read", json=body, headers=phone.bearer)
        kind, told = await stream.next_event()
        assert (kind, told["unread"]) == ("message", 0)


async def test_wallet_hears_nothing_of_another_member(house: House) -> None:
    anna, boris = await house.sign_in(), await house.sign_in(BORIS)
    async with (
        listening(house) as http,
        opened(http, "/v1/wallet/events", boris.bearer) as stream,
    ):
        await house.buy(anna)
        purchase_id = (await house.buy(boris))["purchase_id"]
        assert (await stream.next_event())[0] == "scanned"
        assert (await stream.next_event())[1]["purchase_id"] == purchase_id


async def test_wallet_that_was_away_hears_what_it_missed_in_order(house: House) -> None:
    phone = await house.sign_in()
    await house.buy(phone)
    await house.buy(phone)
    headers = phone.bearer | {"Last-Event-ID": "1"}
    async with (
        listening(house) as http,
        opened(http, "/v1/wallet/events", headers) as stream,
    ):
        blocks = [await stream.next_block() for _ in range(3)]
    assert [(block["id"], block["event"]) for block in blocks] == [
        ("2", "points"),
        ("3", "scanned"),
        ("4", "points"),
    ]


async def test_wallet_that_could_not_listen_at_once_begins_with_what_was_recent(
    house: House,
) -> None:
    phone = await house.sign_in()
    await house.buy(phone)
    house.clock.forward(seconds=61)
    quote = await house.ring_up(phone)
    async with (
        listening(house) as http,
        opened(http, "/v1/wallet/events?recent=60", phone.bearer) as stream,
    ):
        assert (await stream.next_block())["id"] == "3"
        await house.at_till(f"/purchases/{quote['purchase_id']}/complete")
        assert (await stream.next_block())["id"] == "4"


async def test_nothing_recent_leaves_the_stream_at_what_comes(house: House) -> None:
    phone = await house.sign_in()
    await house.buy(phone)
    house.clock.forward(seconds=61)
    async with listening(house) as http:
        asked = http.stream("GET", "/v1/wallet/events?recent=60&once=true", headers=phone.bearer)
        async with asked as response:
            first = await anext(response.aiter_lines())
    assert first == "id: 2"


@pytest.mark.parametrize("last", ["99", "abc", "-1", "9" * 30])
async def test_wallet_from_another_time_starts_anew(house: House, last: str) -> None:
    phone = await house.sign_in()
    await house.buy(phone)
    headers = phone.bearer | {"Last-Event-ID": last}
    async with (
        listening(house) as http,
        opened(http, "/v1/wallet/events", headers) as stream,
    ):
        block = await stream.next_block()
    assert (block["event"], block["id"], block["data"]) == ("reset", "2", "{}")


async def test_quiet_stream_is_pinged(house: House) -> None:
    phone = await house.sign_in()
    quick = replace(house, settings=replace(house.settings, ping_seconds=0.01))
    async with (
        listening(quick) as http,
        opened(http, "/v1/wallet/events", phone.bearer) as stream,
    ):
        assert await stream.next_block() == {"": "ping"}


async def test_answer_to_who_listens_once_ends_with_the_first_events(house: House) -> None:
    phone = await house.sign_in()
    await house.buy(phone)
    answer = await house.http.get(
        "/v1/wallet/events?once=true", headers=phone.bearer | {"Last-Event-ID": "0"}
    )
    assert [line for line in answer.text.splitlines() if line.startswith("event")] == [
        "event: scanned",
        "event: points",
    ]


async def test_answer_to_who_listens_once_ends_without_events_too(house: House) -> None:
    phone = await house.sign_in()
    quick = replace(house, settings=replace(house.settings, ping_seconds=0.01))
    async with (
        listening(quick) as http,
        opened(http, "/v1/wallet/events?once=true", phone.bearer) as stream,
    ):
        assert await stream.next_block() == {"end": ""}


@pytest.mark.parametrize("path", ["/v1/wallet/events", "/v1/till/display/events"])
async def test_newest_stream_takes_the_place_of_the_oldest_after_a_minute(
    house: House, path: str
) -> None:
    phone = await house.sign_in()
    headers = phone.bearer if "wallet" in path else bearer(house.till_key)
    narrow = replace(house, settings=replace(house.settings, open_streams=OpenStreams(2)))
    async with (
        listening(narrow) as http,
        opened(http, path, headers) as first,
        opened(http, path, headers) as second,
    ):
        house.clock.forward(seconds=59)
        too_soon = await http.get(path, headers=headers)
        assert problem_of(too_soon)["code"] == "rate_limited"
        assert too_soon.headers["retry-after"] == "1"
        house.clock.forward(seconds=1)
        async with opened(http, path, headers) as third:
            assert await first.next_block() == {"end": ""}
            await house.buy(phone)
            for stream in (second, third):
                assert (await stream.next_event())[0] == "scanned"


async def test_closed_stream_leaves_its_place(house: House) -> None:
    phone, path = await house.sign_in(), "/v1/wallet/events?once=true"
    settings = replace(house.settings, open_streams=OpenStreams(1), ping_seconds=0.2)
    async with listening(replace(house, settings=settings)) as http:
        async with opened(http, path, phone.bearer):
            assert (await http.get(path, headers=phone.bearer)).status_code == 429
        async with asyncio.timeout(PATIENCE_SECONDS):
            while (await http.get(path, headers=phone.bearer)).status_code == 429:
                pass


async def test_stream_ends_with_the_access_token(house: House) -> None:
    phone = await house.sign_in()
    quick = replace(house, settings=replace(house.settings, ping_seconds=0.01))
    async with (
        listening(quick) as http,
        opened(http, "/v1/wallet/events", phone.bearer) as stream,
    ):
        house.clock.forward(minutes=10)
        while (block := await stream.next_block()) != {"end": ""}:
            assert block == {"": "ping"}


async def test_signed_out_device_hears_so_and_then_nothing(house: House) -> None:
    phone = await house.sign_in()
    async with (
        listening(house) as http,
        opened(http, "/v1/wallet/events", phone.bearer) as stream,
    ):
        await house.http.delete("/v1/auth/session", headers=phone.bearer)
        assert (await stream.next_event())[0] == "revoked"
        assert await stream.next_block() == {"end": ""}


async def test_display_shows_the_scan_and_thanks_without_a_name(house: House) -> None:
    phone = await house.sign_in()
    async with (
        listening(house) as http,
        opened(http, "/v1/till/display/events", bearer(house.till_key)) as stream,
    ):
        await house.buy(phone)
        kind, scanned = await stream.next_event()
        assert (kind, scanned.keys()) == ("scanned", {"till", "initial", "tier", "at"})
        kind, thanks = await stream.next_event()
        assert (kind, thanks["earned"]) == ("thanks", 86)


def key_of_the_display(house: House) -> str:
    with house.settings.database.reading() as session:
        till = till_of(session, house.till_key)
        assert till
        return display_key(house.settings.keys, till.id)


async def test_key_of_a_display_only_listens(house: House) -> None:
    phone, key = await house.sign_in(), key_of_the_display(house)
    async with (
        listening(house) as http,
        opened(http, "/v1/till/display/events", bearer(key)) as stream,
    ):
        await house.buy(phone)
        assert (await stream.next_event())[0] == "scanned"
    body = {"raw": phone.card_code(house.clock()), "till_time": house.clock().isoformat()}
    headers = bearer(key) | {"Idempotency-Key": str(uuid4())}
    assert (await house.http.post("/v1/till/scans", json=body, headers=headers)).status_code == 401


async def test_key_of_a_display_is_not_made_without_the_servers_secret(house: House) -> None:
    till_id, _, signature = key_of_the_display(house).partition(".")
    forged = (f"{till_id}.{'A' * len(signature)}", f"{'0' * 32}.{signature}", f"{till_id}.", ".")
    for key in forged:
        answer = await house.http.get("/v1/till/display/events", headers=bearer(key))
        assert answer.status_code == 401


@pytest.mark.parametrize("of_its_own", [True, False])
async def test_display_of_a_revoked_till_goes_dark(house: House, of_its_own: bool) -> None:
    quick = replace(house, settings=replace(house.settings, ping_seconds=0.01))
    key = key_of_the_display(house) if of_its_own else house.till_key
    async with (
        listening(quick) as http,
        opened(http, "/v1/till/display/events", bearer(key)) as stream,
    ):
        with house.settings.database.writing() as session:
            till = till_of(session, house.till_key)
            assert till
            revoke_till(session, till.id, house.clock())
        while (block := await stream.next_block()) != {"end": ""}:
            assert block == {"": "ping"}
