"""The places where a member is signed in."""

import pytest

from tests.server.house import BORIS, House, problem_of

pytestmark = pytest.mark.slow


async def test_stranger_sees_no_devices(house: House) -> None:
    assert (await house.http.get("/v1/devices")).status_code == 401
    assert (await house.http.delete("/v1/devices/d1")).status_code == 401


async def test_device_that_does_not_exist_is_not_found(house: House) -> None:
    phone = await house.sign_in()
    missing = await house.http.delete("/v1/devices/unknown", headers=phone.bearer)
    assert problem_of(missing)["code"] == "not_found"


async def test_device_of_another_member_is_not_found(house: House) -> None:
    anna, boris = await house.sign_in(), await house.sign_in(BORIS)
    (device,) = (await house.http.get("/v1/devices", headers=anna.bearer)).json()["devices"]
    missing = await house.http.delete(f"/v1/devices/{device['id']}", headers=boris.bearer)
    assert missing.status_code == 404
    assert (await house.http.get("/v1/wallet", headers=anna.bearer)).status_code == 200


async def test_lost_phone_is_signed_out_from_another_device(house: House) -> None:
    lost = await house.sign_in()
    house.clock.forward(minutes=2)
    own = await house.sign_in(platform="desktop")
    devices = (await house.http.get("/v1/devices", headers=own.bearer)).json()["devices"]
    assert [(device["platform"], device["is_this"]) for device in devices] == [
        ("desktop", True),
        ("android", False),
    ]
    done = await house.http.delete(f"/v1/devices/{devices[1]['id']}", headers=own.bearer)
    assert done.status_code == 204
    assert (await house.http.get("/v1/wallet", headers=lost.bearer)).status_code == 401
    again = await house.http.delete(f"/v1/devices/{devices[1]['id']}", headers=own.bearer)
    assert again.status_code == 404


async def test_code_of_a_signed_out_phone_is_refused_at_the_till(house: House) -> None:
    phone = await house.sign_in()
    await house.http.delete("/v1/auth/session", headers=phone.bearer)
    body = {"raw": phone.card_code(house.clock.now), "till_time": "2026-11-20T09:00:00Z"}
    refused = await house.at_till("/scans", body)
    assert problem_of(refused)["code"] == "device_revoked"
