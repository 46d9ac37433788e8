"""Who watches a server asks an address that shoppers do not have, and reads its log as JSON."""

import json
from pathlib import Path

import httpx
import pytest

from tests.server.server_process import free_port, serving

pytestmark = pytest.mark.slow


def test_metrics_are_told_at_their_own_address_alone_and_the_log_finds_a_refusal(
    tmp_path: Path,
) -> None:
    port = free_port()
    options = ("--sender", "console", "--metrics", f"127.0.0.1:{port}", "--log", "json")
    database = f"sqlite:///{tmp_path / 'watched.db'}"
    with serving(database, tmp_path / "server.key", sender=options) as server:
        refused = httpx.get(f"{server.address}/metrics")
        openmetrics = {"Accept": "application/openmetrics-text; version=1.0.0"}
        told = httpx.get(f"http://127.0.0.1:{port}/metrics", headers=openmetrics)
    assert refused.status_code == 404
    assert told.headers["content-type"].startswith("application/openmetrics-text")
    assert 'kopilka_requests_total{method="GET",problem="not_found",route="none"' in told.text
    logged = [json.loads(line) for line in server.printed]
    assert any(one["message"].startswith("metrics at ") for one in logged)
    (line,) = (one for one in logged if one.get("request_id") == refused.headers["request-id"])
    assert (line["route"], line["status"], line["problem"]) == ("none", 404, "not_found")
