"""Whatever the network brings, the card shows, the last good view stays, and the wallet recovers."""

import asyncio
from collections.abc import AsyncIterator, Callable
from itertools import groupby

import httpx
import pytest

from kopilka.api.exchange import MAX_BODY_BYTES
from kopilka.domain import Refused, SignedOut, Unreachable
from loyalty_api.actions import ActivateOffer
from loyalty_api.card_code import CodeType
from tests.wallet.books import activations
from tests.wallet.device import Device

pytestmark = pytest.mark.slow


PORTAL = b"<!doctype html><title>Free Wi-Fi</title><form>Agree and continue</form>"

LONG_AGO = {"Date": "Thu, 01 Jan 2015 00:00:00 GMT"}
"""What a box on the wall that never heard of a time server takes for now."""

BROKEN_ANSWERS: dict[str, Callable[[httpx.Response], httpx.Response]] = {
    "a captive portal's page": lambda _: httpx.Response(
        200, html=PORTAL.decode(), headers=LONG_AGO
    ),
    "a captive portal's redirect": lambda _: httpx.Response(
        302, headers={"Location": "http://wifi.example/login"}
    ),
    "a captive portal's silence": lambda _: httpx.Response(204),
    "a proxy's own refusal": lambda _: httpx.Response(403, html="Forbidden"),
    "a proxy that wants a password": lambda _: httpx.Response(407, html="Sign in"),
    "a page that is not there": lambda _: httpx.Response(404, html="Not found"),
    "an answer without a type": lambda _: httpx.Response(200, content=b'{"points": 1}'),
    "JSON of something else": lambda _: httpx.Response(200, json={"hello": "world"}),
    "half an answer": lambda _: httpx.Response(
        200, content=b'{"server_time": "2026-', headers={"Content-Type": "application/json"}
    ),
    "letters that are not UTF-8": lambda _: httpx.Response(
        200, content=b'{"a": "\xff\xfe"}', headers={"Content-Type": "application/json"}
    ),
    "a body beyond all bounds": lambda _: httpx.Response(
        200,
        content=b'"' + b"a" * (MAX_BODY_BYTES + 1) + b'"',
        headers={"Content-Type": "application/json"},
    ),
    "JSON nested without end": lambda _: httpx.Response(
        200, content=b"[" * 100_000, headers={"Content-Type": "application/json"}
    ),
    "gzip that is not": lambda _: httpx.Response(
        200,
        stream=httpx.ByteStream(b"not gzip"),
        headers={"Content-Type": "application/json", "Content-Encoding": "gzip"},
    ),
    "unchanged, though nothing was known": lambda _: httpx.Response(304),
    "a problem without a code": lambda _: httpx.Response(
        409, content=b"{}", headers={"Content-Type": "application/problem+json"}
    ),
    "a server that failed": lambda _: httpx.Response(500),
    "a gateway without a server": lambda _: httpx.Response(502, html="Bad gateway"),
    "a server that is busy": lambda _: httpx.Response(503, headers={"Retry-After": "7"}),
    "too many requests": lambda _: httpx.Response(429, headers={"Retry-After": "7"}),
}


def problem(status: int, code: str, **headers: str) -> httpx.Response:
    return httpx.Response(
        status,
        json={"type": "about:blank", "status": status, "code": code},
        headers={"Content-Type": "application/problem+json", **headers},
    )


@pytest.mark.parametrize("kind", BROKEN_ANSWERS)
async def test_broken_answer_to_everything_keeps_the_last_good_view(
    phone: Device, kind: str
) -> None:
    before = phone.wallet.view
    await phone.wallet.act(ActivateOffer("bread-plus-20", phone.house.clock.now))
    phone.network.answers_instead = lambda request: (
        None
        if kind.startswith("unchanged") and request.url.path == "/v1/wallet"
        else BROKEN_ANSWERS[kind](httpx.Response(200))
    )
    await phone.wallet.sync()
    view = phone.wallet.view
    assert view.offline
    assert view.signed_in
    assert view.pending == 1
    assert view.wallet
    assert before.wallet
    assert view.wallet.points == before.wallet.points
    assert view.clock_offset == before.clock_offset
    assert await phone.wallet.card_code(CodeType.PAY)
    phone.network.answers_instead = lambda _: None
    await phone.wallet.sync()
    assert (phone.wallet.view.offline, phone.wallet.view.pending) == (False, 0)


@pytest.mark.parametrize("kind", BROKEN_ANSWERS)
async def test_broken_answer_to_a_question_is_told_as_unreachable(phone: Device, kind: str) -> None:
    phone.network.answers_instead = lambda _: BROKEN_ANSWERS[kind](httpx.Response(200))
    with pytest.raises(Unreachable):
        await phone.wallet.purchase("p-1")
    with pytest.raises(Unreachable):
        await phone.wallet.send_code("+79000000001")


@pytest.mark.parametrize(
    "failure",
    [
        httpx.ConnectError("TLS: certificate verify failed"),
        httpx.ConnectTimeout("too slow"),
        httpx.ReadTimeout("too slow"),
        httpx.RemoteProtocolError("nonsense"),
        httpx.PoolTimeout("flapping"),
    ],
    ids=lambda failure: type(failure).__name__,
)
async def test_failing_connection_is_only_told_as_offline(
    phone: Device, failure: httpx.TransportError
) -> None:
    def fail(_: httpx.Request) -> httpx.Response | None:
        raise failure

    phone.network.answers_instead = fail
    await phone.wallet.sync()
    assert phone.wallet.view.offline
    assert phone.wallet.view.wallet


