"""The link that opens the demo member's wallet on any browser."""

from collections.abc import AsyncIterator

import httpx
import pytest

from tests.demo.house import DEVICE, DemoHouse, challenge_of

pytestmark = pytest.mark.slow


@pytest.fixture
async def http(demo: DemoHouse) -> AsyncIterator[httpx.AsyncClient]:
    transport = httpx.ASGITransport(demo.app)
    async with httpx.AsyncClient(transport=transport, base_url=demo.links.wallet) as client:
        yield client


async def test_link_signs_the_demo_member_in_any_number_of_times(
    http: httpx.AsyncClient, demo: DemoHouse
) -> None:
    members = set()
    for _ in range(3):
        challenge = challenge_of(await http.get(demo.links.wallet_signed_in))
        opened = await http.post("/v1/auth/sessions", json={**challenge, "device": DEVICE})
        assert opened.status_code == httpx.codes.CREATED
        assert not opened.json()["is_new_member"]
        bearer = {"Authorization": f"Bearer {opened.json()['access_token']}"}
        wallet = (await http.get("/v1/wallet", headers=bearer)).json()
        members.add(wallet["member"]["phone"])
    assert members == {demo.links.phone}


async def test_each_visit_has_a_code_of_its_own_that_works_once(
    http: httpx.AsyncClient, demo: DemoHouse
) -> None:
    first = challenge_of(await http.get(demo.links.wallet_signed_in))
    second = challenge_of(await http.get(demo.links.wallet_signed_in))
    assert first["challenge_id"] != second["challenge_id"]
    body = {**first, "device": DEVICE}
    assert (await http.post("/v1/auth/sessions", json=body)).status_code == httpx.codes.CREATED
    assert (await http.post("/v1/auth/sessions", json=body)).is_client_error


async def test_link_cannot_be_guessed(http: httpx.AsyncClient, demo: DemoHouse) -> None:
    path = httpx.URL(demo.links.wallet_signed_in).path
    assert (await http.get(path[:-1])).status_code == httpx.codes.NOT_FOUND
    assert len(path.rpartition("/")[2]) >= 32


async def test_code_is_kept_out_of_caches_and_of_what_is_printed(
    http: httpx.AsyncClient, demo: DemoHouse
) -> None:
    answer = await http.get(demo.links.wallet_signed_in)
    assert answer.headers["cache-control"] == "no-store"
    assert demo.links.till_key not in repr(demo.links)
    assert demo.links.wallet_signed_in not in repr(demo.links)
