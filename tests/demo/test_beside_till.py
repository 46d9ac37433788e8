"""The demo's display: beside its till without being told, and no way in for anything else."""

import asyncio
from typing import Any

import httpx
import pytest

from tests.demo.house import DemoHouse

pytestmark = pytest.mark.slow


async def opened(demo: DemoHouse, path: str, **headers: str) -> int:
    """The status of an answer whose body may go on for ever."""
    started: asyncio.Future[int] = asyncio.get_running_loop().create_future()
    gone = asyncio.Event()

    async def receive() -> dict[str, Any]:
        await gone.wait()
        return {"type": "http.disconnect"}

    async def send(message: Any) -> None:
        if message["type"] == "http.response.start":
            started.set_result(message["status"])

    scope = {
        "type": "http",
        "method": "GET",
        "path": path,
        "query_string": b"",
        "headers": [
            (name.encode(), value.encode())
            for name, value in {"host": "shop.example", **headers}.items()
        ],
        "server": ("shop.example", 80),
    }
    answering = asyncio.create_task(demo.app(scope, receive, send))
    status = await started
    gone.set()
    await answering
    return status


async def test_display_listens_to_the_demo_till_without_a_key_of_its_own(demo: DemoHouse) -> None:
    assert await opened(demo, "/v1/till/display/events") == httpx.codes.OK


async def test_display_that_brings_a_key_is_judged_by_it(demo: DemoHouse) -> None:
    status = await opened(demo, "/v1/till/display/events", authorization="Bearer wrong")
    assert status == httpx.codes.UNAUTHORIZED


async def test_page_of_elsewhere_under_a_name_bound_to_this_machine_learns_no_key(
    demo: DemoHouse,
) -> None:
    transport = httpx.ASGITransport(demo.app)
    async with httpx.AsyncClient(transport=transport, base_url="http://evil.example") as http:
        for path in (
            "/till",
            "/v1/till/display/events",
            httpx.URL(demo.links.wallet_signed_in).path,
        ):
            answer = await http.get(path)
            assert answer.status_code == httpx.codes.BAD_REQUEST
            assert demo.links.till_key not in answer.text
        assert (await http.get("/till", headers={"Host": "localhost:8550"})).is_success


async def test_nothing_but_the_display_gets_in_without_a_key(demo: DemoHouse) -> None:
    transport = httpx.ASGITransport(demo.app)
    async with httpx.AsyncClient(transport=transport, base_url=demo.links.wallet) as http:
        body = {"raw": "x", "till_time": "2026-11-22T11:00:00Z"}
        refused = await http.post("/v1/till/scans", json=body, headers={"Idempotency-Key": "k"})
    assert refused.status_code == httpx.codes.UNAUTHORIZED
