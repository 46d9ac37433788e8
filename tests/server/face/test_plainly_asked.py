"""What wallets ask plainly is read without FastAPI; the rest is refused as everywhere."""

from loyalty_api.surveys.needs import ASKS_AT_MOST
from tests.server.house import House, problem_of


async def test_scheme_of_the_token_is_read_in_any_case(house: House) -> None:
    phone = await house.sign_in()
    scheme, token = phone.bearer["Authorization"].split(" ")
    for written in (scheme.lower(), scheme.upper()):
        told = {"Authorization": f"{written} {token}"}
        assert (await house.http.get("/v1/wallet", headers=told)).status_code == 200


async def test_wallet_that_names_too_much_is_refused(house: House) -> None:
    phone = await house.sign_in()
    asked = {"asks": "x" * (ASKS_AT_MOST + 1)}
    refused = await house.http.get("/v1/wallet", params=asked, headers=phone.bearer)
    assert refused.status_code == 400
    assert problem_of(refused)["code"] == "invalid"
