"""Which calls the published contract says are public, and what it says they need, is so."""

import re
from collections.abc import Iterator
from typing import Any

import pytest

from loyalty_server.app import contract
from loyalty_server.face.examples import examples
from tests.server.face.conftest import on_sqlite
from tests.server.house import House, bearer, problem_of

pytestmark = pytest.mark.slow

OPERATIONS = [
    (method, path)
    for path, methods in contract()["paths"].items()
    for method in methods
    if not path.endswith("/events")
]
NEEDED = {"Idempotency-Key": "idempotency_key_required", "If-Match": "precondition_failed"}


def operation(method: str, path: str) -> dict[str, Any]:
    described: dict[str, Any] = contract()["paths"][path][method]
    return described


def some(path: str) -> str:
    """The path with something in each place that is left open."""
    return re.sub(r"{\w+}", "none", path)


def needing_headers() -> Iterator[tuple[str, str, str]]:
    for method, path in OPERATIONS:
        for parameter in operation(method, path).get("parameters", []):
            if parameter["name"] in NEEDED and parameter["required"]:
                yield method, path, parameter["name"]


@on_sqlite
async def test_who_says_nothing_of_themselves_is_asked_to_where_the_contract_says_so(
    house: House,
) -> None:
    for method, path in OPERATIONS:
        refused = await house.http.request(method, some(path))
        is_asked = refused.headers.get("content-type") == "application/problem+json" and (
            problem_of(refused)["code"] == "unauthenticated"
        )
        assert is_asked == bool(operation(method, path)["security"]), f"{method} {path}"


@on_sqlite
async def test_a_write_without_the_header_that_the_contract_requires_is_refused_by_name(
    house: House,
) -> None:
    member = await house.sign_in()
    needing = list(needing_headers())
    assert len(needing) > 10
    for method, path, name in needing:
        door = bearer(house.till_key) if path.startswith("/v1/till") else member.bearer
        content = examples()[operation(method, path)["operationId"]].get("request")
        for headers in (door, door | {name: ""}):
            refused = await house.http.request(method, some(path), json=content, headers=headers)
            assert problem_of(refused)["code"] == NEEDED[name], f"{method} {path}"
