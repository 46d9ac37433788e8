"""Opting in to an offer."""

import httpx
import pytest

from tests.server.house import BORIS, House, Phone, problem_of

pytestmark = pytest.mark.slow


AT = {"at": "2026-11-20T08:59:00Z"}


async def activated_at(house: House, phone_headers: dict[str, str]) -> dict[str, str | None]:
    wallet = (await house.http.get("/v1/wallet", headers=phone_headers)).json()
    return {offer["id"]: offer["activated_at"] for offer in wallet["offers"]}


async def test_stranger_cannot_activate_an_offer(house: House) -> None:
    refused = await house.http.put("/v1/offers/bread-plus-20/activation", json=AT)
    assert refused.status_code == 401


async def test_offer_that_does_not_exist_is_not_found(house: House) -> None:
    phone = await house.sign_in()
    missing = await house.http.put("/v1/offers/unknown/activation", json=AT, headers=phone.bearer)
    assert problem_of(missing)["code"] == "not_found"


async def test_offer_that_ended_cannot_be_activated(house: House) -> None:
    phone = await house.sign_in()
    refused = await house.http.put(
        "/v1/offers/october-tea/activation", json=AT, headers=phone.bearer
    )
    assert problem_of(refused)["code"] == "offer_ended"


async def test_activation_concerns_one_member_only(house: House) -> None:
    anna, boris = await house.sign_in(), await house.sign_in(BORIS)
    await house.http.put("/v1/offers/bread-plus-20/activation", json=AT, headers=anna.bearer)
    assert (await activated_at(house, anna.bearer))["bread-plus-20"] == AT["at"]
    assert (await activated_at(house, boris.bearer))["bread-plus-20"] is None


async def test_repeated_activation_changes_nothing(house: House) -> None:
    phone = await house.sign_in()
    for at in (AT, {"at": "2026-11-20T09:00:00Z"}):
        done = await house.http.put(
            "/v1/offers/bread-plus-20/activation", json=at, headers=phone.bearer
        )
        assert done.status_code == 204
    assert (await activated_at(house, phone.bearer))["bread-plus-20"] == AT["at"]


async def test_activation_told_with_a_later_clock_counts_from_now(house: House) -> None:
    phone = await house.sign_in()
    late = {"at": "2030-01-01T00:00:00Z"}
    await house.http.put("/v1/offers/bread-plus-20/activation", json=late, headers=phone.bearer)
    assert (await activated_at(house, phone.bearer))["bread-plus-20"] == "2026-11-20T09:00:00Z"


async def test_offer_works_at_the_till_only_after_it_was_activated(house: House) -> None:
    phone = await house.sign_in()
    before = await house.buy(phone)
    await house.http.put("/v1/offers/bread-plus-20/activation", json=AT, headers=phone.bearer)
    after = await house.buy(phone)
    assert after["earned"] - before["earned"] == 20


@pytest.mark.parametrize("body", [{}, {"at": "yesterday"}, {"at": AT["at"], "points": 5}])
async def test_wrong_body_is_refused(house: House, body: dict[str, object]) -> None:
    phone = await house.sign_in()
    refused = await house.http.put(
        "/v1/offers/bread-plus-20/activation", json=body, headers=phone.bearer
    )
    assert problem_of(refused)["code"] == "invalid"


async def choice(house: House, phone_headers: dict[str, str]) -> dict[str, list[str]]:
    wallet = (await house.http.get("/v1/wallet", headers=phone_headers)).json()
    return {one["month"]: one["categories"] for one in wallet["choice"]["months"]}


async def test_categories_are_chosen_for_a_month_over_the_wire(house: House) -> None:
    phone = await house.sign_in()
    tag = (await house.http.get("/v1/wallet", headers=phone.bearer)).headers["etag"]

    async def choose(month: str, *categories: str) -> httpx.Response:
        body = {"categories": categories}
        path = f"/v1/chosen-categories/{month}"
        return await house.http.put(path, json=body, headers=phone.bearer)

    for category in ("books", "flowers", "flowers"):
        assert (await choose("2026-12", category)).status_code == 204
    assert (await choose("2026-11", "books")).status_code == 204
    assert await choice(house, phone.bearer) == {
        "2026-11-01": ["books"],
        "2026-12-01": ["flowers"],
    }
    changed = {**phone.bearer, "If-None-Match": tag}
    assert (await house.http.get("/v1/wallet", headers=changed)).status_code == 200
    refused = await choose("2026-11", "flowers")
    assert (refused.status_code, problem_of(refused)["code"]) == (409, "choice_closed")
    assert problem_of(await choose("2026-13", "books"))["code"] == "not_found"
    assert problem_of(await choose("2026-12", "gold"))["code"] == "invalid"


async def test_activation_is_taken_back_and_given_again(house: House) -> None:
    phone = await house.sign_in()
    for minute in range(0, 6, 2):
        await put(house, phone, "activation", f"2026-11-20T08:5{minute}:00Z")
        for _ in range(2):
            back = await put(house, phone, "deactivation", f"2026-11-20T08:5{minute + 1}:00Z")
            assert back.status_code == 204
        assert (await activated_at(house, phone.bearer))["bread-plus-20"] is None
    await put(house, phone, "activation", AT["at"])
    assert (await activated_at(house, phone.bearer))["bread-plus-20"] == AT["at"]


async def test_what_was_done_earlier_and_is_told_later_changes_nothing(house: House) -> None:
    phone = await house.sign_in()
    await put(house, phone, "deactivation", "2026-11-20T08:30:00Z")
    await put(house, phone, "deactivation", "2026-11-20T08:10:00Z")
    await put(house, phone, "activation", "2026-11-20T08:20:00Z")
    assert (await activated_at(house, phone.bearer))["bread-plus-20"] is None
    await put(house, phone, "activation", AT["at"])
    await put(house, phone, "deactivation", "2026-11-20T08:30:00Z")
    assert (await activated_at(house, phone.bearer))["bread-plus-20"] == AT["at"]


async def test_activation_that_has_worked_stays(house: House) -> None:
    phone = await house.sign_in()
    await put(house, phone, "activation", AT["at"])
    await house.buy(phone)
    refused = await put(house, phone, "deactivation", "2026-11-20T09:30:00Z")
    assert (refused.status_code, problem_of(refused)["code"]) == (409, "offer_used")
    assert (await activated_at(house, phone.bearer))["bread-plus-20"] == AT["at"]


async def test_only_an_own_activation_of_an_offer_that_is_there_is_taken_back(house: House) -> None:
    anna, boris = await house.sign_in(), await house.sign_in(BORIS)
    await put(house, anna, "activation", AT["at"])
    way = "/v1/offers/bread-plus-20/deactivation"
    assert (await house.http.put(way, json=AT)).status_code == 401
    assert (await put(house, boris, "deactivation", AT["at"])).status_code == 204
    assert (await activated_at(house, anna.bearer))["bread-plus-20"] == AT["at"]
    unknown = "/v1/offers/unknown/deactivation"
    missing = await house.http.put(unknown, json=AT, headers=anna.bearer)
    assert problem_of(missing)["code"] == "not_found"


async def put(house: House, phone: Phone, what: str, at: str) -> httpx.Response:
    way = f"/v1/offers/bread-plus-20/{what}"
    return await house.http.put(way, json={"at": at}, headers=phone.bearer)
