"""What is the member's own: details, consents, preferences."""

from dataclasses import replace
from typing import Any

import httpx
import pytest
from sqlalchemy import select

from loyalty_server.app import create_app
from loyalty_server.offers.tastes import has_consented
from loyalty_server.tables import ConsentRow
from tests.server.house import BORIS, House, Phone, problem_of

pytestmark = pytest.mark.slow


AT = "2026-11-20T08:59:00Z"
GRANT = {"version": "2026-01", "granted": True, "at": AT}
WITHDRAWAL = GRANT | {"granted": False}
QUIET = {
    "channels": ["push", "email"],
    "topics": ["coffee"],
    "quiet_from": "22:00",
    "quiet_until": "08:00",
    "messages_per_month": 2,
}


async def change(house: House, phone: Phone, body: object, etag: str | None = None) -> Any:
    if etag is None:
        etag = (await house.http.get("/v1/member", headers=phone.bearer)).headers["etag"]
    headers = phone.bearer | {"If-Match": etag}
    return await house.http.patch("/v1/member", json=body, headers=headers)


async def consent(house: House, phone: Phone, purpose: str, body: object) -> httpx.Response:
    return await house.http.put(f"/v1/consents/{purpose}", json=body, headers=phone.bearer)


async def wallet(house: House, phone: Phone) -> dict[str, Any]:
    body: dict[str, Any] = (await house.http.get("/v1/wallet", headers=phone.bearer)).json()
    return body


async def granted(house: House, phone: Phone) -> dict[str, str | None]:
    return {one["purpose"]: one["granted_at"] for one in (await wallet(house, phone))["consents"]}


async def test_stranger_has_nothing_of_their_own(house: House) -> None:
    asked = [
        await house.http.get("/v1/member"),
        await house.http.patch("/v1/member", json={"first_name": "Eve"}),
        await house.http.put("/v1/consents/profiling", json=GRANT),
        await house.http.put("/v1/preferences", json={"preferences": QUIET, "at": AT}),
    ]
    assert [answer.status_code for answer in asked] == [401] * 4


async def test_member_changes_name_and_birthday_and_nobody_elses(house: House) -> None:
    anna, boris = await house.sign_in(), await house.sign_in(BORIS)
    changed = await change(house, anna, {"first_name": " Анна  Мария ", "birthday": "1990-02-28"})
    assert changed.status_code == 200
    member = (await wallet(house, anna))["member"]
    assert (member["first_name"], member["birthday"]) == ("Анна Мария", "1990-02-28")
    assert (await wallet(house, boris))["member"]["first_name"] == ""


async def test_what_is_not_said_stays_as_it_is(house: House) -> None:
    phone = await house.sign_in()
    await change(house, phone, {"first_name": "Анна"})
    changed = await change(house, phone, {"birthday": "1990-02-28"})
    assert changed.json()["first_name"] == "Анна"


async def test_change_of_what_was_changed_elsewhere_is_refused(house: House) -> None:
    phone = await house.sign_in()
    etag = (await house.http.get("/v1/member", headers=phone.bearer)).headers["etag"]
    first = await change(house, phone, {"first_name": "Анна"}, etag)
    assert first.headers["etag"] != etag
    for stale in (etag, "", "*x"):
        refused = await change(house, phone, {"first_name": "Аня"}, stale)
        assert refused.status_code == 412
        assert problem_of(refused)["code"] == "precondition_failed"


@pytest.mark.parametrize(
    "body",
    [
        {"first_name": "x" * 81},
        {"first_name": "A\nB\x07"},
        {"birthday": "2026-11-21"},
        {"birthday": "1899-12-31"},
        {"birthday": "yesterday"},
        {"phone": "+79000000009"},
        {"tier": "gold"},
        {"balance": 1_000_000},
    ],
)
async def test_details_that_cannot_be_are_refused(house: House, body: dict[str, object]) -> None:
    phone = await house.sign_in()
    assert problem_of(await change(house, phone, body))["code"] == "invalid"


async def test_consent_to_what_is_not_asked_is_not_found(house: House) -> None:
    phone = await house.sign_in()
    assert (await consent(house, phone, "everything", GRANT)).status_code == 404


async def test_member_grants_and_withdraws_and_each_is_kept(house: House) -> None:
    phone = await house.sign_in()
    for body in (GRANT, GRANT, WITHDRAWAL, WITHDRAWAL):
        assert (await consent(house, phone, "profiling", body)).status_code == 204
    assert (await granted(house, phone))["profiling"] is None
    with house.settings.database.reading() as session:
        rows = session.scalars(select(ConsentRow).filter_by(purpose="profiling")).all()
    assert [(row.granted, row.version) for row in rows] == [(True, "2026-01"), (False, "2026-01")]
    assert all(len(row.text_hash) == 64 for row in rows)


