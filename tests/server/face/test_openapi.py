"""The published contract is what the server serves."""

from datetime import UTC, datetime

import pytest

from loyalty_server.app import contract
from loyalty_server.openapi_file import PUBLISHED, contract_text
from loyalty_server.webhooks import signed_headers
from tests.server.house import House

pytestmark = pytest.mark.slow


def test_published_contract_is_what_the_routes_say() -> None:
    assert PUBLISHED.read_text("utf-8") == contract_text(), (
        "write it anew: python -m loyalty_server.openapi_file"
    )


def test_quantity_may_be_a_number_wherever_it_is_asked_or_answered() -> None:
    schemas = contract()["components"]["schemas"]
    told = {
        name: schema["properties"]["quantity"]["anyOf"]
        for name, schema in schemas.items()
        if "quantity" in schema.get("properties", {})
    }
    assert {"Line", "RefundLine", "ReturnableLine"} <= told.keys()
    assert [name for name, kinds in told.items() if {"type": "number"} not in kinds] == []


async def test_server_tells_its_contract(house: House) -> None:
    served = (await house.http.get("/v1/openapi.json")).json()
    assert served["openapi"].startswith("3.1")
    schema = served["components"]["schemas"]["PurchaseRequest"]
    assert schema["additionalProperties"] is False
    body = served["paths"]["/v1/till/purchases"]["post"]["requestBody"]
    assert body["content"]["application/json"]["schema"] == {
        "$ref": "#/components/schemas/PurchaseRequest"
    }
    assert "application/problem+json" in str(served["paths"]["/v1/wallet"]["get"]["responses"])


def test_contract_tells_the_webhooks_and_what_signs_them() -> None:
    told = contract()["webhooks"]
    kinds = {name: told[name]["post"]["requestBody"]["content"] for name in told}
    assert str(kinds["support-notice"]).count("#/components/schemas/SupportNotice") == 1
    secret, now = b"secret", datetime(2026, 11, 20, 9, 0, tzinfo=UTC)
    sent = signed_headers((secret,), "msg_1", "{}", now)
    for hook in told.values():
        named = {each["name"] for each in hook["post"]["parameters"] if each["required"]}
        assert named == sent.keys() - {"Content-Type"}
