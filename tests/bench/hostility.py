"""What is done to a server that tills are at work with: silent sockets, dripping heads, streams, codes."""

import asyncio
import os
import socket
import subprocess
import sys
from collections.abc import Iterator, Sequence
from contextlib import closing, contextmanager, suppress
from threading import Thread
from typing import Final
from urllib.parse import urlsplit

import httpx

SILENT: Final = 600
DRIPPING: Final = 120
CALLERS: Final = 8
"""Addresses of loopback that the calls come from, since each holds 256 connections at most."""


@contextmanager
def hanging_gateway() -> Iterator[str]:
    """The address of a gateway that takes every call and never says a word."""
    with closing(socket.create_server(("127.0.0.1", 0), backlog=512)) as door:
        held: list[socket.socket] = []

        def hold() -> None:
            with suppress(OSError):
                while True:
                    held.append(door.accept()[0])

        Thread(target=hold, daemon=True).start()
        yield f"http://127.0.0.1:{door.getsockname()[1]}/texts"
        for call in held:
            call.close()


@contextmanager
def under_fire(server: str, tokens: Sequence[str]) -> Iterator[None]:
    """All of it at once, for as long as this lasts, by a process of its own: whoever measures beside it
    has a loop to themselves. Attackers bring their own machine, so it takes no more of this one than is
    left. It has begun when the streams are open."""
    command = [sys.executable, "-m", "tests.bench.hostility", server]
    with subprocess.Popen(
        command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    ) as fire:
        assert fire.stdin
        assert fire.stdout
        print(*tokens, file=fire.stdin, flush=True)
        fire.stdout.readline()
        try:
            yield
        finally:
            fire.kill()


async def _fire(server: str, tokens: Sequence[str]) -> None:
    """What is hung up calls again."""
    opened = asyncio.Semaphore(0)
    many = httpx.Limits(max_connections=None)
    async with (
        httpx.AsyncClient(base_url=server, timeout=60, limits=many) as http,
        asyncio.TaskGroup() as group,
    ):
        for token in tokens:
            group.create_task(_listens(http, token, opened))
        for _ in tokens:
            await opened.acquire()
        for number in range(SILENT):
            group.create_task(_silent(server, number))
        for number in range(DRIPPING):
            group.create_task(_drips(server, number))
        group.create_task(_asks_codes(http))
        print("begun", flush=True)


async def _silent(server: str, number: int) -> None:
    while True:
        with suppress(OSError):
            reader, writer = await _call(server, number)
            with closing(writer):
                await reader.read()
        await asyncio.sleep(0.5)


async def _drips(server: str, number: int) -> None:
    while True:
        with suppress(OSError):
            _, writer = await _call(server, number)
            with closing(writer):
                writer.write(b"GET /v1/wallet HTTP/1.1\r\n")
                while not writer.is_closing():
                    writer.write(b"x")
                    await writer.drain()
                    await asyncio.sleep(0.5)
        await asyncio.sleep(0.5)


async def _call(server: str, number: int) -> tuple[asyncio.StreamReader, asyncio.StreamWriter]:
    place = urlsplit(server)
    caller = (f"127.0.0.{2 + number % CALLERS}", 0)
    return await asyncio.open_connection(place.hostname, place.port, local_addr=caller)


async def _listens(http: httpx.AsyncClient, token: str, opened: asyncio.Semaphore) -> None:
    headers = {"Authorization": f"Bearer {token}"}
    while True:
        with suppress(httpx.HTTPError):
            async with http.stream("GET", "/v1/wallet/events", headers=headers) as events:
                opened.release()
                async for _ in events.aiter_bytes():
                    pass
        await asyncio.sleep(0.5)


async def _asks_codes(http: httpx.AsyncClient) -> None:
    for number in range(10_000):
        with suppress(httpx.HTTPError):
            await http.post("/v1/auth/codes", json={"phone": f"+7900{number:07}"})
        await asyncio.sleep(0.2)


if __name__ == "__main__":
    os.nice(19)
    asyncio.run(_fire(sys.argv[1], sys.stdin.readline().split()))
