"""The published contract is what the server serves."""

from loyalty_server.openapi_file import PUBLISHED, contract_text
from tests.server.house import House


def test_published_contract_is_what_the_routes_say() -> None:
    assert PUBLISHED.read_text("utf-8") == contract_text(), (
        "write it anew: python -m loyalty_server.openapi_file"
    )


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
