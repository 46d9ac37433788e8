"""A stand-in for Apple's device registers, is told of changes and fetches them."""

import logging

import httpx
import pytest

from loyalty_server.housekeeping import tell_wallets_once, tidy
from loyalty_server.tables import PassDeviceRow, PassRow
from tests.server.house import House, Phone, problem_of
from tests.server.passes.apple import PUSH_TOKEN, Apns, AppleDevice
from tests.server.passes.certificates import PASS_TYPE
from tests.server.visits import balance_of

pytestmark = pytest.mark.slow


async def holder(kiosk: House) -> tuple[Phone, AppleDevice]:
    """A member whose phone has the pass and is registered."""
    phone = await kiosk.sign_in()
    given = await kiosk.http.get("/v1/passes/apple", headers=phone.bearer)
    device = AppleDevice(kiosk.http, given.content, modified=given.headers["last-modified"])
    assert (await device.register()).status_code == 201
    return phone, device


def balance_on(device: AppleDevice) -> int:
    (headline,) = device.shown["storeCard"]["headerFields"]
    return int(headline["value"])


async def test_device_is_told_of_points_and_fetches_them(kiosk: House, apns: Apns) -> None:
    phone, device = await holder(kiosk)
    tell_wallets_once(kiosk.settings)
    assert apns.tokens == []
    await kiosk.buy(phone)
    tell_wallets_once(kiosk.settings)
    assert apns.tokens == [PUSH_TOKEN]
    (pushed,) = apns.heard
    assert pushed.headers["apns-topic"] == PASS_TYPE
    assert pushed.content == b"{}"
    assert await device.changed() == [device.serial]
    assert (await device.ask()).status_code == 200
    assert balance_on(device) == await balance_of(kiosk, phone) > 0


async def test_device_that_has_the_newest_pass_is_not_sent_it_again(kiosk: House) -> None:
    phone, device = await holder(kiosk)
    assert (await device.ask()).status_code == 304
    await kiosk.buy(phone)
    assert (await device.ask()).status_code == 200
    assert (await device.ask()).status_code == 304


@pytest.mark.parametrize("year", ["9" * 30, "9999", "x"])
async def test_device_with_a_date_that_is_none_is_sent_the_pass(kiosk: House, year: str) -> None:
    _, device = await holder(kiosk)
    device.modified = f"Fri, 31 Dec {year} 23:59:59 -0100"
    assert (await device.ask()).status_code == (304 if year == "9999" else 200)


async def test_two_changes_within_a_second_are_two(kiosk: House) -> None:
    phone, device = await holder(kiosk)
    quote = await kiosk.ring_up(phone)
    assert (await device.ask()).status_code in {200, 304}
    await kiosk.at_till(f"/purchases/{quote['purchase_id']}/complete")
    assert (await device.ask()).status_code == 200
    assert balance_on(device) == await balance_of(kiosk, phone)


async def test_device_asks_only_for_what_changed_since(kiosk: House) -> None:
    phone, device = await holder(kiosk)
    assert await device.changed() == [device.serial]
    kiosk.clock.forward(minutes=5)
    device.tag = str(int(kiosk.clock.now.timestamp() * 1_000_000))
    assert await device.changed() == []
    await kiosk.buy(phone)
    tell_wallets_once(kiosk.settings)
    assert await device.changed() == [device.serial]


async def test_device_registers_again_with_another_push_token(kiosk: House, apns: Apns) -> None:
    phone, device = await holder(kiosk)
    device.push_token = "ab" * 32
    assert (await device.register()).status_code == 200
    await kiosk.buy(phone)
    tell_wallets_once(kiosk.settings)
    assert apns.tokens == ["ab" * 32]


async def test_device_that_says_its_type_is_registered_too(kiosk: House) -> None:
    _, device = await holder(kiosk)
    typed = await device.register(**{"Content-Type": "application/json"})
    assert typed.status_code == 200
    form = await device.register(**{"Content-Type": "text/plain"})
    assert form.status_code == 415


async def test_device_without_the_pass_is_told_nothing_more(kiosk: House, apns: Apns) -> None:
    phone, device = await holder(kiosk)
    for _ in range(2):
        assert (await device.unregister()).status_code == 200
    await kiosk.buy(phone)
    tell_wallets_once(kiosk.settings)
    assert apns.tokens == []
    assert await device.changed() == []


async def test_push_that_did_not_arrive_is_tried_again(kiosk: House, apns: Apns) -> None:
    phone, _ = await holder(kiosk)
    await kiosk.buy(phone)
    apns.is_away = True
    tell_wallets_once(kiosk.settings)
    apns.is_away = False
    tell_wallets_once(kiosk.settings)
    assert apns.tokens == []
    kiosk.clock.forward(minutes=2)
    tell_wallets_once(kiosk.settings)
    assert apns.tokens == [PUSH_TOKEN]
    kiosk.clock.forward(days=1)
    tell_wallets_once(kiosk.settings)
    assert apns.tokens == [PUSH_TOKEN]


