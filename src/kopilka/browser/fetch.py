"""An httpx transport over the browser's fetch: Pyodide has no sockets.

Offline, a dead port, a wrong certificate, a redirect and a missing CORS header look the same to a
page, so all of them are `httpx.ConnectError`.
"""

import asyncio
from collections.abc import AsyncIterator
from typing import Any, Final

import httpx
import js
from pyodide.ffi import JsException, to_js

_SET_BY_THE_BROWSER: Final = frozenset(
    {"accept-encoding", "connection", "content-length", "host", "transfer-encoding", "user-agent"}
)
_UNDONE_BY_THE_BROWSER: Final = frozenset({"content-encoding", "content-length"})


class FetchTransport(httpx.AsyncBaseTransport):
    """Sends requests with the browser's cookies. `connect` bounds the time until the headers."""

    async def handle_async_request(self, request: httpx.Request) -> httpx.Response:
        patience = request.extensions.get("timeout", {})
        leaving = js.AbortController.new()
        answer = await _fetched(request, await request.aread(), leaving, patience.get("connect"))
        body = _Body(answer, leaving, request, patience.get("read"))
        return httpx.Response(answer.status, headers=_headers(answer), stream=body, request=request)


class _Body(httpx.AsyncByteStream):
    def __init__(
        self, answer: Any, leaving: Any, request: httpx.Request, patience: float | None
    ) -> None:
        self._reader: Any = answer.body.getReader() if answer.body else None
        self._leaving = leaving
        self._request = request
        self._patience = patience

    async def __aiter__(self) -> AsyncIterator[bytes]:
        while self._reader is not None:
            chunk = await self._chunk()
            if chunk.done:
                return
            yield chunk.value.to_bytes()

    async def aclose(self) -> None:
        self._leaving.abort()

    async def _chunk(self) -> Any:
        try:
            async with asyncio.timeout(self._patience):
                return await self._reader.read()
        except TimeoutError as error:
            raise httpx.ReadTimeout("the answer stopped", request=self._request) from error
        except JsException as error:
            raise httpx.ReadError("the answer broke off", request=self._request) from error


async def _fetched(
    request: httpx.Request, body: bytes, leaving: Any, patience: float | None
) -> Any:
    try:
        async with asyncio.timeout(patience):
            return await js.fetch(str(request.url), _options(request, body, leaving))
    except TimeoutError as error:
        leaving.abort()
        raise httpx.ConnectTimeout("no answer", request=request) from error
    except asyncio.CancelledError:
        leaving.abort()
        raise
    except JsException as error:
        raise httpx.ConnectError("no connection", request=request) from error


def _options(request: httpx.Request, body: bytes, leaving: Any) -> Any:
    options = {
        "method": request.method,
        "headers": [pair for pair in request.headers.items() if pair[0] not in _SET_BY_THE_BROWSER],
        "signal": leaving.signal,
        "credentials": "include",
        "redirect": "error",
        "cache": "no-store",
    }
    if body:
        options["body"] = body
    return to_js(options, dict_converter=js.Object.fromEntries)


def _headers(answer: Any) -> list[tuple[str, str]]:
    pairs = js.Object.fromEntries(answer.headers).to_py().items()
    return [(name, text) for name, text in pairs if name not in _UNDONE_BY_THE_BROWSER]
