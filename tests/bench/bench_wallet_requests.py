"""Requests a second of `GET /v1/wallet` (200 and 304) beside a bare FastAPI route, in one run.

The processor's time of the server a request is told beside them, and by it how many wallets come to one answer
of the bare route in a thread: other programs on the machine change the first figure more than the second.
"""

import asyncio
import multiprocessing
import socket
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from datetime import timedelta
from pathlib import Path
from tempfile import TemporaryDirectory

import uvicorn
from fastapi import FastAPI
from sqlalchemy import select
from starlette.routing import Mount, Router

from loyalty_api.sign_in import Platform, ThisDevice
from loyalty_server.app import create_app
from loyalty_server.database.columns import Base
from loyalty_server.database.transactions import Database
from loyalty_server.demo.programme import program_text
from loyalty_server.demo.shop import open_shop
from loyalty_server.keys import keys_of
from loyalty_server.settings import ServerSettings
from loyalty_server.sign_in.access import Asker, access_token
from loyalty_server.sign_in.devices import add_device
from loyalty_server.tables import MemberRow
from tests.bench.processor import seconds_of

SECONDS = 4.0
CONNECTIONS = 8


def main() -> None:
    """Print one line a route; each is asked over the same number of kept connections."""
    with TemporaryDirectory() as folder, socket.create_server(("127.0.0.1", 0)) as door:
        token = _prepare(Path(folder))
        with _served(Path(folder), door) as server:
            member = {"Authorization": f"Bearer {token}"}
            asyncio.run(_measure(server, door.getsockname()[1], member))


def _settings(folder: Path) -> ServerSettings:
    return ServerSettings(Database(f"sqlite:///{folder / 'bench.db'}"), keys_of(bytes(32)))


def _prepare(folder: Path) -> str:
    """Half a year of purchases, and a token of the member whose wallet the demo shows."""
    settings = _settings(folder)
    Base.metadata.create_all(settings.database.engine)
    now = settings.clock()
    shop = open_shop(settings, program_text(settings.language, now.date()))
    with settings.database.writing() as session:
        member = session.scalars(select(MemberRow).filter_by(phone=shop.phone)).one()
        device = add_device(session, member.id, ThisDevice("bench", Platform.DESKTOP), now)
        asker = Asker(member.id, device.id, now + timedelta(hours=1))
    settings.database.close()
    return access_token(settings.keys, asker)


@contextmanager
def _served(folder: Path, door: socket.socket) -> Iterator[int]:
    """The server in a process of its own, so that the asker takes no time of it; its number."""
    process = multiprocessing.get_context("fork").Process(target=_serve, args=(folder, door))
    process.start()
    try:
        yield process.pid or 0
    finally:
        process.terminate()
        process.join()


def _serve(folder: Path, door: socket.socket) -> None:
    served = Router([Mount("/bare", _bare()), Mount("/", create_app(_settings(folder)))])
    config = uvicorn.Config(served, log_level="error", access_log=False)
    uvicorn.Server(config).run(sockets=[door])


def _bare() -> FastAPI:
    app = FastAPI()

    @app.get("/async")
    async def in_loop() -> dict[str, str]:
        return {"hello": "world"}

    @app.get("/thread")
    def in_thread() -> dict[str, str]:
        return {"hello": "world"}

    return app


async def _measure(server: int, port: int, member: Mapping[str, str]) -> None:
    first = await _Kept.open(port)
    _, headers, body = await first.ask("/v1/wallet", member)
    first.close()
    routes = {
        "bare route in a thread": ("/bare/thread", {}),
        "bare async route": ("/bare/async", {}),
        f"wallet 200 ({len(body)} bytes)": ("/v1/wallet", member),
        "wallet 304": ("/v1/wallet", {**member, "If-None-Match": headers["etag"]}),
    }
    bare = None
    for name, (path, asked) in routes.items():
        begun, used = time.perf_counter(), seconds_of(server)
        answers = await _answers(port, path, asked)
        cost = (seconds_of(server) - used) / answers
        bare = bare or cost
        told = f"{cost * 1e6:6.0f} us of the processor ({bare / cost:4.2f}x)"
        print(f"{name:28} {answers / (time.perf_counter() - begun):8.0f} requests/s   {told}")


async def _answers(port: int, path: str, headers: Mapping[str, str]) -> int:
    end = time.perf_counter() + SECONDS
    return sum(
        await asyncio.gather(*(_ask_until(port, path, headers, end) for _ in range(CONNECTIONS)))
    )


async def _ask_until(port: int, path: str, headers: Mapping[str, str], end: float) -> int:
    connection, answers = await _Kept.open(port), 0
    while time.perf_counter() < end:
        await connection.ask(path, headers)
        answers += 1
    connection.close()
    return answers


class _Kept:
    """One kept HTTP/1.1 connection, cheaper than any client, so that the server is what is measured."""

    def __init__(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self._reader = reader
        self._writer = writer

    @classmethod
    async def open(cls, port: int) -> "_Kept":
        return cls(*await asyncio.open_connection("127.0.0.1", port))

    async def ask(self, path: str, headers: Mapping[str, str]) -> tuple[int, dict[str, str], bytes]:
        lines = [f"GET {path} HTTP/1.1", "Host: bench", *map(": ".join, headers.items())]
        self._writer.write(("\r\n".join(lines) + "\r\n\r\n").encode())
        head = (await self._reader.readuntil(b"\r\n\r\n")).decode().split("\r\n")
        status = int(head[0].split()[1])
        fields = dict(line.lower().split(": ", 1) for line in head[1:] if line)
        body = await self._reader.readexactly(int(fields.get("content-length", 0)))
        return status, fields, body

    def close(self) -> None:
        self._writer.close()
