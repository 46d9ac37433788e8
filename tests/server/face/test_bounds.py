"""What one may do before saying who one is: so many connections, so large a head, so much time."""

import asyncio
import logging
import socket
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass

import httpx
import pytest
import uvicorn

from kopilka_cli.bounded_http import BoundedProtocol, Bounds, Door
from kopilka_cli.serving import uvicorn_config
from loyalty_server.app import create_app
from tests.server.face.conftest import on_sqlite
from tests.server.house import PATIENCE_SECONDS, House

pytestmark = [pytest.mark.slow, on_sqlite]

SOON = Bounds(connections=20, per_address=256, head_seconds=0.3, body_seconds=0.3)
ANOTHER_PLACE = "127.0.0.2"
LATE = Bounds(connections=20, head_seconds=60, body_seconds=60)


@dataclass(frozen=True)
class Line:
    """A connection that says what it likes."""

    reader: asyncio.StreamReader
    writer: asyncio.StreamWriter

    async def is_hung_up(self) -> bool:
        """Fulfilled when the server has closed it."""
        with suppress(ConnectionError):
            async with asyncio.timeout(PATIENCE_SECONDS):
                while await self.reader.read(65_536):
                    pass
        self.writer.close()
        return True

    async def say(self, text: bytes) -> None:
        with suppress(ConnectionError):
            self.writer.write(text)
            await self.writer.drain()


@dataclass(frozen=True)
class Server:
    port: int
    door: Door

    async def call(self) -> Line:
        return Line(*await asyncio.open_connection("127.0.0.1", self.port))

    async def answers(self) -> bool:
        async with httpx.AsyncClient(timeout=PATIENCE_SECONDS) as http:
            return (await http.get(f"http://127.0.0.1:{self.port}/healthz")).is_success


@asynccontextmanager
async def serving(house: House, bounds: Bounds) -> AsyncIterator[Server]:
    with socket.create_server(("127.0.0.1", 0), backlog=512) as door:
        config = uvicorn_config(create_app(house.settings), bounds, log_config=None)
        server = uvicorn.Server(config)
        running = asyncio.create_task(server.serve(sockets=[door]))
        assert isinstance(config.http, type)
        assert issubclass(config.http, BoundedProtocol)
        yield Server(door.getsockname()[1], config.http.door)
        server.should_exit = True
        await running


async def test_who_says_nothing_is_let_go(house: House) -> None:
    async with serving(house, SOON) as server:
        assert await (await server.call()).is_hung_up()


async def test_head_that_drips_is_not_waited_for(house: House) -> None:
    async with serving(house, SOON) as server:
        line = await server.call()

        async def drip() -> None:
            await line.say(b"GET /healthz HTTP/1.1\r\n")
            while True:
                await line.say(b"X-A: b\r\n")
                await asyncio.sleep(0.02)

        dripping = asyncio.create_task(drip())
        assert await line.is_hung_up()
        dripping.cancel()


async def test_second_head_on_a_kept_connection_is_not_waited_for_either(house: House) -> None:
    async with serving(house, SOON) as server:
        line = await server.call()
        await line.say(b"GET /healthz HTTP/1.1\r\nHost: a\r\n\r\nGET /healthz HT")
        assert await line.is_hung_up()


async def test_body_that_drips_is_not_waited_for(house: House) -> None:
    async with serving(house, SOON) as server:
        line = await server.call()
        await line.say(
            b"POST /v1/auth/codes HTTP/1.1\r\nHost: a\r\nContent-Type: application/json\r\n"
            b"Content-Length: 100\r\n\r\n{"
        )
        assert await line.is_hung_up()


async def test_answer_that_nobody_reads_is_not_kept_for_ever(house: House) -> None:
    impatient = Bounds(connections=20, head_seconds=60, body_seconds=60, answer_seconds=0.3)
    async with serving(house, impatient) as server:
        with socket.socket() as line:
            line.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4096)
            line.bind((ANOTHER_PLACE, 0))
            line.connect(("127.0.0.1", server.port))
            line.sendall(b"GET /v1/openapi.json HTTP/1.1\r\nHost: a\r\n\r\n" * 60)
            assert await server.answers()
            assert ANOTHER_PLACE in server.door.inside
            async with asyncio.timeout(PATIENCE_SECONDS):
                while ANOTHER_PLACE in server.door.inside:
                    assert await server.answers()


@pytest.mark.parametrize(
    "head",
    [
        b"GET / HTTP/1.1\r\nX-A: " + b"a" * 1_000_000,
        b"GET / HTTP/1.1\r\n" + b"X-A: b\r\n" * 100_000,
    ],
    ids=["one large header", "many small ones"],
)
async def test_large_head_is_refused_before_it_is_all_read(house: House, head: bytes) -> None:
    async with serving(house, LATE) as server:
        line = await server.call()
        await asyncio.gather(line.say(head), line.is_hung_up())
        assert await server.answers()


async def test_silent_crowd_makes_way_for_who_speaks(house: House) -> None:
    async with serving(house, LATE) as server:
        crowd = [await server.call() for _ in range(3 * LATE.connections)]
        assert await server.answers()
        for line in crowd:
            line.writer.close()


async def test_body_that_breaks_off_leaves_no_trace_in_the_log(
    house: House, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.WARNING)
    async with serving(house, LATE) as server:
        for _ in range(5):
            line = await server.call()
            await line.say(
                b"POST /v1/auth/codes HTTP/1.1\r\nHost: a\r\nContent-Type: application/json\r\n"
                b"Content-Length: 100\r\n\r\n{"
            )
            line.writer.close()
            await line.writer.wait_closed()
        assert await server.answers()
    assert not [record for record in caplog.records if record.levelno >= logging.WARNING]


async def test_connection_is_never_handed_to_a_protocol_without_bounds(house: House) -> None:
    head = (
        b"GET /healthz HTTP/1.1\r\nHost: x\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n"
        b"Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n\r\n"
    )
    async with serving(house, LATE) as server:
        line = await server.call()
        await line.say(head)
        assert (await line.reader.readline()).startswith(b"HTTP/1.1 200")
        assert server.door.inside.total() == 1
        line.writer.close()
