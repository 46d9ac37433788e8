"""httpx over the browser's fetch, in a page or a worker."""

import asyncio
from collections.abc import AsyncIterator
from typing import Any, Final

import httpx
import js
from pyodide.ffi import JsException, to_js

SET_BY_BROWSER: Final = frozenset(
    {"host", "connection", "content-length", "accept-encoding", "user-agent", "transfer-encoding"}
)
UNDONE_BY_BROWSER: Final = frozenset({"content-encoding", "content-length"})


class FetchTransport(httpx.AsyncBaseTransport):
    """Cookies go to the page's own origin only; a redirect is an error; nothing is cached.

    Being offline, a dead port and a missing CORS header all look the same: `ConnectError`.
    """

    async def handle_async_request(self, request: httpx.Request) -> httpx.Response:
        abort = js.AbortController.new()
        options = _options(request, await request.aread(), abort.signal)
        patience = request.extensions.get("timeout", {})
        try:
            async with asyncio.timeout(patience.get("connect")):
                response = await js.fetch(str(request.url), options)
        except TimeoutError as error:
            abort.abort()
            raise httpx.ConnectTimeout("no answer", request=request) from error
        except asyncio.CancelledError:
            abort.abort()
            raise
        except JsException as error:
            raise httpx.ConnectError("fetch failed", request=request) from error
        body = _Body(response, abort, request, patience.get("read"))
        return httpx.Response(
            response.status, headers=_headers(response), stream=body, request=request
        )


class _Body(httpx.AsyncByteStream):
    """The body as it arrives; closing it before its end aborts the request."""

    def __init__(
        self, response: Any, abort: Any, request: httpx.Request, patience: float | None
    ) -> None:
        self._reader = response.body.getReader() if response.body else None
        self._abort = abort
        self._request = request
        self._patience = patience

    async def __aiter__(self) -> AsyncIterator[bytes]:
        while self._reader:
            try:
                async with asyncio.timeout(self._patience):
                    chunk = await self._reader.read()
            except TimeoutError as error:
                raise httpx.ReadTimeout("the body stopped", request=self._request) from error
            except JsException as error:
                raise httpx.ReadError("the body broke", request=self._request) from error
            if chunk.done:
                return
            yield chunk.value.to_bytes()

    async def aclose(self) -> None:
        self._abort.abort()


def _options(request: httpx.Request, body: bytes, signal: Any) -> Any:
    headers = [
        [name, value]
        for name, value in request.headers.items()
        if name.lower() not in SET_BY_BROWSER
    ]
    options = {
        "method": request.method,
        "headers": headers,
        "signal": signal,
        "credentials": "same-origin",
        "redirect": "error",
        "cache": "no-store",
        "referrerPolicy": "no-referrer",
    }
    if body:
        options["body"] = body
    return to_js(options, dict_converter=js.Object.fromEntries)


def _headers(response: Any) -> list[tuple[str, str]]:
    pairs = js.Array["from"](response.headers.entries()).to_py()
    return [(name, value) for name, value in pairs if name not in UNDONE_BY_BROWSER]