async def test_long_outage_is_told_once_and_its_end_once(phone: Device) -> None:
    told: list[bool] = []
    phone.wallet.subscribe(lambda view: told.append(view.offline))
    phone.network.cut()
    for _ in range(5):
        await phone.wallet.sync()
    phone.network.restore()
    for _ in range(2):
        await phone.wallet.sync()
    assert [now for now, _ in groupby(told)] == [False, True, False]


async def test_member_who_asks_too_often_for_codes_hears_when_to_try_again(
    new_phone: Device,
) -> None:
    await new_phone.wallet.send_code("+79000000001")
    with pytest.raises(Refused) as refused:
        await new_phone.wallet.send_code("+79000000001")
    assert refused.value.code == "rate_limited"
    assert refused.value.retry_after == 60


async def test_action_is_kept_when_the_server_is_only_too_busy_for_it(phone: Device) -> None:
    await phone.wallet.act(ActivateOffer("bread-plus-20", phone.house.clock.now))
    phone.network.answers_instead = lambda request: (
        problem(429, "rate_limited", **{"Retry-After": "5"}) if request.method == "PUT" else None
    )
    await phone.wallet.sync()
    assert phone.wallet.view.refusals == ()
    assert (phone.wallet.view.offline, phone.wallet.view.pending) == (True, 1)


async def test_refused_wallet_keeps_the_last_good_one(phone: Device) -> None:
    phone.network.answers_instead = lambda request: (
        problem(403, "forbidden") if request.url.path == "/v1/wallet" else None
    )
    await phone.wallet.sync()
    assert phone.wallet.view.offline
    assert phone.wallet.view.wallet
    assert phone.wallet.view.signed_in


async def test_portal_that_only_answers_what_is_told_does_not_swallow_it(phone: Device) -> None:
    """The page before the first agreement; by the next request it lets everything through."""
    await phone.wallet.act(ActivateOffer("bread-plus-20", phone.house.clock.now))
    phone.network.answers_instead = lambda request: (
        httpx.Response(200, html=PORTAL.decode(), headers=LONG_AGO)
        if request.method == "PUT"
        else None
    )
    await phone.wallet.sync()
    assert phone.wallet.view.pending == 1
    phone.network.answers_instead = lambda _: None
    await phone.wallet.sync()
    assert phone.wallet.view.pending == 0
    assert activations(phone.house) == 1


async def test_portal_in_place_of_the_stream_does_not_set_the_clock(phone: Device) -> None:
    before = phone.wallet.view.clock_offset
    phone.network.answers_instead = lambda request: (
        httpx.Response(200, html=PORTAL.decode(), headers=LONG_AGO)
        if request.url.path.endswith("/events")
        else None
    )
    async with phone.in_step():
        await phone.happenings.until(
            lambda: phone.network.asked_for("GET /v1/wallet/events") > 2, phone.sleeper.wake
        )
    assert phone.wallet.view.clock_offset == before
    assert await phone.scanned()


class Endless(httpx.AsyncByteStream):
    """An answer that goes on and on; `sent` is how much of it was read."""

    sent = 0

    async def __aiter__(self) -> AsyncIterator[bytes]:
        while True:
            self.sent += 64 * 1024
            await asyncio.sleep(0)
            yield b" " * (64 * 1024)


async def test_answer_without_an_end_is_read_no_further_than_its_bound(phone: Device) -> None:
    endless = Endless()
    phone.network.answers_instead = lambda _: httpx.Response(
        200, stream=endless, headers={"Content-Type": "application/json"}
    )
    async with asyncio.timeout(20):
        await phone.wallet.sync()
    assert phone.wallet.view.offline
    assert endless.sent <= MAX_BODY_BYTES + 64 * 1024


@pytest.mark.parametrize(
    "etag",
    [b'"\xfc\x00\r\n"', b'W/"1"', b"*", b"1", b'"1", "2"', b'"' + b"1" * 300 + b'"', b""],
)
async def test_strange_etag_is_not_sent_back(phone: Device, etag: bytes) -> None:
    def with_strange_etag(answer: httpx.Response) -> httpx.Response:
        kept = [pair for pair in answer.headers.raw if pair[0].lower() != b"etag"]
        answer.headers = httpx.Headers([*kept, (b"etag", etag)])
        return answer

    phone.network.changes = with_strange_etag
    await phone.buy()
    await phone.wallet.sync()
    sent: list[str | None] = []
    phone.network.answers_instead = lambda request: sent.append(
        request.headers.get("If-None-Match")
    )
    await phone.restart()
    await phone.wallet.sync()
    assert sent
    assert set(sent) == {None}
    assert not phone.wallet.view.offline


async def test_portal_cannot_sign_the_member_out(phone: Device) -> None:
    phone.house.clock.forward(minutes=11)
    phone.network.answers_instead = lambda _: httpx.Response(401, html="Who are you?")
    await phone.wallet.sync()
    assert phone.wallet.view.signed_in


async def test_lost_answer_to_a_renewal_does_not_sign_the_member_out(phone: Device) -> None:
    phone.house.clock.forward(minutes=11)
    phone.network.loses_answer_to = lambda request: request.url.path == "/v1/auth/refresh"
    await phone.wallet.sync()
    assert phone.wallet.view.offline
    phone.network.loses_answer_to = lambda _: False
    await phone.wallet.sync()
    assert phone.wallet.view.signed_in
    assert not phone.wallet.view.offline


async def test_question_of_a_member_whose_session_ended_says_so(phone: Device) -> None:
    phone.house.clock.forward(days=61)
    with pytest.raises(SignedOut):
        await phone.wallet.account.devices()
    assert not phone.wallet.view.signed_in
