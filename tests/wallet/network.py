"""The network between a wallet and a real server in-process: it streams, and it can be broken."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import suppress
from datetime import datetime
from email.utils import format_datetime
from typing import Any

import httpx

from tests.wallet.happenings import Happenings

Request = httpx.Request


class Network(httpx.AsyncBaseTransport):
    """Every request that was made is in `asked`, like `GET /v1/wallet`; `answered` has the last
    answer to each of them. What is held back arrives when it has ended, as through some proxies.
    A connection that `breaks_at` a part of an answer carries neither it nor what follows.

    Answers carry the `Date` of `clock`, as every HTTP server adds it (RFC 9110, 6.6.1).
    """

    def __init__(
        self,
        app: Callable[..., Awaitable[None]],
        happenings: Happenings,
        clock: Callable[[], datetime],
    ) -> None:
        self._app = app
        self._happenings = happenings
        self._clock = clock
        self._streams: set[_Streamed] = set()
        self._serving: set[asyncio.Task[None]] = set()
        self.asked: list[str] = []
        self.answered: dict[str, httpx.Response] = {}
        self.is_up = True
        self.loses_answer_to: Callable[[Request], bool] = lambda _: False
        self.holds_back: Callable[[Request], bool] = lambda _: False
        self.breaks_at: Callable[[bytes], bool] = lambda _: False
        self.answers_instead: Callable[[Request], httpx.Response | None] = lambda _: None
        self.changes: Callable[[httpx.Response], httpx.Response] = lambda answer: answer

    def cut(self) -> None:
        """From now on nothing gets through, and what was open breaks."""
        self.is_up = False
        for stream in tuple(self._streams):
            stream.break_off()

    def restore(self) -> None:
        self.is_up = True

    async def silent(self) -> None:
        """Return when the server does nothing any more for anybody who has gone."""
        await asyncio.wait_for(asyncio.gather(*self._serving, return_exceptions=True), 30)

    def asked_for(self, request: str) -> int:
        return self.asked.count(request)

    @property
    def streams_open(self) -> int:
        return len(self._streams)

    async def handle_async_request(self, request: Request) -> httpx.Response:
        if not self.is_up:
            raise httpx.ConnectError("no network", request=request)
        self.asked.append(f"{request.method} {request.url.path}")
        self._happenings.tell()
        if instead := self.answers_instead(request):
            return instead
        stream = _Streamed(
            self._app, request, self._closed, lambda part: self.breaks_at(part), self._serving
        )
        self._streams.add(stream)
        try:
            response = await stream.opened()
            if self.holds_back(request):
                await response.aread()
        except BaseException:
            await stream.aclose()
            raise
        response.headers["Date"] = format_datetime(self._clock(), usegmt=True)
        if self.loses_answer_to(request):
            await response.aread()
            raise httpx.ReadError("the answer was lost", request=request)
        return self.changes(response)

    def _closed(self, stream: "_Streamed") -> None:
        self._streams.discard(stream)
        if stream.start:
            asked = f"{stream.request.method} {stream.request.url.path}"
            self.answered[asked] = httpx.Response(
                stream.start["status"],
                headers=stream.start["headers"],
                content=b"".join(stream.chunks),
            )
        self._happenings.tell()


class _Streamed(httpx.AsyncByteStream):
    """One request to an ASGI application whose answer is read while it is still being made."""

    def __init__(
        self,
        app: Callable[..., Awaitable[None]],
        request: Request,
        closed: Callable[["_Streamed"], None],
        breaks_at: Callable[[bytes], bool],
        serving: set[asyncio.Task[None]],
    ) -> None:
        self._app = app
        self.request = request
        self._closed = closed
        self._breaks_at = breaks_at
        self._serving = serving
        self._sent: asyncio.Queue[dict[str, Any] | None] = asyncio.Queue()
        self._gone = asyncio.Event()
        self._broken = False
        self._running: asyncio.Task[None] | None = None
        self.start: dict[str, Any] | None = None
        self.chunks: list[bytes] = []

    async def opened(self) -> httpx.Response:
        self._running = asyncio.create_task(self._run(await self.request.aread()))
        self._serving.add(self._running)
        self._running.add_done_callback(self._serving.discard)
        self.start = await self._sent.get()
        if self.start is None:
            raise httpx.ReadError("the connection broke", request=self.request)
        return httpx.Response(
            self.start["status"], headers=self.start["headers"], stream=self, request=self.request
        )

    async def __aiter__(self) -> AsyncIterator[bytes]:
        while message := await self._sent.get():
            if self._broken:
                break
            self.chunks.append(message.get("body", b""))
            yield self.chunks[-1]
            if not message.get("more_body"):
                return
        raise httpx.ReadError("the connection broke", request=self.request)

    async def aclose(self) -> None:
        self._gone.set()
        self._closed(self)
        if self._running:
            self._running.cancel()
            with suppress(asyncio.CancelledError):
                await self._running

    def break_off(self) -> None:
        self._broken = True
        self._sent.put_nowait(None)

    async def _run(self, body: bytes) -> None:
        bodies = [body]

        async def receive() -> dict[str, Any]:
            if bodies:
                return {"type": "http.request", "body": bodies.pop(), "more_body": False}
            await self._gone.wait()
            return {"type": "http.disconnect"}

        async def send(message: dict[str, Any]) -> None:
            if self._breaks_at(message.get("body", b"")):
                self.break_off()
            self._sent.put_nowait(message)

        with suppress(Exception):
            await self._app(self._scope(), receive, send)
        self._sent.put_nowait(None)

    def _scope(self) -> dict[str, Any]:
        url = self.request.url
        return {
            "type": "http",
            "asgi": {"version": "3.0"},
            "http_version": "1.1",
            "method": self.request.method,
            "headers": [(name.lower(), value) for name, value in self.request.headers.raw],
            "scheme": url.scheme,
            "path": url.path,
            "raw_path": url.raw_path.partition(b"?")[0],
            "query_string": url.query,
            "server": (url.host, url.port or 443),
            "client": ("127.0.0.1", 40000),
            "root_path": "",
        }