async def test_consent_holds_from_when_it_was_given_offline(house: House) -> None:
    phone = await house.sign_in()
    assert (await granted(house, phone))["profiling"] is None
    await consent(house, phone, "profiling", GRANT)
    assert (await granted(house, phone))["profiling"] == AT


async def test_what_nothing_reads_is_not_asked_and_can_be_withdrawn(house: House) -> None:
    phone = await house.sign_in()
    assert (await granted(house, phone)).keys() == {"rules", "personal_data", "profiling"}
    await consent(house, phone, "partners", GRANT)
    assert (await granted(house, phone))["partners"] == AT
    await consent(house, phone, "partners", WITHDRAWAL)
    assert "partners" not in await granted(house, phone)


async def test_consent_given_before_a_withdrawal_and_told_after_it_changes_nothing(
    house: House,
) -> None:
    phone = await house.sign_in()
    await consent(house, phone, "profiling", GRANT)
    await consent(house, phone, "profiling", WITHDRAWAL | {"at": "2026-11-20T08:59:30Z"})
    assert (await consent(house, phone, "profiling", GRANT)).status_code == 204
    assert (await granted(house, phone))["profiling"] is None
    await consent(house, phone, "profiling", GRANT | {"at": "2026-11-20T08:59:40Z"})
    assert (await granted(house, phone))["profiling"]


async def test_consent_to_an_older_text_is_withdrawn_too(house: House) -> None:
    phone = await house.sign_in()
    await consent(house, phone, "profiling", GRANT)
    texts = house.settings.consents
    renewed = replace(
        texts, consent=tuple(replace(one, version="2027-01") for one in texts.consent)
    )
    settings = replace(house.settings, consents=renewed)
    transport = httpx.ASGITransport(create_app(settings))
    async with httpx.AsyncClient(transport=transport, base_url="https://loyalty.example") as http:
        told = await http.put("/v1/consents/profiling", json=WITHDRAWAL, headers=phone.bearer)
    assert told.status_code == 204
    member_id = (await house.http.get("/v1/member", headers=phone.bearer)).json()["id"]
    with house.settings.database.reading() as session:
        assert not has_consented(session, member_id)


async def test_consent_to_an_older_text_is_answered_with_the_text_in_force(house: House) -> None:
    phone = await house.sign_in()
    refused = await consent(house, phone, "profiling", GRANT | {"version": "2020-01"})
    problem = problem_of(refused)
    assert problem["code"] == "consents_required"
    assert [text["purpose"] for text in problem["consents"]] == ["profiling"]


async def test_what_the_card_cannot_be_without_is_not_withdrawn(house: House) -> None:
    phone = await house.sign_in()
    refused = await consent(house, phone, "personal_data", WITHDRAWAL)
    assert problem_of(refused)["code"] == "consents_required"


async def test_preferences_are_kept_as_they_were_set_last(house: House) -> None:
    phone = await house.sign_in()
    assert (await wallet(house, phone))["preferences"]["messages_per_month"] == 4
    for preferences in (QUIET, QUIET | {"channels": []}):
        done = await house.http.put(
            "/v1/preferences", json={"preferences": preferences, "at": AT}, headers=phone.bearer
        )
        assert done.status_code == 204
    assert (await wallet(house, phone))["preferences"] == QUIET | {
        "channels": [],
        "without": [],
        "time_zone": None,
    }


async def test_preferences_set_offline_before_others_and_told_after_them_change_nothing(
    house: House,
) -> None:
    phone, path = await house.sign_in(), "/v1/preferences"
    for month, at in ((3, "2026-11-20T08:59:30Z"), (9, AT)):
        body = {"preferences": QUIET | {"messages_per_month": month}, "at": at}
        assert (await house.http.put(path, json=body, headers=phone.bearer)).status_code == 204
    assert (await wallet(house, phone))["preferences"]["messages_per_month"] == 3


@pytest.mark.parametrize(
    "change",
    [
        {"channels": ["pigeon"]},
        {"topics": ["x"] * 21},
        {"topics": [""]},
        {"quiet_from": "25:00"},
        {"quiet_until": "8"},
        {"messages_per_month": 32},
        {"messages_per_month": -1},
        {"volume": 11},
    ],
)
async def test_preferences_that_cannot_be_are_refused(
    house: House, change: dict[str, object]
) -> None:
    phone = await house.sign_in()
    refused = await house.http.put(
        "/v1/preferences", json={"preferences": QUIET | change, "at": AT}, headers=phone.bearer
    )
    assert problem_of(refused)["errors"][0]["path"].startswith("$.preferences.")
