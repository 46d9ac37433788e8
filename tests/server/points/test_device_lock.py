"""A lock on what a device spends: above its limit a till and the catalogue want the device's own unlock."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

import httpx
import pytest

from loyalty_api.card_code import QR_INFO, CodeType, derive_key, make_code, step_at
from loyalty_server.keys import base64url
from loyalty_server.tables import DeviceRow
from tests.server.house import BORIS, House, Phone, problem_of, purchase_body
from tests.server.visits import member_with_points, post, wallet_of

pytestmark = pytest.mark.slow

KEY = bytes(range(7, 39))
COFFEE = {"reward_id": "coffee"}


@dataclass(frozen=True)
class Owner:
    """Whoever's finger the device knows."""

    phone: Phone
    key: bytes = KEY

    def code(self, moment: datetime) -> str:
        kid, step = self.phone.session["credential"]["kid"], step_at(moment.timestamp())
        return make_code(derive_key(self.key, QR_INFO), kid, step, CodeType.PAY)


@dataclass(frozen=True)
class Unlocked(Phone):
    """A phone whose requests carry this code."""

    code: str = ""

    @property
    def bearer(self) -> dict[str, str]:
        return {**super().bearer, "Unlock-Code": self.code}


async def lock(
    house: House, phone: Phone, above: int, key: bytes | None = KEY, code: str | None = None
) -> httpx.Response:
    """Have this phone locked; the last key is taken away by none."""
    body = {"key": base64url(key) if key else None, "above": above, "code": code}
    return await house.http.put("/v1/auth/lock", json=body, headers=phone.bearer)


async def locked_member(house: House, above: int) -> Phone:
    """A member with 59 points, whose phone was locked longer ago than a sign-in is fresh."""
    anna = await member_with_points(house)
    assert (await lock(house, anna, above)).status_code == 204
    house.clock.forward(minutes=11)
    return await with_new_tokens(house, anna)


async def with_new_tokens(house: House, phone: Phone) -> Phone:
    token = {"refresh_token": phone.session["refresh_token"]}
    tokens = await house.http.post("/v1/auth/refresh", json=token)
    return Phone({**phone.session, **tokens.json()})


async def scanned(house: House, code: str) -> dict[str, Any]:
    body = {"raw": code, "till_time": house.clock.now.isoformat()}
    answer = await house.at_till("/scans", body)
    assert answer.status_code == 201, answer.text
    scan: dict[str, Any] = answer.json()
    return scan


async def pays(house: House, code: str, points: int) -> httpx.Response:
    """The till reads this code and opens a purchase that so many points pay for."""
    scan = await scanned(house, code)
    return await house.at_till("/purchases", purchase_body(scan["scan_id"], points))


async def pays_locked(house: House, phone: Phone, points: int) -> httpx.Response:
    house.clock.forward(seconds=30)
    return await pays(house, phone.card_code(house.clock.now), points)


async def pays_unlocked(house: House, owner: Owner, points: int) -> httpx.Response:
    house.clock.forward(seconds=30)
    return await pays(house, owner.code(house.clock.now), points)


async def test_locked_phone_earns_and_spends_up_to_its_limit_in_24_hours(house: House) -> None:
    anna = await locked_member(house, above=30)
    too_much = await pays_locked(house, anna, 31)
    assert (problem_of(too_much)["code"], too_much.json()["limit"]) == ("burn_too_much", 30)
    assert (await pays_locked(house, anna, 20)).status_code == 201
    assert (await pays_locked(house, anna, 11)).json()["limit"] == 10
    house.clock.forward(hours=24)
    assert (await pays_locked(house, anna, 30)).status_code == 201


async def test_unlocked_phone_spends_all_and_uses_up_nothing_of_the_limit(house: House) -> None:
    anna = await locked_member(house, above=30)
    assert (await pays_unlocked(house, Owner(anna), 29)).status_code == 201
    assert (await pays_locked(house, anna, 30)).status_code == 201


async def test_unlocked_code_is_read_once_like_any_other(house: House) -> None:
    anna = await locked_member(house, above=0)
    house.clock.forward(seconds=30)
    code = Owner(anna).code(house.clock.now)
    await scanned(house, code)
    again = {"raw": code, "till_time": house.clock.now.isoformat()}
    assert problem_of(await house.at_till("/scans", again))["code"] == "code_used"


async def test_code_by_another_key_is_nobodys(house: House) -> None:
    anna, boris = await locked_member(house, above=0), await house.sign_in(BORIS)
    for owner in (Owner(anna, bytes(32)), Owner(boris), Owner(boris, bytes(32))):
        house.clock.forward(seconds=30)
        guess = {"raw": owner.code(house.clock.now), "till_time": house.clock.now.isoformat()}
        assert problem_of(await house.at_till("/scans", guess))["code"] == "code_invalid"


async def test_phone_goes_on_with_its_lock_after_its_key_was_exchanged(house: House) -> None:
    anna = await locked_member(house, above=0)
    house.clock.forward(days=31)
    anna = await with_new_tokens(house, anna)
    body = {"kid": anna.session["credential"]["kid"]}
    answer = await house.http.put("/v1/auth/credential", json=body, headers=anna.bearer)
    anna = Phone({**anna.session, "credential": answer.json()["credential"]})
    assert (await pays_locked(house, anna, 1)).json()["limit"] == 0
    assert (await pays_unlocked(house, Owner(anna), 1)).status_code == 201


