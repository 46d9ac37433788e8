"""Whatever stands in an address, of the contract's routes and of the cashier's, breaks no server."""

import re
from collections.abc import Iterator
from urllib.parse import quote

import pytest
from fastapi.routing import APIRoute

from loyalty_server.app import ROUTERS
from loyalty_server.face.examples import examples
from tests.server.face.test_cashiers import a_tablet
from tests.server.house import OWN_PAGE, House, bearer

pytestmark = pytest.mark.slow

ODD = [
    "\0",
    "a\0b",
    "٣",
    "20٢٦-12",
    "2026-1２",
    "0001-01-01",
    "9999-12-31",
    "²",
    "1_0",
    "-1",
    "-9223372036854775809",
    "1e400",
    "nan",
    "'; --",
    "../../v1/wallet",
    "..\\x",
    "%00",
    "\u202e\U0001f600",
    "\n",
    "a" * 2000,
]


def routes() -> Iterator[APIRoute]:
    for router in ROUTERS:
        for route in router.routes:
            if isinstance(route, APIRoute) and not route.path.endswith("/events"):
                yield route


ROUTES = [
    (method, route)
    for route in routes()
    for method in sorted(route.methods)
    if "{" in route.path or route.dependant.query_params
]


def addresses(route: APIRoute, odd: str) -> Iterator[str]:
    """The route's path with this text in one place after the other, and something plain elsewhere."""
    inside = re.findall(r"{(\w+)}", route.path)
    behind = [one.alias for one in route.dependant.query_params]
    for place in inside + behind:
        told = dict.fromkeys(inside, "x") | {place: quote(odd, safe="")}
        query = {one: "x" for one in behind if one == "receipt_id"} | {
            one: told[one] for one in behind if one in told
        }
        path = route.path.format_map(told)
        yield f"{path}?{'&'.join(f'{name}={value}' for name, value in query.items())}"


@pytest.mark.parametrize(
    ("method", "route"), ROUTES, ids=[f"{method} {route.path}" for method, route in ROUTES]
)
async def test_odd_text_in_an_address_is_answered_and_breaks_nothing(
    house: House, method: str, route: APIRoute
) -> None:
    phone, tablet = await house.sign_in(), await a_tablet(house)
    body = examples().get(route.name, {}).get("request")
    headers = {"Idempotency-Key": "odd", "If-Match": "*"}
    for door in (phone.bearer, bearer(house.till_key), OWN_PAGE):
        for odd in ODD:
            for address in addresses(route, odd):
                answer = await tablet.http.request(
                    method, address, headers=door | headers, json=body
                )
                assert answer.status_code < 500, (address, answer.text)


def test_every_route_that_is_told_something_by_its_address_is_asked() -> None:
    asked = {route.path for _, route in ROUTES}
    assert {
        "/v1/till/receipts",
        "/v1/chosen-categories/{month}",
        "/v1/joins/{code}",
        "/cashier/icon-{side}.png",
        "/v1/passes/apple/v1/devices/{device}/registrations/{pass_type}",
    } <= asked
    assert len(asked) > 20
