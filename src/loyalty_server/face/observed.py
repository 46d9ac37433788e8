"""Each request is counted, timed, followed and, where somebody listens, told in one line of the log.

A request is known by the template of its route and by an id of its own, never by what it asked.
"""

import logging
from http import HTTPStatus
from time import perf_counter
from typing import Any, Final
from uuid import uuid4

from starlette.datastructures import MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from loyalty_server.face.metrics import Metrics
from loyalty_server.face.refusals import REQUEST_ID
from loyalty_server.face.traces import UNSEEN, Ended, Trace, Traces

NO_ROUTE: Final = "none"
METHODS: Final = ("GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS")
log = logging.getLogger(__name__)


class Observed:
    """Gives every answer its `Request-Id`; the time is that until the answer begins."""

    def __init__(
        self, app: ASGIApp, metrics: Metrics | None = None, traces: Traces = UNSEEN
    ) -> None:
        self.app = app
        self.metrics = metrics
        self.traces = traces

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        with self.traces.request() as trace:
            await self._answer(scope, receive, send, trace)

    async def _answer(self, scope: Scope, receive: Receive, send: Send, trace: Trace) -> None:
        began, request_id = perf_counter(), uuid4().hex
        state = scope.setdefault("state", {})
        state["request_id"] = request_id
        has_begun = False

        async def send_observed(message: Message) -> None:
            nonlocal has_begun
            if message["type"] == "http.response.start":
                has_begun = True
                MutableHeaders(scope=message)[REQUEST_ID] = request_id
                self._note(scope, message["status"], perf_counter() - began, trace)
            await send(message)

        try:
            await self.app(scope, receive, send_observed)
        except Exception:
            if not has_begun:
                seconds = perf_counter() - began
                self._note(scope, HTTPStatus.INTERNAL_SERVER_ERROR, seconds, trace)
            raise

    def _note(self, scope: Scope, status: int, seconds: float, trace: Trace) -> None:
        state = scope["state"]
        method = scope["method"] if scope["method"] in METHODS else "other"
        ended = Ended(
            method,
            _route_of(scope),
            int(status),
            str(state.get("problem", "")),
            state["request_id"],
        )
        trace.end(ended)
        if self.metrics:
            self.metrics.note_request(method, ended.route, ended.status, ended.problem, seconds)
        if log.isEnabledFor(logging.INFO):
            said: dict[str, Any] = {
                "request_id": ended.request_id,
                "method": method,
                "route": ended.route,
                "status": ended.status,
                "problem": ended.problem or None,
                "milliseconds": round(seconds * 1000, 1),
            }
            log.info("%s %s %s", method, ended.route, ended.status, extra={"request": said})


def _route_of(scope: Scope) -> str:
    return getattr(scope.get("route"), "path", NO_ROUTE)
