"""What a server tells who watches it: counts by route and outcome, and nothing of anybody."""

import json
import re
from collections.abc import AsyncIterator
from dataclasses import replace
from pathlib import Path

import httpx
import pytest
from prometheus_client.openmetrics.exposition import generate_latest
from prometheus_client.openmetrics.parser import text_string_to_metric_families

from loyalty_server.app import create_app
from loyalty_server.face.metrics import Metrics
from loyalty_server.sweep import sweep
from tests.server.face.conftest import on_sqlite
from tests.server.house import ANNA, House
from tests.server.visits import post

pytestmark = pytest.mark.slow

OPERATIONS = Path(__file__).parents[3] / "assets/operations"
Told = dict[tuple[str, frozenset[tuple[str, str]]], float]


@pytest.fixture
async def watched(house: House) -> AsyncIterator[tuple[House, Metrics]]:
    """The house's server again, counting."""
    metrics = Metrics(house.settings)
    transport = httpx.ASGITransport(create_app(house.settings, metrics), raise_app_exceptions=False)
    async with httpx.AsyncClient(transport=transport, base_url="https://loyalty.example") as http:
        yield replace(house, http=http), metrics


def told_by(metrics: Metrics) -> Told:
    """Each sample by its name and labels, as Prometheus reads them."""
    text = generate_latest(metrics.registry).decode()
    return {
        (sample.name, frozenset(sample.labels.items())): sample.value
        for family in text_string_to_metric_families(text)
        for sample in family.samples
    }


def sample(told: Told, name: str, **labels: str) -> float:
    return told[name, frozenset(labels.items())]


@on_sqlite
async def test_scans_points_and_open_purchases_are_counted(watched: tuple[House, Metrics]) -> None:
    house, metrics = watched
    anna = await house.sign_in()
    await house.buy(anna)
    await house.ring_up(anna, burn=20)
    now = house.clock.now.isoformat()
    await house.at_till("/scans", {"raw": "nonsense", "till_time": now})
    told = told_by(metrics)
    assert sample(told, "kopilka_scans_total", outcome="recognised") == 2
    assert sample(told, "kopilka_scans_total", outcome="code_malformed") == 1
    assert sample(told, "kopilka_open_purchases") == 1
    assert sample(told, "kopilka_points_total", how="issued") == 86
    assert sample(told, "kopilka_points_total", how="burned") == 0
    assert sample(told, "kopilka_liability_points") == 86
    path = "/v1/till/purchases/{purchase_id}/complete"
    done = {"method": "POST", "route": path}
    assert sample(told, "kopilka_requests_total", **done, status="200", problem="") == 1
    assert sample(told, "kopilka_request_seconds_count", **done) == 1


@on_sqlite
async def test_what_is_due_lags_until_it_is_swept(watched: tuple[House, Metrics]) -> None:
    house, metrics = watched
    await house.ring_up(await house.sign_in())
    house.clock.forward(minutes=20)
    assert sample(told_by(metrics), "kopilka_sweep_lag_seconds") == 300
    sweep(house.settings.database, house.clock)
    told = told_by(metrics)
    assert sample(told, "kopilka_sweep_lag_seconds") == sample(told, "kopilka_open_purchases") == 0


@on_sqlite
async def test_nothing_of_a_member_or_a_till_is_told(watched: tuple[House, Metrics]) -> None:
    house, metrics = watched
    anna = await house.sign_in()
    bought = await house.buy(anna)
    await post(house, anna, "/messages", {"text": "Моя тайна"})
    await house.http.get(f"/v1/purchases/{bought['purchase_id']}", headers=anna.bearer)
    await house.http.request("SECRET", f"/{ANNA}")
    secrets = (ANNA, bought["purchase_id"], "тайна", "SECRET", house.till_key, "Анна")
    text = generate_latest(metrics.registry).decode()
    assert [secret for secret in secrets if secret in text] == []


@on_sqlite
async def test_dashboard_and_alerts_ask_for_what_is_told(watched: tuple[House, Metrics]) -> None:
    house, metrics = watched
    await house.buy(await house.sign_in())
    names = {name for name, _ in told_by(metrics)}
    dashboard = json.loads((OPERATIONS / "dashboard.json").read_text("utf-8"))
    asked = [target["expr"] for panel in dashboard["panels"] for target in panel["targets"]]
    asked.append((OPERATIONS / "alerts.yml").read_text("utf-8"))
    missing = set(re.findall(r"kopilka_\w+", " ".join(asked))) - names
    assert missing == set()


@on_sqlite
async def test_every_answer_has_an_id_of_its_own(house: House) -> None:
    ids = {(await house.http.get(path)).headers["Request-Id"] for path in ("/healthz", "/nowhere")}
    assert len(ids) == 2
