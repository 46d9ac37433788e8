"""What `GET /v1/wallet` costs (304, 200, 200 of a wallet that changed) beside a bare FastAPI route, in one run.

Told is the server's time of the processor, and by it how many answers of a bare route in a thread come to one wallet.
The routes are asked in short turns, so that what else the machine does slows all of them alike.
"""

import asyncio
import multiprocessing
import socket
import sqlite3
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import closing, contextmanager
from dataclasses import dataclass, field
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

TURNS, TURN_SECONDS = 16, 0.5
CONNECTIONS = 8
CHANGE = "UPDATE wallet_mark SET mark = hex(randomblob(8))"
"""What every write to a member does to the wallet's mark."""


def main() -> None:
    """Print one line a route; each is asked over the same number of kept connections."""
    with TemporaryDirectory() as folder, socket.create_server(("127.0.0.1", 0)) as door:
        token = _prepare(Path(folder))
        with _served(Path(folder), door) as server:
            member = {"Authorization": f"Bearer {token}"}
            asyncio.run(_measure(server, door.getsockname()[1], Path(folder), member))


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


@dataclass
class Route:
    """One that is measured: how it is asked, and what was counted of it so far."""

    path: str
    headers: Mapping[str, str] = field(default_factory=dict)
    before_each: Callable[[], object] = int
    status: int = 200
    answers: int = 0
    processor: float = 0.0

    @property
    def cost(self) -> float:
        """Microseconds of the processor an answer."""
        return 1e6 * self.processor / self.answers


async def _measure(server: int, port: int, folder: Path, member: Mapping[str, str]) -> None:
    bare, known = Route("/bare/thread"), Route("/v1/wallet", status=304)
    with closing(sqlite3.connect(folder / "bench.db", isolation_level=None)) as beside:
        routes = {
            "bare route in a thread": bare,
            "bare async route": Route("/bare/async"),
            "wallet 200": Route("/v1/wallet", member),
            "wallet 200, changed": Route("/v1/wallet", member, lambda: beside.execute(CHANGE)),
            "wallet 304": known,
        }
        for _ in range(TURNS):
            known.headers = {**member, "If-None-Match": await _tag_now(port, member)}
            for route in reversed(routes.values()):
                used = seconds_of(server)
                route.answers += await _answers(port, route)
                route.processor += seconds_of(server) - used
    for name, route in routes.items():
        print(f"{name:24} {route.cost:6.0f} us of the processor ({bare.cost / route.cost:4.2f}x)")


async def _tag_now(port: int, member: Mapping[str, str]) -> str:
    connection = await _Kept.open(port)
    _, headers, _ = await connection.ask("/v1/wallet", member)
    connection.close()
    return headers["etag"]


async def _answers(port: int, route: Route) -> int:
    end = time.perf_counter() + TURN_SECONDS
    return sum(await asyncio.gather(*(_ask_until(port, route, end) for _ in range(CONNECTIONS))))


async def _ask_until(port: int, route: Route, end: float) -> int:
    connection, answers = await _Kept.open(port), 0
    while time.perf_counter() < end:
        route.before_each()
        status, _, _ = await connection.ask(route.path, route.headers)
        assert status == route.status, f"{route.path}: {status}"
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
