"""OpenTelemetry's traces of `kopilka serve`, where the environment names a collector (`OTEL_EXPORTER_OTLP_ENDPOINT`).

A span a request, by the template of its route, and in it a span a statement, by its verb and table. Neither
a path, a parameter nor a statement's text is told.
"""

import os
import re
from collections.abc import Iterator
from contextlib import contextmanager
from functools import lru_cache
from importlib.metadata import version
from typing import Any, Final

from sqlalchemy import Connection, Engine, event
from sqlalchemy.engine import ExceptionContext

from loyalty_server.face.traces import UNSEEN, Ended, Trace, Traces

SERVICE: Final = "kopilka"
ASKED_BY: Final = ("OTEL_EXPORTER_OTLP_ENDPOINT", "OTEL_EXPORTER_OTLP_TRACES_ENDPOINT")
SERVERS_FAULT: Final = 500
_TABLE: Final = re.compile(r'\b(?:FROM|INTO|UPDATE)\s+"?(\w+)', re.IGNORECASE)
_SPANS: Final = "spans"


def asked_for() -> bool:
    """Whether the environment wants traces, as OpenTelemetry's own variables say it."""
    is_off = os.environ.get("OTEL_SDK_DISABLED", "").lower() == "true"
    is_elsewhere = os.environ.get("OTEL_TRACES_EXPORTER", "otlp") != "otlp"
    return any(os.environ.get(name) for name in ASKED_BY) and not (is_off or is_elsewhere)


@contextmanager
def traced(engine: Engine) -> Iterator[Traces]:
    """What requests are followed by meanwhile; what was not sent yet is sent at the end."""
    if not asked_for():
        yield UNSEEN
        return
    try:
        from opentelemetry.exporter.otlp.proto.http.trace_exporter import OTLPSpanExporter
        from opentelemetry.sdk.resources import OTELResourceDetector, Resource
        from opentelemetry.sdk.trace import TracerProvider
        from opentelemetry.sdk.trace.export import BatchSpanProcessor
    except ImportError:
        raise SystemExit("traces are asked for and need: pip install 'kopilka[traces]'") from None
    ours = Resource({"service.name": SERVICE, "service.version": version("kopilka")})
    provider = TracerProvider(resource=ours.merge(OTELResourceDetector().detect()))
    provider.add_span_processor(BatchSpanProcessor(OTLPSpanExporter()))
    traces = _Traces(provider.get_tracer(SERVICE))
    traces.follow(engine)
    try:
        yield traces
    finally:
        provider.shutdown()


class _Traces:
    """Requests as spans of a server, statements as spans of a client within."""

    def __init__(self, tracer: Any) -> None:
        from opentelemetry import trace

        self._tracer = tracer
        self._api = trace

    @contextmanager
    def request(self) -> Iterator[Trace]:
        """Each is the root of a trace of its own: what a stranger sends decides about nothing here."""
        from opentelemetry.context import Context

        span = self._tracer.start_span("request", Context(), self._api.SpanKind.SERVER)
        with self._api.use_span(
            span, end_on_exit=False, record_exception=False, set_status_on_exception=False
        ):
            yield _Request(span, self._api.StatusCode.ERROR)

    def follow(self, engine: Engine) -> None:
        """Its statements, while a request is followed."""
        event.listen(engine, "before_cursor_execute", self._begin)
        event.listen(engine, "after_cursor_execute", self._end)
        event.listen(engine, "handle_error", self._fail)

    def _begin(self, connection: Connection, _cursor: Any, statement: str, *_: Any) -> None:
        if not self._api.get_current_span().is_recording():
            return
        verb, table = _summary(statement)
        said = {
            "db.system.name": connection.dialect.name,
            "db.operation.name": verb,
            "db.collection.name": table,
        }
        span = self._tracer.start_span(
            f"{verb} {table}".strip(),
            kind=self._api.SpanKind.CLIENT,
            attributes={name: value for name, value in said.items() if value},
        )
        connection.info.setdefault(_SPANS, []).append(span)

    def _end(self, connection: Connection, *_: Any) -> None:
        if spans := connection.info.get(_SPANS):
            spans.pop().end()

    def _fail(self, context: ExceptionContext) -> None:
        if context.connection is None or not (spans := context.connection.info.get(_SPANS)):
            return
        span = spans.pop()
        span.set_attribute("error.type", type(context.original_exception).__name__)
        span.set_status(self._api.StatusCode.ERROR)
        span.end()


class _Request:
    """One span of a server."""

    def __init__(self, span: Any, failed: Any) -> None:
        self._span, self._failed = span, failed

    def end(self, ended: Ended) -> None:
        """The answer begins; what a stream sends later belongs to no request."""
        said = {
            "http.request.method": ended.method,
            "http.route": ended.route,
            "http.response.status_code": ended.status,
            "kopilka.problem": ended.problem,
            "kopilka.request_id": ended.request_id,
        }
        self._span.update_name(f"{ended.method} {ended.route}")
        self._span.set_attributes({name: value for name, value in said.items() if value})
        if ended.status >= SERVERS_FAULT:
            self._span.set_status(self._failed)
        self._span.end()


@lru_cache(maxsize=1024)
def _summary(statement: str) -> tuple[str, str]:
    """The statement's verb and its first table."""
    words = statement.split(maxsplit=1)
    table = _TABLE.search(statement)
    return (words[0].upper() if words else "", table[1] if table else "")
