"""A browser that is not what it is: a script of ours before those of the page, and one before the worker's."""

from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager, contextmanager
from dataclasses import dataclass

import httpx
from starlette.applications import Starlette
from starlette.background import BackgroundTask
from starlette.requests import Request
from starlette.responses import Response, StreamingResponse
from starlette.routing import Route

from tests.serving import serving

OURS = "/altered.js"
METHODS = ("DELETE", "GET", "PATCH", "POST", "PUT")
_FIRST_SCRIPT = b"<script>"
_ITS_OWN = {"connection", "content-length", "transfer-encoding"}


@contextmanager
def altered(target: str, *, page: str = "", worker: str = "") -> Iterator[str]:
    """The address, with a slash at its end, at which the wallet of `target` is had with these scripts."""
    way = _Way(httpx.AsyncClient(base_url=target, timeout=None), page, worker)
    with serving(way.app) as address:
        yield f"{address}/"


@dataclass(frozen=True)
class _Way:
    """Every call goes on as it came, and every answer comes as it is, word by word, but for two files."""

    http: httpx.AsyncClient
    page: str
    worker: str

    @property
    def app(self) -> Starlette:
        ours, all_else = Route(OURS, self._ours), Route("/{path:path}", self._go, methods=METHODS)
        return Starlette(routes=[ours, all_else], lifespan=self._life)

    @asynccontextmanager
    async def _life(self, _: Starlette) -> AsyncIterator[None]:
        async with self.http:
            yield

    async def _ours(self, _: Request) -> Response:
        return Response(self.page, media_type="text/javascript")

    async def _go(self, request: Request) -> Response:
        place = request.url.path + (f"?{request.url.query}" if request.url.query else "")
        headers = [pair for pair in request.headers.raw if pair[0] != b"accept-encoding"]
        asked = self.http.build_request(
            request.method, place, headers=headers, content=await request.body()
        )
        asked.headers["Accept-Encoding"] = "identity"
        answer = await self.http.send(asked, stream=True)
        given = await self._altered(place, answer)
        given.raw_headers = _headers(given, answer)
        return given

    async def _altered(self, place: str, answer: httpx.Response) -> Response:
        if place.endswith("/worker.js"):
            return Response(self.worker.encode() + await answer.aread(), answer.status_code)
        if answer.headers.get("content-type", "").startswith("text/html"):
            ours = f'<script src="{OURS}"></script>'.encode() + _FIRST_SCRIPT
            text = (await answer.aread()).replace(_FIRST_SCRIPT, ours, 1)
            return Response(text, answer.status_code)
        return StreamingResponse(
            answer.aiter_raw(), answer.status_code, background=BackgroundTask(answer.aclose)
        )


def _headers(given: Response, answer: httpx.Response) -> list[tuple[bytes, bytes]]:
    length = [pair for pair in given.raw_headers if pair[0] == b"content-length"]
    return length + [
        pair for pair in answer.headers.raw if pair[0].decode().lower() not in _ITS_OWN
    ]
