"""Codes on their way: whatever a gateway does, nobody else waits for it."""

import asyncio
from collections.abc import AsyncIterator, Callable
from dataclasses import dataclass, field, replace
from threading import Event

import httpx
import pytest

from loyalty_server.languages import Language
from loyalty_server.sign_in.addresses import Address, Channel
from loyalty_server.sign_in.sender import SenderOfEach
from loyalty_server.sign_in.sms_gateway import GatewaySender
from tests.server.house import (
    ANNA,
    PATIENCE_SECONDS,
    House,
    Postbox,
    listening,
    problem_of,
    session_body,
)

pytestmark = pytest.mark.slow


async def until(holds: Callable[[], object]) -> None:
    async with asyncio.timeout(PATIENCE_SECONDS):
        while not holds():  # noqa: ASYNC110, a thread's doing is awaited
            await asyncio.sleep(0.01)


@dataclass
class HangingGateway(Postbox):
    """Takes a code and says nothing until it is let go."""

    let_go: Event = field(default_factory=Event)
    asked: int = 0

    def send_code(self, address: Address, code: str, language: Language, message_id: str) -> None:
        self.asked += 1
        self.let_go.wait(PATIENCE_SECONDS)


@pytest.fixture
async def hanging() -> AsyncIterator[HangingGateway]:
    gateway = HangingGateway()
    yield gateway
    gateway.let_go.set()


async def test_gateway_that_hangs_keeps_no_till_and_no_member_waiting(
    house: House, hanging: HangingGateway
) -> None:
    anna = await house.sign_in()
    house.clock.forward(minutes=2)
    hung = replace(house, settings=replace(house.settings, sender=hanging))
    async with listening(hung) as http:
        for number in range(12):
            asked = await http.post("/v1/auth/codes", json={"phone": f"+790000001{number:02}"})
            assert asked.status_code == 202
        await until(lambda: hanging.asked)
        at_till = replace(hung, http=http)
        assert (await at_till.scan(anna))["scan_id"]
        assert (await http.get("/readyz")).status_code == 200
        hanging.let_go.set()


async def test_code_that_was_not_taken_is_sent_again_by_itself_and_counts_all_the_same(
    house: House,
) -> None:
    house.postbox.is_closed = True
    challenge = (await house.ask_code()).json()["challenge_id"]
    assert not house.postbox.codes
    assert problem_of(await house.ask_code())["code"] == "rate_limited"
    house.postbox.is_closed = False
    assert not house.postbox.codes
    house.clock.forward(seconds=30)
    body = session_body(challenge, house.postbox.last_code)
    assert (await house.http.post("/v1/auth/sessions", json=body)).status_code == 201


async def test_code_is_sent_once_however_often_one_looks(house: House) -> None:
    await house.ask_code()
    assert len(house.postbox.codes) == 1
    house.clock.forward(minutes=2)
    assert len(house.postbox.codes) == 1


async def test_code_that_nobody_takes_is_given_up_after_three_tries(house: House) -> None:
    tries: list[str] = []

    def refuse(request: httpx.Request) -> httpx.Response:
        tries.append(request.headers["webhook-id"])
        return httpx.Response(503)

    gateway = GatewaySender("http://gateway.test", b"s", httpx.MockTransport(refuse))
    house.postbox.send_code = gateway.send_code  # type: ignore[method-assign]
    challenge = (await house.ask_code()).json()["challenge_id"]
    for _ in range(9):
        assert not house.postbox.codes
        house.clock.forward(seconds=30)
    assert tries == [f"msg_{challenge}"] * 3


async def test_code_past_its_five_minutes_is_not_sent(house: House) -> None:
    await house.ask_code()
    house.clock.forward(minutes=5)
    assert not house.postbox.codes


async def test_server_that_sends_by_itself_brings_the_code(house: House) -> None:
    own = Postbox()
    async with listening(replace(house, settings=replace(house.settings, sender=own))) as http:
        assert (await http.post("/v1/auth/codes", json={"phone": ANNA})).status_code == 202
        await until(lambda: own.brought)
    assert own.brought[0][0].value == ANNA


async def test_channel_that_is_not_set_up_is_told_at_once(house: House) -> None:
    only_phones = SenderOfEach({Channel.PHONE: GatewaySender("http://gateway.test", b"s")})
    async with listening(
        replace(house, settings=replace(house.settings, sender=only_phones))
    ) as http:
        refused = await http.post("/v1/auth/codes", json={"email": "me@x.test"})
    assert problem_of(refused)["code"] == "address_unreachable"


async def test_what_waits_to_be_sent_is_no_code_and_no_address_to_who_has_the_database(
    house: House,
) -> None:
    house.postbox.is_closed = True
    await house.ask_code()
    with house.settings.database.reading() as session:
        (row,) = session.connection().exec_driver_sql("SELECT * FROM code_delivery").all()
    assert ANNA.encode() not in b"".join(str(cell).encode() for cell in row)
