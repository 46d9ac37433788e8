"""Bodies of any other type than JSON, which other sites' pages can post without asking."""

import json
from collections.abc import AsyncIterator, Iterator
from typing import Any

import httpx
import pytest
from fastapi.routing import APIRoute

from loyalty_server.app import ROUTERS
from tests.server.house import ANNA, House, problem_of

pytestmark = pytest.mark.slow

FORMS = [
    "text/plain",
    "text/plain;charset=UTF-8",
    "application/x-www-form-urlencoded",
    "multipart/form-data; boundary=x",
    "text/plain; application/json",
    "application/json-seq",
    "application/jsonx",
    "application/json, text/plain",
    "application/problem+json",
    "text/json",
    "text/x-json;application/json",
    "multipart/form-data; boundary=application/json",
    '"application/json"',
    "application/json\u00a0",
    "",
]
OF_MAIL = "/v1/letters/token"
MAIL_POSTS = ("application/x-www-form-urlencoded", "multipart/form-data")


def writes() -> Iterator[tuple[str, str]]:
    """Every method and path that a body may be sent to, of the contract and of the cashier's page."""
    for router in ROUTERS:
        for route in router.routes:
            assert isinstance(route, APIRoute)
            for method in route.methods - {"GET", "HEAD", "OPTIONS"}:
                yield method, route.path.replace("{", "").replace("}", "")


@pytest.mark.parametrize(("method", "path"), sorted(writes()))
async def test_no_route_takes_a_form(house: House, method: str, path: str) -> None:
    """But for the links of e-mails, which mail programs post a form to (RFC 8058): there the link is all."""
    for kind in FORMS:
        sent = await house.http.request(
            method,
            path,
            content=json.dumps({"phone": ANNA}),
            headers={"Content-Type": kind.encode("latin-1")},
        )
        is_taken = path == OF_MAIL and kind.partition(";")[0] in MAIL_POSTS
        refusal = (404, "not_found") if is_taken else (415, "unsupported_media_type")
        assert (sent.status_code, problem_of(sent)["code"]) == refusal, kind
    assert not house.postbox.codes


def test_cashiers_page_is_asked_too() -> None:
    assert {("POST", "/v1/cashier/device"), ("PUT", "/v1/cashier/shift")} <= set(writes())


async def test_two_types_at_once_are_none(house: House) -> None:
    headers = [("Content-Type", "application/json"), ("Content-Type", "text/plain")]
    sent = await house.http.post("/v1/auth/codes", content=b"{}", headers=headers)
    assert sent.status_code == 415


async def test_body_that_comes_in_pieces_says_its_type_too(house: House) -> None:
    async def pieces() -> AsyncIterator[bytes]:
        yield json.dumps({"phone": ANNA}).encode()

    sent = await house.http.post("/v1/auth/codes", content=pieces())
    assert sent.status_code == 415


@pytest.mark.parametrize("kind", ["application/json", "Application/JSON; charset=utf-8"])
async def test_json_is_taken_however_it_is_written(house: House, kind: str) -> None:
    body: Any = json.dumps({"phone": ANNA})
    sent: httpx.Response = await house.http.post(
        "/v1/auth/codes", content=body, headers={"Content-Type": kind}
    )
    assert sent.status_code == 202
