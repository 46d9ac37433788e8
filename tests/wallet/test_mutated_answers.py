"""Mutated answers: nothing crashes, the last good view stays, the card always shows."""

from collections.abc import AsyncIterator
from contextlib import suppress
from random import Random

import httpx
import pytest

from kopilka.api.events import Event, events_in
from kopilka.domain import Refused, SignedOut, Unreachable
from loyalty_api import codec
from loyalty_api.card_code import CodeType
from loyalty_api.malformed import Malformed
from loyalty_api.models import Wallet
from tests.server.house import ANNA
from tests.wallet.device import Device
from tests.wallet.mutations import mutated

STREAM = b""": ping

id: 7
event: scanned
data: {"at":"2026-11-20T09:00:00Z","store":"\xd0\xa2\xd0\xb2\xd0\xb5\xd1\x80\xd1\x81\xd0\xba\xd0\xb0\xd1\x8f"}

event: points
data: {"earned": 86,
data: "balance": 86}

"""


class Mutations:
    """Instead of the server's answers, mutations of those it gave last."""

    def __init__(self, device: Device, seed: int) -> None:
        self._right = dict(device.network.answered)
        self._random = Random(seed)
        self.bodies: dict[str, bytes] = {}
        device.network.answers_instead = self._instead

    def _instead(self, request: httpx.Request) -> httpx.Response | None:
        asked = f"{request.method} {request.url.path}"
        right = self._right.get(asked)
        if right is None:
            return None
        mutation = mutated(right, self._random)
        self.bodies[asked] = mutation.body
        return mutation.response()


def understood(body: bytes) -> Wallet | None:
    try:
        return codec.loads(Wallet, body)
    except Malformed:
        return None


@pytest.mark.slow
@pytest.mark.parametrize("snapshots", [1_500, pytest.param(20_000, marks=pytest.mark.long)])
async def test_last_good_view_outlives_mutated_snapshots(phone: Device, snapshots: int) -> None:
    await phone.buy()
    await phone.wallet.sync()
    mutations = Mutations(phone, seed=2026)
    for _ in range(snapshots):
        before = phone.wallet.view.wallet
        await phone.wallet.sync()
        after = phone.wallet.view.wallet
        assert after
        assert after == before or after == understood(mutations.bodies["GET /v1/wallet"])
        assert await phone.wallet.card_code(CodeType.PAY)
    phone.network.answers_instead = lambda _: None
    await phone.wallet.sync()
    assert phone.wallet.view.signed_in
    assert not phone.wallet.view.offline
    assert await phone.scanned()


@pytest.mark.slow
async def test_mutated_answers_to_everything_else_are_errors_with_a_remedy(phone: Device) -> None:
    purchase_id = await phone.buy()
    wallet = phone.wallet
    questions = (
        lambda: wallet.send_code(ANNA),
        lambda: wallet.sign_in("challenge", "000000"),
        lambda: wallet.past.more(None, None),
        lambda: wallet.purchase(purchase_id),
        lambda: wallet.account.devices(),
        lambda: wallet.sync(),
    )
    for ask in questions:
        with suppress(Refused):
            await ask()
    Mutations(phone, seed=7)
    answered = 0
    for _ in range(200):
        for ask in questions:
            with suppress(Refused, SignedOut, Unreachable):
                await ask()
                answered += 1
    assert 0 < answered < 200 * len(questions)


async def in_pieces(content: bytes, random: Random) -> AsyncIterator[bytes]:
    while content:
        size = random.randrange(1, 12)
        yield content[:size]
        content = content[size:]


async def test_stream_is_read_whatever_pieces_it_comes_in() -> None:
    whole = [event async for event in events_in(in_pieces(STREAM, Random(0)))]
    assert [(event.id, event.kind) for event in whole] == [("7", "scanned"), (None, "points")]
    assert whole[1].data == {"earned": 86, "balance": 86}
    for seed in range(50):
        assert [event async for event in events_in(in_pieces(STREAM, Random(seed)))] == whole
    windows = STREAM.replace(b"\n", b"\r\n")
    assert [event async for event in events_in(in_pieces(windows, Random(1)))] == whole


async def test_broken_stream_gives_events_or_an_end() -> None:
    random = Random(11)
    for _ in range(500):
        content = bytearray(STREAM)
        for _ in range(random.randrange(1, 10)):
            content[random.randrange(len(content))] = random.randrange(256)
        async for event in events_in(in_pieces(bytes(content), random)):
            assert isinstance(event, Event)


async def test_event_without_an_end_is_given_up() -> None:
    async def endless() -> AsyncIterator[bytes]:
        while True:
            yield b"data: and so on\n"

    with pytest.raises(Unreachable):
        async for _ in events_in(endless()):
            pass
