"""What 5,000 open streams of one process cost: memory, processor while nothing happens, and the return of all at once.

After a restart everybody comes back as the wallet does (`wait_before_retry`), while a till's card is read again and again.
STREAMS=5000 in the environment chooses how many.
"""

import asyncio
import os
import random
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import AbstractContextManager, suppress
from itertools import count
from pathlib import Path
from tempfile import TemporaryDirectory
from urllib.parse import urlsplit

from kopilka.domain.retry import wait_before_retry
from tests.bench.bench_soak import MEMBERS, Shopper, opened
from tests.bench.connection import Connection
from tests.bench.each_database import on_each_database
from tests.bench.processor import megabytes_of, seconds_of
from tests.server.server_process import ServerProcess, free_port, serving

STREAMS = int(os.environ.get("STREAMS", "5000"))
QUIET_SECONDS = 60
AT_A_TIME = 100
AN_ADDRESS = 200
"""Streams from one address of loopback; each may hold 256."""

Line = tuple[asyncio.StreamReader, asyncio.StreamWriter]
Started = Callable[[], AbstractContextManager[ServerProcess]]


def main() -> None:
    """Print what they cost on each database."""
    on_each_database(_report)


def _report(name: str, empty_url: Callable[[], str]) -> None:
    with TemporaryDirectory() as folder:
        url, keys_file, port = empty_url(), Path(folder) / "server.key", free_port()
        shoppers, _ = opened(url, keys_file)
        asyncio.run(_all(name, shoppers, lambda: serving(url, keys_file, port)))


async def _all(name: str, shoppers: Sequence[Shopper], started: Started) -> None:
    with started() as server:
        before = megabytes_of(server.process.pid)
        opening = await _opened_streams(server, shoppers)
        after = megabytes_of(server.process.pid)
        used, begun = seconds_of(server.process.pid), time.monotonic()
        await asyncio.sleep(QUIET_SECONDS)
        share = (seconds_of(server.process.pid) - used) / (time.monotonic() - begun)
        print(
            f"{name}: {len(opening)} streams, {1000 * (after - before) / len(opening):.0f} kB each ({before} to {after} MB),"
            f" {100 * share:.0f} % of a core while nothing happens",
            flush=True,
        )
    _close(opening)
    coming = [asyncio.create_task(_returns(server, one)) for one in _each(shoppers, STREAMS)]
    with started() as server:
        asked = await _ask_beside(server, coming)
        waited = sorted(one.result() for one in coming)
        used = seconds_of(server.process.pid)
    print(
        f"{name}: all back {waited[-1]:.1f} s after the cut (half within {waited[len(waited) // 2]:.1f} s),"
        f" {used:.1f} processor seconds with the start; meanwhile /readyz took {1000 * asked[len(asked) // 2]:.0f} ms,"
        f" {1000 * asked[int(len(asked) * 0.99)]:.0f} ms at 99 %, {1000 * asked[-1]:.0f} ms at most",
        flush=True,
    )


async def _opened_streams(server: ServerProcess, shoppers: Sequence[Shopper]) -> list[Line]:
    opened: list[Line] = []
    everybody = list(_each(shoppers, STREAMS))
    for first in range(0, STREAMS, AT_A_TIME):
        few = everybody[first : first + AT_A_TIME]
        opened += await asyncio.gather(*(_stream(server.address, *one) for one in few))
    return opened


def _each(shoppers: Sequence[Shopper], streams: int) -> Iterator[tuple[Shopper, str]]:
    """So many of them, each with the address that it calls from."""
    for number in range(streams):
        yield shoppers[number % MEMBERS], f"127.0.0.{2 + number // AN_ADDRESS}"


async def _stream(address: str, shopper: Shopper, host: str) -> Line:
    """A stream that has said its first word. Raises `OSError` where there is no server."""
    parts = urlsplit(address)
    reader, writer = await asyncio.open_connection(parts.hostname, parts.port, local_addr=(host, 0))
    head = "".join(f"{name}: {value}\r\n" for name, value in shopper.bearer.items())
    writer.write(f"GET /v1/wallet/events HTTP/1.1\r\nHost: shop\r\n{head}\r\n".encode())
    try:
        told = await reader.readuntil(b"id: ")
    except asyncio.IncompleteReadError as cut:
        writer.close()
        raise ConnectionResetError from cut
    if not told.startswith(b"HTTP/1.1 200"):
        raise AssertionError(told)
    return reader, writer


async def _returns(server: ServerProcess, one: tuple[Shopper, str]) -> float:
    """How many seconds after it was cut off this wallet listens again."""
    begun = time.monotonic()
    for failures in count(1):
        await asyncio.sleep(wait_before_retry(failures, None, random.random))
        with suppress(OSError):
            await _stream(server.address, *one)
            return time.monotonic() - begun
    raise AssertionError


async def _ask_beside(
    server: ServerProcess, coming: Sequence["asyncio.Task[float]"]
) -> list[float]:
    """What a caller of its own waits for until everybody is back, in order."""
    taken: list[float] = []
    async with Connection.to(server.address) as http:
        while not all(one.done() for one in coming):
            taken.append((await http.ask("GET", "/readyz", {})).seconds)
            await asyncio.sleep(0.05)
    return sorted(taken)


def _close(lines: Sequence[Line]) -> None:
    for _, writer in lines:
        writer.close()
