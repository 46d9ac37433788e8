"""Signing in and out on a device."""

import asyncio
import json

import pytest

from kopilka.domain import Refused, Settings, Unreachable
from loyalty_api.actions import ActivateOffer
from loyalty_api.card_code import CodeType
from tests.server.house import ANNA, BORIS
from tests.wallet.device import Device, required_of


async def test_new_device_shows_nobody(new_phone: Device) -> None:
    view = new_phone.wallet.view
    assert not view.signed_in
    assert view.wallet is None
    assert await new_phone.wallet.card_code(CodeType.PAY) is None
    assert await new_phone.wallet.manual_code() is None
    assert new_phone.network.asked == []


async def test_new_member_is_asked_for_the_consents_and_then_has_a_card(
    new_phone: Device,
) -> None:
    sent = await new_phone.wallet.send_code(ANNA)
    code = new_phone.house.postbox.last_code
    with pytest.raises(Refused) as refused:
        await new_phone.wallet.sign_in(sent.challenge_id, code)
    assert refused.value.code == "consents_required"
    granted = required_of(refused.value)
    assert [consent.purpose for consent in granted] == ["rules", "personal_data"]
    await new_phone.wallet.sign_in(sent.challenge_id, code, granted)
    assert new_phone.wallet.view.signed_in
    assert await new_phone.scanned()


async def test_member_may_sign_in_by_email(new_phone: Device) -> None:
    await new_phone.sign_in("anna@example.com")
    wallet = new_phone.wallet.view.wallet
    assert wallet
    assert wallet.member.email == "anna@example.com"


async def test_wrong_code_is_refused_and_the_right_one_still_works(new_phone: Device) -> None:
    await new_phone.sign_in()
    await new_phone.wallet.sign_out()
    new_phone.house.clock.forward(minutes=2)
    sent = await new_phone.wallet.send_code(ANNA)
    right = new_phone.house.postbox.last_code
    wrong = f"{(int(right) + 1) % 1_000_000:06d}"
    with pytest.raises(Refused) as refused:
        await new_phone.wallet.sign_in(sent.challenge_id, wrong)
    assert refused.value.code == "sign_in_code_wrong"
    await new_phone.wallet.sign_in(sent.challenge_id, right)
    assert new_phone.wallet.view.signed_in


async def test_sign_in_without_a_network_says_so(new_phone: Device) -> None:
    new_phone.network.cut()
    with pytest.raises(Unreachable):
        await new_phone.wallet.send_code(ANNA)
    with pytest.raises(Unreachable):
        await new_phone.wallet.sign_in("challenge", "000000")
    assert not new_phone.wallet.view.signed_in


async def test_member_stays_signed_in_over_restarts(phone: Device) -> None:
    for _ in range(3):
        phone.house.clock.forward(hours=1)
        await phone.restart()
        await phone.wallet.sync()
        assert phone.wallet.view.signed_in
        assert not phone.wallet.view.offline


async def test_sign_out_wipes_the_device_and_closes_the_session(phone: Device) -> None:
    await phone.wallet.change_settings(lambda _: Settings(theme="dark"))
    await phone.wallet.act(ActivateOffer("bread-plus-20", phone.house.clock.now))
    await phone.wallet.sign_out()
    assert await phone.wallet.card_code(CodeType.PAY) is None
    await phone.wallet.sync()
    await phone.restart()
    view = phone.wallet.view
    assert not view.signed_in
    assert (view.wallet, view.history, view.pending) == (None, None, 0)
    assert view.settings == Settings(theme="dark")
    assert phone.network.asked_for("DELETE /v1/auth/session") == 1
    assert not await anything_left(phone)


async def test_what_the_shop_refused_is_wiped_with_the_rest(phone: Device) -> None:
    await phone.wallet.act(ActivateOffer("october-tea", phone.house.clock.now))
    await phone.wallet.sync()
    assert phone.wallet.view.refusals
    await phone.wallet.sign_out()
    await phone.restart()
    assert phone.wallet.view.refusals == ()
    assert b"october-tea" not in phone.file.read_bytes()


async def test_sign_out_without_a_network_wipes_at_once_and_is_told_later(phone: Device) -> None:
    phone.network.cut()
    await phone.wallet.sign_out()
    await phone.wallet.sync()
    assert phone.wallet.view.wallet is None
    assert await anything_left(phone, "leaving")
    phone.network.restore()
    await phone.restart()
    assert phone.wallet.view.wallet is None
    await phone.wallet.sync()
    assert phone.network.asked_for("DELETE /v1/auth/session") == 1
    assert not await anything_left(phone)


async def test_sign_out_cut_short_by_a_kill_is_finished_by_the_next_run(phone: Device) -> None:
    token = await phone.secrets.get("session")
    assert token
    await phone.secrets.put("leaving", token)
    await phone.secrets.drop("session")
    await phone.restart()
    assert phone.wallet.view.wallet is None
    await phone.wallet.sync()
    assert not await anything_left(phone)


async def test_sign_out_during_a_sync_leaves_nothing_behind(phone: Device) -> None:
    await phone.buy()
    syncing = asyncio.create_task(phone.wallet.sync())
    await phone.happenings.until(lambda: phone.network.asked[-1] == "GET /v1/wallet")
    await phone.wallet.sign_out()
    await syncing
    await phone.wallet.sync()
    assert phone.wallet.view.wallet is None
    assert not await anything_left(phone)


async def test_sign_out_in_one_window_is_seen_by_the_other(phone: Device) -> None:
    window = phone.another_run()
    await window.open()
    await phone.wallet.sign_out()
    await window.sync()
    assert not window.view.signed_in
    assert window.view.wallet is None


async def test_next_member_on_the_device_sees_nothing_of_the_one_before(phone: Device) -> None:
    await phone.buy()
    await phone.wallet.sync()
    await phone.wallet.sign_out()
    await phone.sign_in(BORIS)
    view = phone.wallet.view
    assert view.wallet
    assert view.history
    assert view.wallet.member.phone == BORIS
    assert view.history.entries == ()


async def test_device_signed_out_from_another_one_has_to_sign_in_again(phone: Device) -> None:
    phone.house.clock.forward(minutes=2)
    other = await phone.house.sign_in()
    devices = await phone.wallet.account.devices()
    assert len(devices) == 2
    (this,) = [device for device in devices if device.is_this]
    await phone.house.http.delete(f"/v1/devices/{this.id}", headers=other.bearer)
    await phone.wallet.sync()
    assert not phone.wallet.view.signed_in


async def test_member_signs_out_another_device(phone: Device) -> None:
    phone.house.clock.forward(minutes=2)
    other = await phone.house.sign_in()
    (lost,) = [device for device in await phone.wallet.account.devices() if not device.is_this]
    await phone.wallet.account.sign_out_device(lost.id)
    refused = await phone.house.http.get("/v1/wallet", headers=other.bearer)
    assert refused.status_code == 401
    with pytest.raises(Refused) as again:
        await phone.wallet.account.sign_out_device(lost.id)
    assert again.value.code == "not_found"


async def anything_left(phone: Device, *expected: str) -> bool:
    """Whether the device still holds anything of a member, or exactly the secrets expected."""
    secrets = json.loads((phone.folder / "secrets.json").read_text())
    if expected:
        return tuple(secrets) == expected
    return bool(secrets) or ANNA.encode() in phone.file.read_bytes()
