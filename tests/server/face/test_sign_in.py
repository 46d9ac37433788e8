"""Signing in: one-time codes and what they open."""

import httpx
import pytest

from loyalty_server.app import create_app
from loyalty_server.sign_in.addresses import phone_address
from loyalty_server.sign_in.codes import open_challenge_for
from tests.server.house import ANNA, House, problem_of, session_body

pytestmark = pytest.mark.slow


async def test_stranger_and_member_get_the_same_answer_to_a_code_request(house: House) -> None:
    await house.sign_in()
    house.clock.forward(minutes=2)
    known = await house.ask_code(phone=ANNA)
    unknown = await house.ask_code(phone="+79000000002")
    assert known.status_code == unknown.status_code == 202
    assert known.json().keys() == unknown.json().keys()
    assert known.headers["cache-control"] == "no-store"


async def test_new_member_without_consents_is_shown_them_and_the_code_stays_good(
    house: House,
) -> None:
    challenge = (await house.ask_code()).json()["challenge_id"]
    body = session_body(challenge, house.postbox.last_code)
    asked = await house.http.post(
        "/v1/auth/sessions", json=body | {"consents": []}, headers={"Accept-Language": "en-GB"}
    )
    problem = problem_of(asked)
    assert (asked.status_code, problem["code"]) == (409, "consents_required")
    assert problem["consents"][0]["title"] == "Programme rules"
    assert {consent["purpose"] for consent in problem["consents"] if consent["required"]} == {
        "rules",
        "personal_data",
    }
    assert (await house.http.post("/v1/auth/sessions", json=body)).status_code == 201


async def test_new_member_gets_tokens_and_a_credential_that_nobody_may_keep(house: House) -> None:
    challenge = (await house.ask_code()).json()["challenge_id"]
    opened = await house.http.post(
        "/v1/auth/sessions", json=session_body(challenge, house.postbox.last_code)
    )
    body = opened.json()
    assert opened.headers["cache-control"] == "no-store"
    assert body["is_new_member"] is True
    assert len(body["credential"]["kid"]) == 12
    assert len(body["credential"]["key"]) == 43
    assert body["access_expires_at"] == "2026-11-20T09:10:00Z"


async def test_returning_member_needs_no_consents(house: House) -> None:
    await house.sign_in()
    house.clock.forward(minutes=2)
    challenge = (await house.ask_code()).json()["challenge_id"]
    body = session_body(challenge, house.postbox.last_code) | {"consents": []}
    opened = await house.http.post("/v1/auth/sessions", json=body)
    assert opened.status_code == 201
    assert opened.json()["is_new_member"] is False


async def test_code_opens_one_session_only(house: House) -> None:
    challenge = (await house.ask_code()).json()["challenge_id"]
    body = session_body(challenge, house.postbox.last_code)
    assert (await house.http.post("/v1/auth/sessions", json=body)).status_code == 201
    again = await house.http.post("/v1/auth/sessions", json=body)
    assert problem_of(again)["code"] == "sign_in_code_expired"


async def test_code_dies_after_five_wrong_tries(house: House) -> None:
    challenge = (await house.ask_code()).json()["challenge_id"]
    right = house.postbox.last_code
    wrong = session_body(challenge, "000000" if right != "000000" else "000001")
    left = [
        problem_of(await house.http.post("/v1/auth/sessions", json=wrong))["tries_left"]
        for _ in range(5)
    ]
    assert left == [4, 3, 2, 1, 0]
    last = await house.http.post("/v1/auth/sessions", json=session_body(challenge, right))
    assert problem_of(last)["code"] == "sign_in_code_expired"


async def test_code_dies_after_five_minutes(house: House) -> None:
    challenge = (await house.ask_code()).json()["challenge_id"]
    body = session_body(challenge, house.postbox.last_code)
    house.clock.forward(minutes=5)
    late = await house.http.post("/v1/auth/sessions", json=body)
    assert problem_of(late)["code"] == "sign_in_code_expired"


async def test_code_of_one_challenge_does_not_answer_another(house: House) -> None:
    await house.ask_code(phone="+79000000002")
    other_code = house.postbox.last_code
    challenge = (await house.ask_code()).json()["challenge_id"]
    if other_code == house.postbox.last_code:
        pytest.skip("one in a million: both codes are equal")
    refused = await house.http.post("/v1/auth/sessions", json=session_body(challenge, other_code))
    assert problem_of(refused)["code"] == "sign_in_code_wrong"


