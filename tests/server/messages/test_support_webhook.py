"""What members write reaches the support desk: signed, in order, again until it is taken."""

import asyncio
import hmac
import json
from base64 import b64decode
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from threading import Event
from typing import Any

import httpx
import pytest

from loyalty_server.app import create_app
from loyalty_server.messages.support_desk import SupportDesk, secret_told
from loyalty_server.messages.support_webhook import send_due
from tests.server.house import House, listening
from tests.server.visits import forget_a_week_of_answers, post

pytestmark = pytest.mark.slow


@dataclass
class Desk(httpx.BaseTransport):
    """A helpdesk that checks signatures and keeps what it took; it may be shut, or lose its answer."""

    secret: bytes
    status: int = 200
    is_cut: bool = False
    breaks_at: str = ""
    taken: list[Any] = field(default_factory=list)
    ids: list[str] = field(default_factory=list)
    is_told: Event = field(default_factory=Event)

    def handle_request(self, request: httpx.Request) -> httpx.Response:
        body = request.read()
        signed = f"{request.headers['webhook-id']}.{request.headers['webhook-timestamp']}.".encode()
        version, signature = request.headers["webhook-signature"].split(",")
        assert version == "v1"
        assert hmac.digest(self.secret, signed + body, "sha256") == b64decode(signature)
        if self.breaks_at and self.breaks_at in body.decode():
            raise RuntimeError(body)
        if self.status < 300:
            self.taken.append(json.loads(body))
            self.ids.append(request.headers["webhook-id"])
            self.is_told.set()
        if self.is_cut:
            raise httpx.ReadError("cut")
        return httpx.Response(self.status)


@pytest.fixture
def desk(house: House) -> Iterator[Desk]:
    """The house's desk; its server tells it what members write."""
    told = secret_told(house.settings.keys).removeprefix("whsec_")
    desk = Desk(b64decode(told))
    support = SupportDesk("https://desk.example/hook", house.settings.keys.telling, desk)
    house.settings = replace(house.settings, support=support)
    transport = httpx.ASGITransport(create_app(house.settings), raise_app_exceptions=False)
    house.http = httpx.AsyncClient(transport=transport, base_url="https://loyalty.example")
    return desk


def deliver(house: House) -> None:
    assert house.settings.support
    send_due(house.settings.database, house.settings.support, house.settings.clock)


async def test_desk_is_told_who_wrote_what_and_only_once(house: House, desk: Desk) -> None:
    anna = await house.sign_in()
    for text in ("Потеряла карту", "Нашла"):
        await post(house, anna, "/messages", {"text": text})
    for _ in range(2):
        deliver(house)
    assert [one["text"] for one in desk.taken] == ["Потеряла карту", "Нашла"]
    assert desk.taken[0]["at"] == "2026-11-20T09:00:00Z"
    assert desk.taken[0].keys() == {"message_id", "member_id", "at", "text", "call_back"}


async def test_desk_is_told_once_of_a_message_sent_again_after_its_answer_was_forgotten(
    house: House, desk: Desk
) -> None:
    for _ in range(2):
        await post(house, await house.sign_in(), "/messages", {"text": "Нашла"}, key="k1")
        deliver(house)
        forget_a_week_of_answers(house)
    assert len(desk.taken) == 1


async def test_desk_that_was_shut_gets_the_message_later(house: House, desk: Desk) -> None:
    await post(house, await house.sign_in(), "/messages", {"text": "Потеряла карту"})
    desk.status = 503
    for minutes in (0, 1, 2):
        house.clock.forward(minutes=minutes)
        deliver(house)
    desk.status = 200
    deliver(house)
    assert desk.taken == []
    house.clock.forward(minutes=4)
    deliver(house)
    assert [one["text"] for one in desk.taken] == ["Потеряла карту"]


async def test_message_whose_answer_was_lost_comes_again_under_the_same_id(
    house: House, desk: Desk
) -> None:
    await post(house, await house.sign_in(), "/messages", {"text": "Потеряла карту"})
    desk.is_cut = True
    deliver(house)
    desk.is_cut = False
    house.clock.forward(minutes=1)
    deliver(house)
    assert desk.ids == ["msg_1", "msg_1"]


async def test_running_server_tells_the_desk_at_once(house: House, desk: Desk) -> None:
    anna = await house.sign_in()
    async with listening(house) as http:
        headers = anna.bearer | {"Idempotency-Key": "k1"}
        await http.post("/v1/messages", json={"text": "Потеряла карту"}, headers=headers)
        assert await asyncio.to_thread(desk.is_told.wait, 30)
    assert desk.taken[0]["text"] == "Потеряла карту"


async def test_server_that_broke_over_a_message_tells_of_the_next_and_keeps_both_to_itself(
    house: House, desk: Desk, caplog: pytest.LogCaptureFixture
) -> None:
    anna = await house.sign_in()
    desk.breaks_at = "карту"
    async with listening(house) as http:
        for text in ("Потеряла карту", "Нашла"):
            headers = anna.bearer | {"Idempotency-Key": text.encode().hex()}
            await http.post("/v1/messages", json={"text": text}, headers=headers)
        assert await asyncio.to_thread(desk.is_told.wait, 30)
    assert desk.taken[0]["text"] == "Нашла"
    assert "RuntimeError" in caplog.text
    assert "карту" not in caplog.text


async def test_message_over_which_the_telling_breaks_holds_up_none_that_waits_with_it(
    house: House, desk: Desk
) -> None:
    anna = await house.sign_in()
    desk.breaks_at = "карту"
    for text in ("Потеряла карту", "Нашла"):
        await post(house, anna, "/messages", {"text": text})
    deliver(house)
    assert [one["text"] for one in desk.taken] == ["Нашла"]


async def test_without_a_desk_nothing_is_queued(house: House) -> None:
    await post(house, await house.sign_in(), "/messages", {"text": "Потеряла карту"})
    desk = Desk(house.settings.keys.telling)
    elsewhere = SupportDesk("https://desk.example", desk.secret, desk)
    send_due(house.settings.database, elsewhere, house.settings.clock)
    assert desk.taken == []
