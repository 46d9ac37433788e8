"""The card's code on the device: right by the vectors, offline, on any clock."""

from pathlib import Path

import pytest

from kopilka.local.desktop_secrets import FileSecrets
from kopilka.local.device_key import SecretDeviceKey
from kopilka.local.kept import WalletRecord
from kopilka.repository.card import CardCodes
from kopilka.repository.live_view import Known
from loyalty_api.card_code import CodeType
from tests.wallet.device import Device

KID = "04HMASW9NF6Y"
KEY = bytes(range(32))

VECTORS = {
    0: ("LW1P04HMASW9NF6Y0000007B1BCGFK66VRPBBH", "37184965"),
    1111111109: ("LW1P04HMASW9NF6Y13A8ZC35PT69WFBBY30B6J", "24815601"),
    1795305600: ("LW1P04HMASW9NF6Y1S28Y0PMJNK3QDT5S8CQ2M", "78288540"),
    1795305630: ("LW1P04HMASW9NF6Y1S28Y1R7E4SGWAR6QYHQ4F", "93320685"),
}


@pytest.mark.parametrize("moment", VECTORS)
async def test_codes_are_those_of_the_vectors(moment: int, tmp_path: Path) -> None:
    device_key = SecretDeviceKey(FileSecrets(tmp_path / "secrets.json"))
    await device_key.keep(KID, KEY)
    codes = CardCodes(device_key, lambda: float(moment))
    known = Known(record=WalletRecord(kid=KID))
    code, manual = await codes.code(known, CodeType.PAY), await codes.manual(known)
    assert code
    assert manual
    assert (code.text, manual.text) == VECTORS[moment]
    assert code.changes_at == (moment // 30 + 1) * 30


async def test_key_of_another_credential_makes_no_code(tmp_path: Path) -> None:
    device_key = SecretDeviceKey(FileSecrets(tmp_path / "secrets.json"))
    await device_key.keep(KID, KEY)
    codes = CardCodes(device_key, lambda: 0.0)
    other = Known(record=WalletRecord(kid="000000000000"))
    assert await codes.code(other, CodeType.PAY) is None
    await device_key.forget()
    assert await codes.code(Known(record=WalletRecord(kid=KID)), CodeType.PAY) is None


@pytest.mark.parametrize("skew", [-26 * 3600, -300, 0, 300, 26 * 3600])
async def test_till_accepts_the_code_of_a_phone_with_a_wrong_clock(
    new_phone: Device, skew: int
) -> None:
    new_phone.skew = skew
    await new_phone.sign_in()
    assert await new_phone.scanned()
    await new_phone.restart()
    new_phone.network.cut()
    assert await new_phone.scanned()
    assert new_phone.wallet.view.clock_offset == pytest.approx(-skew, abs=1.0)


async def test_clock_set_while_the_wallet_runs_is_right_after_the_next_answer(
    phone: Device,
) -> None:
    phone.skew = 7200
    await phone.wallet.sync()
    assert await phone.scanned()
    phone.skew = -7200
    await phone.wallet.sync()
    assert await phone.scanned()


async def test_save_code_earns_and_spend_code_pays(phone: Device) -> None:
    earns = await phone.wallet.card_code(CodeType.EARN)
    pays = await phone.wallet.card_code(CodeType.PAY)
    assert earns
    assert pays
    assert (earns.text[3], pays.text[3]) == ("E", "P")
    assert earns.step == pays.step