async def test_resending_waits_a_minute_then_two_then_four(house: House) -> None:
    for wait in (60, 120, 240, 480):
        assert (await house.ask_code()).status_code == 202
        house.clock.forward(seconds=wait - 1)
        early = await house.ask_code()
        assert problem_of(early)["code"] == "rate_limited"
        assert early.headers["retry-after"] == "1"
        house.clock.forward(seconds=1)


async def test_sixth_code_of_a_day_is_refused_until_the_first_is_a_day_old(house: House) -> None:
    for _ in range(5):
        assert (await house.ask_code()).status_code == 202
        house.clock.forward(hours=1)
    sixth = await house.ask_code()
    assert sixth.status_code == 429
    assert sixth.headers["retry-after"] == str(19 * 3600)
    house.clock.forward(hours=19)
    assert (await house.ask_code()).status_code == 202


async def test_one_place_cannot_ask_for_more_than_twenty_codes_an_hour(house: House) -> None:
    for number in range(20):
        assert (await house.ask_code(phone=f"+790000001{number:02}")).status_code == 202
    assert (await house.ask_code(phone="+79000000199")).status_code == 429


@pytest.mark.parametrize(
    ("other", "status"), [("2001:db8:1:2ff:ffff::9", 429), ("2001:db8:1:300::1", 202)]
)
async def test_household_that_changes_its_address_stays_one_place(
    house: House, other: str, status: int
) -> None:
    def seen_at(address: str) -> httpx.AsyncClient:
        transport = httpx.ASGITransport(create_app(house.settings), client=(address, 40_000))
        return httpx.AsyncClient(transport=transport, base_url="https://loyalty.example")

    async with seen_at("2001:db8:1:200::1") as home, seen_at(other) as next_door:
        for number in range(20):
            body = {"phone": f"+790000001{number:02}"}
            assert (await home.post("/v1/auth/codes", json=body)).status_code == 202
        answer = await next_door.post("/v1/auth/codes", json={"phone": "+79000000120"})
    assert answer.status_code == status


async def test_operator_makes_a_code_that_no_limit_counts(house: House) -> None:
    for _ in range(7):
        with house.settings.database.writing() as session:
            challenge = open_challenge_for(
                session, house.settings.keys, phone_address(ANNA), house.clock()
            )
        body = session_body(challenge.sent.challenge_id, challenge.code)
        assert (await house.http.post("/v1/auth/sessions", json=body)).status_code == 201
    assert (await house.ask_code()).status_code == 202


@pytest.mark.parametrize(
    ("body", "path"),
    [
        ({}, "$"),
        ({"phone": ANNA, "email": "a@b.example"}, "$"),
        ({"phone": "89000000001"}, "$.phone"),
        ({"phone": "call me"}, "$.phone"),
        ({"phone": 79000000001}, "$.phone"),
        ({"email": "nobody"}, "$.email"),
        ({"phone": ANNA, "tier": "gold"}, "$.tier"),
        ([], "$"),
    ],
)
async def test_address_that_is_none_is_refused_with_its_place(
    house: House, body: object, path: str
) -> None:
    refused = await house.http.post("/v1/auth/codes", json=body)
    assert problem_of(refused)["errors"][0]["path"] == path
    assert not house.postbox.codes


@pytest.mark.parametrize("body", [{"phone": "+19002345678"}, {"email": "иван@почта.рф"}])
async def test_address_that_no_code_can_be_brought_to_is_told_as_such(
    house: House, body: dict[str, str]
) -> None:
    refused = await house.http.post("/v1/auth/codes", json=body)
    assert (refused.status_code, problem_of(refused)["code"]) == (400, "address_unreachable")
    assert problem_of(refused)["errors"][0]["path"] == f"$.{next(iter(body))}"
    assert not house.postbox.codes


async def test_limit_of_a_mailbox_holds_for_all_its_tags(house: House) -> None:
    assert (await house.ask_code(email="me@x.test")).status_code == 202
    assert (await house.ask_code(email="me+shop@x.test")).status_code == 429


async def test_phone_written_with_spaces_is_the_same_member(house: House) -> None:
    await house.sign_in("+7 900 000-00-01")
    house.clock.forward(minutes=2)
    assert (await house.sign_in()).session["is_new_member"] is False


async def test_member_may_join_by_email(house: House) -> None:
    challenge = (await house.ask_code(email=" Anna@Mail.example ")).json()["challenge_id"]
    assert house.postbox.codes[-1][0].value == "anna@mail.example"
    opened = await house.http.post(
        "/v1/auth/sessions", json=session_body(challenge, house.postbox.last_code)
    )
    assert opened.status_code == 201