@pytest.mark.parametrize(
    "gone", [httpx.Response(410), httpx.Response(400, json={"reason": "BadDeviceToken"})]
)
async def test_device_that_apple_no_longer_knows_is_forgotten(
    kiosk: House, apns: Apns, gone: httpx.Response
) -> None:
    phone, device = await holder(kiosk)
    apns.says = gone
    await kiosk.buy(phone)
    tell_wallets_once(kiosk.settings)
    assert await device.changed() == []


async def test_nobody_else_gets_the_pass(kiosk: House) -> None:
    _, device = await holder(kiosk)
    path = device.address(f"/passes/{PASS_TYPE}/{device.serial}")
    foreign = [{}, {"Authorization": "ApplePass "}, {"Authorization": "ApplePass " + "x" * 43}]
    for door in [*foreign, {"Authorization": device.door["Authorization"].split()[1]}]:
        refused = await kiosk.http.get(path, headers=door)
        assert problem_of(refused)["code"] == "unauthenticated"
    unknown = device.address(f"/passes/{PASS_TYPE}/unknown")
    assert (await kiosk.http.get(unknown, headers=device.door)).status_code == 401
    others = device.address(f"/passes/pass.of.others/{device.serial}")
    assert (await kiosk.http.get(others, headers=device.door)).status_code == 404


@pytest.mark.parametrize("body", ["", "[]", "{}", '{"pushToken": "../x"}', "[" * 5000])
async def test_registration_without_a_push_token_is_refused(kiosk: House, body: str) -> None:
    _, device = await holder(kiosk)
    path = f"{device.registrations}/{device.serial}"
    refused = await kiosk.http.post(
        path, content=body, headers=device.door | {"Content-Type": "application/json"}
    )
    assert problem_of(refused)["code"] == "invalid"


async def test_pass_is_on_twenty_devices_at_most(kiosk: House) -> None:
    _, device = await holder(kiosk)
    for number in range(19):
        device.library = f"library-{number}"
        assert (await device.register()).status_code == 201
    device.library = "one-more"
    assert problem_of(await device.register())["code"] == "rate_limited"


async def test_erased_members_pass_is_voided_and_then_gone(kiosk: House, apns: Apns) -> None:
    phone, device = await holder(kiosk)
    number = device.shown["barcodes"][0]["message"]
    assert (await kiosk.http.delete("/v1/member", headers=phone.bearer)).status_code == 202
    kiosk.clock.forward(days=15)
    tidy(kiosk.settings)
    tell_wallets_once(kiosk.settings)
    assert apns.tokens == [PUSH_TOKEN]
    assert await device.changed() == [device.serial]
    assert (await device.ask()).status_code == 200
    assert device.shown["voided"] is True
    assert number.encode() not in device.pkpass
    kiosk.clock.forward(days=31)
    tidy(kiosk.settings)
    with kiosk.settings.database.reading() as session:
        assert [*session.query(PassRow), *session.query(PassDeviceRow)] == []
    assert (await device.ask()).status_code == 401


async def test_log_cannot_be_filled_by_whoever_complains(
    kiosk: House, caplog: pytest.LogCaptureFixture
) -> None:
    _, device = await holder(kiosk)
    logs = {"logs": ["encountered error: no"] * 5}
    for _ in range(20):
        told = await kiosk.http.post(device.address("/log"), json=logs)
        assert told.status_code == 200
    assert caplog.text.count("a device could not use its pass") == 30
    kiosk.clock.forward(hours=1)
    await kiosk.http.post(device.address("/log"), json=logs)
    assert caplog.text.count("a device could not use its pass") == 35
    assert caplog.text.count("not told before: 70\n") == 1


async def test_log_holds_no_token_and_no_name_of_a_device(
    kiosk: House, apns: Apns, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    phone, device = await holder(kiosk)
    await kiosk.buy(phone)
    apns.says = httpx.Response(503, json={"reason": "ServiceUnavailable"})
    tell_wallets_once(kiosk.settings)
    said = f"[2026] Get pass (device {device.library}, {device.serial}) encountered error: \nno"
    told = await kiosk.http.post(device.address("/log"), json={"logs": [said] * 9})
    assert told.status_code == 200
    assert caplog.text.count("a device could not use its pass: no\n") == 5
    assert "503 ServiceUnavailable" in caplog.text
    own = [record for record in caplog.records if not record.name.startswith(("httpx", "httpcore"))]
    logged = "\n".join(record.getMessage() for record in own)
    secrets = (device.shown["authenticationToken"], device.push_token, device.library)
    assert [secret for secret in secrets if secret in logged] == []
    assert [secret for secret in secrets[:2] if secret in caplog.text] == []
