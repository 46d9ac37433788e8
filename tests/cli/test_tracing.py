"""Requests are followed by OpenTelemetry where the environment names a collector, and nothing of anybody is told."""

import sys
from collections.abc import AsyncIterator, Iterator
from contextlib import closing
from dataclasses import dataclass, field, replace
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path
from threading import Thread
from typing import Any

import httpx
import pytest
from opentelemetry.proto.collector.trace.v1.trace_service_pb2 import ExportTraceServiceRequest
from opentelemetry.proto.trace.v1.trace_pb2 import Span, Status
from sqlalchemy import text
from sqlalchemy.exc import OperationalError

from kopilka_cli.tracing import traced
from loyalty_server.app import create_app
from loyalty_server.database.transactions import Database
from loyalty_server.face.traces import UNSEEN
from tests.server.house import ANNA, House, build_house, open_house

ENDPOINT = "OTEL_EXPORTER_OTLP_ENDPOINT"


@dataclass
class Collector:
    """What OpenTelemetry's own readers find in what came."""

    address: str
    came: list[bytes] = field(default_factory=list)

    @property
    def resource(self) -> dict[str, str]:
        (of_spans, *_) = self._read()
        return {one.key: one.value.string_value for one in of_spans.resource.attributes}

    @property
    def spans(self) -> list[Span]:
        return [
            span
            for of_resource in self._read()
            for of_scope in of_resource.scope_spans
            for span in of_scope.spans
        ]

    def named(self, name: str) -> Span:
        (found,) = (span for span in self.spans if span.name == name)
        return found

    def _read(self) -> list[Any]:
        requests = [ExportTraceServiceRequest.FromString(one) for one in self.came]
        return [one for request in requests for one in request.resource_spans]


@pytest.fixture
def collector(monkeypatch: pytest.MonkeyPatch) -> Iterator[Collector]:
    """On loopback, for as long as the test."""
    came: list[bytes] = []

    class Taking(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            assert self.path == "/v1/traces"
            came.append(self.rfile.read(int(self.headers["Content-Length"])))
            self.send_response(200)
            self.send_header("Content-Length", "0")
            self.end_headers()

        def log_message(self, *_: Any) -> None:
            """Nothing is printed."""

    with HTTPServer(("127.0.0.1", 0), Taking) as server:
        thread = Thread(target=server.serve_forever)
        thread.start()
        address = f"http://127.0.0.1:{server.server_port}"
        monkeypatch.setenv(ENDPOINT, address)
        yield Collector(address, came)
        server.shutdown()
        thread.join()


@pytest.fixture
async def house(tmp_path: Path) -> AsyncIterator[House]:
    file = tmp_path / "shop.db"
    async with open_house(file, build_house(file)) as house:
        yield house


async def test_a_request_is_a_span_by_its_route_with_its_statements_within(
    house: House, collector: Collector
) -> None:
    anna = await house.sign_in()
    with traced(house.settings.database.engine) as traces:
        app = httpx.ASGITransport(create_app(house.settings, None, traces))
        async with httpx.AsyncClient(transport=app, base_url="https://loyalty.example") as http:
            again = replace(house, http=http)
            bought = await again.buy(anna)
            receipt = await http.get(f"/v1/purchases/{bought['purchase_id']}", headers=anna.bearer)
            lost = await http.get(f"/{ANNA}?code=424242")
    asked = collector.named("GET /v1/purchases/{purchase_id}")
    assert asked.kind == Span.SPAN_KIND_SERVER
    assert not asked.parent_span_id
    told = {one.key: one.value for one in asked.attributes}
    assert told["http.response.status_code"].int_value == 200
    assert told["kopilka.request_id"].string_value == receipt.headers["Request-Id"]
    within = [span for span in collector.spans if span.parent_span_id == asked.span_id]
    assert "SELECT purchase" in {span.name for span in within}
    assert {span.trace_id for span in within} == {asked.trace_id}
    nowhere = {one.key: one.value.string_value for one in collector.named("GET none").attributes}
    assert nowhere["kopilka.problem"] == "not_found"
    assert nowhere["kopilka.request_id"] == lost.headers["Request-Id"]
    assert collector.resource["service.name"] == "kopilka"
    sent = b"".join(collector.came)
    for secret in (
        ANNA,
        "424242",
        bought["purchase_id"],
        house.till_key,
        "Капучино",
        *anna.bearer.values(),
    ):
        assert secret.encode() not in sent


async def test_a_statement_that_fails_is_told_by_its_kind_alone(
    house: House, collector: Collector
) -> None:
    engine = house.settings.database.engine
    with (
        traced(engine) as traces,
        traces.request(),
        engine.connect() as connection,
        pytest.raises(OperationalError, match="no such table"),
    ):
        connection.execute(text("SELECT 'Anna' FROM nowhere"))
    failed = collector.named("SELECT nowhere")
    assert failed.status.code == Status.STATUS_CODE_ERROR
    assert {one.key for one in failed.attributes} == {
        "db.system.name",
        "db.operation.name",
        "db.collection.name",
        "error.type",
    }
    assert b"Anna" not in b"".join(collector.came)


def test_service_has_the_name_that_the_environment_gives(
    collector: Collector, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("OTEL_SERVICE_NAME", "loyalty-of-moscow")
    with (
        closing(Database("sqlite://")) as database,
        traced(database.engine) as traces,
        traces.request(),
        database.reading() as session,
    ):
        session.execute(text("SELECT 1"))
    assert collector.resource["service.name"] == "loyalty-of-moscow"


@pytest.mark.parametrize(
    "otherwise", [{}, {ENDPOINT: "http://127.0.0.1:1", "OTEL_SDK_DISABLED": "true"}]
)
def test_nobody_follows_where_the_environment_does_not_ask(
    otherwise: dict[str, str], monkeypatch: pytest.MonkeyPatch
) -> None:
    for name, value in otherwise.items():
        monkeypatch.setenv(name, value)
    with closing(Database("sqlite://")) as database, traced(database.engine) as traces:
        assert traces is UNSEEN


def test_who_asks_without_the_packages_is_told_which(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(ENDPOINT, "http://127.0.0.1:1")
    monkeypatch.setitem(sys.modules, "opentelemetry.sdk.trace", None)
    with (
        closing(Database("sqlite://")) as database,
        pytest.raises(SystemExit, match="kopilka\\[traces\\]"),
        traced(database.engine),
    ):
        pass