async def test_wallet_says_what_the_phone_may_spend_locked_and_unlocked(house: House) -> None:
    anna = await member_with_points(house)
    before = await house.http.get("/v1/wallet", headers=anna.bearer)
    assert before.json()["limits"]["unlock_above"] is None
    assert (await lock(house, anna, 30)).status_code == 204
    seen = {**anna.bearer, "If-None-Match": before.headers["etag"]}
    after = await house.http.get("/v1/wallet", headers=seen)
    limits = after.json()["limits"]
    told = {name: limits[name]["points"] for name in ("rotating", "manual", "unlocked")}
    assert told == {"rotating": 30, "manual": 30, "unlocked": 59}
    assert limits["unlock_above"] == 30
    house.clock.forward(minutes=1)
    other = await house.sign_in()
    assert (await wallet_of(house, other))["limits"]["rotating"]["points"] == 59


async def test_reward_above_the_limit_needs_the_unlock_and_is_taken_with_it(house: House) -> None:
    anna = await locked_member(house, above=49)
    refused = await post(house, anna, "/redemptions", COFFEE)
    assert (problem_of(refused)["code"], refused.json()["limit"]) == ("unlock_required", 49)
    for code, status in (
        (anna.card_code(house.clock.now), 403),
        (Owner(anna, bytes(32)).code(house.clock.now), 403),
        (Owner(anna).code(house.clock.now), 201),
    ):
        taken = await post(house, Unlocked(anna.session, code), "/redemptions", COFFEE)
        assert taken.status_code == status, taken.text


async def test_rewards_and_tills_share_one_limit(house: House) -> None:
    anna = await locked_member(house, above=55)
    taken = await post(house, anna, "/redemptions", COFFEE)
    assert taken.status_code == 201, taken.text
    assert (await pays_locked(house, anna, 6)).json()["limit"] == 5


async def test_what_was_taken_unlocked_uses_up_nothing_of_the_limit(house: House) -> None:
    anna = await locked_member(house, above=9)
    code = Owner(anna).code(house.clock.now)
    taken = await post(house, Unlocked(anna.session, code), "/redemptions", COFFEE)
    assert taken.status_code == 201, taken.text
    assert (await pays_locked(house, anna, 9)).status_code == 201


async def test_code_of_a_minute_ago_or_of_another_phone_opens_nothing(house: House) -> None:
    anna = await locked_member(house, above=0)
    old = Owner(anna).code(house.clock.now)
    house.clock.forward(seconds=61)
    other = await house.sign_in(BORIS)
    for code in (old, Owner(other).code(house.clock.now), "LW1", ""):
        answer = await lock(house, anna, 0, key=None, code=code)
        assert problem_of(answer)["code"] == "fresh_sign_in_required"


async def test_lock_is_changed_by_who_can_open_it_or_has_just_signed_in(house: House) -> None:
    anna = await locked_member(house, above=10)
    assert problem_of(await lock(house, anna, 999))["code"] == "fresh_sign_in_required"
    opened = Owner(anna).code(house.clock.now)
    assert (await lock(house, anna, 20, bytes(32), opened)).status_code == 204
    assert (await wallet_of(house, anna))["limits"]["unlock_above"] == 20
    opened = Owner(anna, bytes(32)).code(house.clock.now)
    assert (await lock(house, anna, 0, None, opened)).status_code == 204
    assert (await wallet_of(house, anna))["limits"]["unlock_above"] is None


async def test_phone_that_lost_its_unlock_signs_in_anew_and_has_no_lock(house: House) -> None:
    await locked_member(house, above=0)
    anew = await house.sign_in()
    assert (await wallet_of(house, anew))["limits"]["unlock_above"] is None
    assert (await pays_locked(house, anew, 59)).status_code == 201


@pytest.mark.parametrize(
    ("key", "above", "path"),
    [("x", 0, "$.key"), (base64url(bytes(31)), 0, "$.key"), (base64url(KEY), -1, "$.above")],
)
async def test_lock_of_another_form_is_refused(
    house: House, key: str, above: int, path: str
) -> None:
    anna = await house.sign_in()
    body = {"key": key, "above": above}
    refused = await house.http.put("/v1/auth/lock", json=body, headers=anna.bearer)
    assert problem_of(refused)["errors"][0]["path"] == path


async def test_stranger_locks_nothing(house: House) -> None:
    answer = await house.http.put("/v1/auth/lock", json={"key": base64url(KEY), "above": 0})
    assert problem_of(answer)["code"] == "unauthenticated"


async def test_locks_key_is_sealed_and_told_to_nobody(house: House) -> None:
    anna = await locked_member(house, above=10)
    copy = await house.http.post("/v1/privacy/exports", headers=anna.bearer)
    assert "unlock_above" in copy.text
    assert "encrypted_unlock_key" not in copy.text
    with house.settings.database.reading() as session:
        (device,) = session.query(DeviceRow)
        assert device.encrypted_unlock_key
        assert KEY not in device.encrypted_unlock_key
