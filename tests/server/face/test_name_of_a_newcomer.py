"""A newcomer's name comes with the sign-up, so that no second request can lose it."""

import pytest

from tests.server.house import ANNA, House, session_body


async def signed_up(house: House, name: object) -> dict[str, object]:
    challenge = (await house.ask_code(phone=ANNA)).json()["challenge_id"]
    body = session_body(challenge, house.postbox.last_code) | {"first_name": name}
    opened = await house.http.post("/v1/auth/sessions", json=body)
    return {"status": opened.status_code, **opened.json()}


async def name_of(house: House, token: object) -> str:
    member = await house.http.get("/v1/member", headers={"Authorization": f"Bearer {token}"})
    return str(member.json()["first_name"])


@pytest.mark.parametrize(("said", "kept"), [("  Вера ", "Вера"), (None, ""), ("", "")])
async def test_newcomer_is_called_as_said(house: House, said: str | None, kept: str) -> None:
    opened = await signed_up(house, said)
    assert opened["status"] == 201
    assert await name_of(house, opened["access_token"]) == kept


async def test_name_of_a_member_stays(house: House) -> None:
    await signed_up(house, "Вера")
    house.clock.forward(seconds=120)
    again = await signed_up(house, "Надежда")
    assert await name_of(house, again["access_token"]) == "Вера"


async def test_what_is_no_name_is_refused_and_the_code_stays_good(house: House) -> None:
    challenge = (await house.ask_code(phone=ANNA)).json()["challenge_id"]
    body = session_body(challenge, house.postbox.last_code)
    refused = await house.http.post("/v1/auth/sessions", json=body | {"first_name": "x" * 81})
    assert (refused.status_code, refused.json()["code"]) == (400, "invalid")
    opened = await house.http.post("/v1/auth/sessions", json=body | {"first_name": "Вера"})
    assert await name_of(house, opened.json()["access_token"]) == "Вера"
