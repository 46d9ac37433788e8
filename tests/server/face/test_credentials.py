"""The exchange of a device's key: whatever is lost on the way, the card works at the till."""

import asyncio
from typing import Any

import httpx
import pytest

from tests.server.house import BORIS, House, Phone, problem_of

pytestmark = pytest.mark.slow


UNKNOWN = "0" * 12


async def keeps(house: House, phone: Phone, kid: str = "") -> httpx.Response:
    """The device says which credential it has kept, its own unless another is given."""
    body = {"kid": kid or phone.session["credential"]["kid"]}
    return await house.http.put("/v1/auth/credential", json=body, headers=phone.bearer)


async def renewed(house: House, phone: Phone) -> Phone:
    """The phone with the next key, of which the server has not heard yet."""
    answer = await keeps(house, phone)
    assert answer.status_code == 200, answer.text
    assert answer.headers["cache-control"] == "no-store"
    credential = answer.json()["credential"]
    assert credential
    return Phone({**phone.session, "credential": credential})


async def signed_in(house: House, days_ago: float) -> Phone:
    """A phone whose key is so old, and whose session was renewed just now."""
    phone = await house.sign_in()
    house.clock.forward(days=days_ago)
    return await with_new_tokens(house, phone)


async def with_new_tokens(house: House, phone: Phone) -> Phone:
    token = {"refresh_token": phone.session["refresh_token"]}
    tokens = await house.http.post("/v1/auth/refresh", json=token)
    return Phone({**phone.session, **tokens.json()})


async def refusal_at_till(house: House, phone: Phone) -> Any:
    house.clock.forward(seconds=30)
    body = {"raw": phone.card_code(house.clock.now), "till_time": house.clock.now.isoformat()}
    return problem_of(await house.at_till("/scans", body))["code"]


async def test_stranger_is_given_no_key(house: House) -> None:
    answer = await house.http.put("/v1/auth/credential", json={"kid": UNKNOWN})
    assert problem_of(answer)["code"] == "unauthenticated"


async def test_credential_that_does_not_exist_has_no_successor(house: House) -> None:
    phone = await house.sign_in()
    assert problem_of(await keeps(house, phone, UNKNOWN))["code"] == "not_found"


async def test_credential_of_another_device_has_no_successor(house: House) -> None:
    boris = (await house.sign_in(BORIS)).session["credential"]["kid"]
    anna = await signed_in(house, days_ago=31)
    assert problem_of(await keeps(house, anna, boris))["code"] == "not_found"
    house.clock.forward(minutes=2)
    other = await house.sign_in()
    kid = anna.session["credential"]["kid"]
    assert problem_of(await keeps(house, other, kid))["code"] == "not_found"


async def test_key_is_not_exchanged_before_its_time(house: House) -> None:
    phone = await signed_in(house, days_ago=29)
    answer = (await keeps(house, phone)).json()
    assert answer == {"credential": None, "due_at": "2026-12-20T09:00:00Z"}


async def test_key_of_30_days_is_exchanged_and_the_old_one_ends_a_day_later(house: House) -> None:
    old = await signed_in(house, days_ago=30)
    new = await renewed(house, old)
    assert new.session["credential"]["kid"] != old.session["credential"]["kid"]
    assert (await keeps(house, new)).json()["credential"] is None
    house.clock.forward(hours=23)
    await house.scan(old)
    await house.scan(new)
    house.clock.forward(hours=1)
    assert await refusal_at_till(house, old) == "device_revoked"
    await house.scan(new)


async def test_lost_answer_is_given_again_and_both_keys_work_meanwhile(house: House) -> None:
    old = await signed_in(house, days_ago=30)
    lost = await renewed(house, old)
    house.clock.forward(days=20)
    await house.scan(old)
    old = await with_new_tokens(house, old)
    again = await renewed(house, old)
    assert again.session["credential"] == lost.session["credential"]
    await house.scan(again)


async def test_two_tabs_that_ask_at_once_are_given_the_same_key(house: House) -> None:
    old = await signed_in(house, days_ago=30)
    tabs = await asyncio.gather(*(renewed(house, old) for _ in range(4)))
    assert len({tab.session["credential"]["kid"] for tab in tabs}) == 1


async def test_card_works_after_months_without_a_network(house: House) -> None:
    phone = await signed_in(house, days_ago=30)
    await renewed(house, phone)
    before = await house.scan(phone)
    house.clock.forward(days=300)
    after = await house.scan(phone)
    assert after["member"] == before["member"]
    assert after["may_burn"]


async def test_key_that_was_replaced_is_never_followed_by_another(house: House) -> None:
    old = await signed_in(house, days_ago=30)
    new = await renewed(house, old)
    await keeps(house, new)
    assert problem_of(await keeps(house, old))["code"] == "not_found"
    assert (await keeps(house, new)).json()["credential"] is None


async def test_signed_out_device_pays_with_neither_of_its_keys(house: House) -> None:
    old = await signed_in(house, days_ago=30)
    new = await renewed(house, old)
    await house.http.delete("/v1/auth/session", headers=old.bearer)
    assert await refusal_at_till(house, old) == "device_revoked"
    assert await refusal_at_till(house, new) == "device_revoked"
    assert problem_of(await keeps(house, old))["code"] == "unauthenticated"
