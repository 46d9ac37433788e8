"""The card in Google's wallet: what Google's server is told, and what the link carries."""

import logging
import subprocess
from base64 import urlsafe_b64decode
from collections.abc import AsyncIterator
from pathlib import Path

import jwt
import pytest
from cryptography.hazmat.primitives.asymmetric import rsa
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

from loyalty_api.passes import pass_digits
from loyalty_server.housekeeping import tell_wallets_once, tidy
from loyalty_server.passes.issuers import Issuers
from tests.server.house import House, Phone, problem_of
from tests.server.passes.google import EMAIL, ISSUER, Google
from tests.server.passes.kiosk import giving, google_issuer
from tests.server.visits import balance_of, wallet_of

pytestmark = pytest.mark.slow

SAVE = "https://pay.google.com/gp/v/save/"


@pytest.fixture(scope="session")
def key() -> rsa.RSAPrivateKey:
    return rsa.generate_private_key(public_exponent=65537, key_size=2048)


@pytest.fixture
def google(key: rsa.RSAPrivateKey) -> Google:
    return Google(key.public_key())


@pytest.fixture
async def kiosk(house: House, google: Google, key: rsa.RSAPrivateKey) -> AsyncIterator[House]:
    """The house with an account of Google's."""
    issuer = google_issuer(key, google, house.settings.public_url)
    async with giving(house, Issuers(google=issuer)) as opened:
        yield opened


async def link_of(kiosk: House, phone: Phone) -> str:
    given = await kiosk.http.get("/v1/passes/google", headers=phone.bearer)
    assert given.status_code == 200, given.text
    assert given.headers["cache-control"] == "no-store"
    url = str(given.json()["url"])
    assert url.startswith(SAVE)
    return url.removeprefix(SAVE)


def openssl_verifies(link: str, key: rsa.RSAPublicKey, folder: Path) -> bool:
    signed, _, signature = link.rpartition(".")
    public, signed_by = folder / "public.pem", folder / "signature"
    public.write_bytes(key.public_bytes(Encoding.PEM, PublicFormat.SubjectPublicKeyInfo))
    signed_by.write_bytes(urlsafe_b64decode(signature + "=="))
    command = ["openssl", "dgst", "-sha256", "-verify", str(public), "-signature", str(signed_by)]
    return subprocess.run(command, input=signed.encode(), capture_output=True).returncode == 0


async def test_google_knows_class_and_object_before_the_link_is_given(
    kiosk: House, google: Google
) -> None:
    phone = await kiosk.sign_in()
    await kiosk.buy(phone)
    wallet = await wallet_of(kiosk, phone)
    assert wallet["capabilities"] == ["google_pass"]
    await link_of(kiosk, phone)
    (of_all,), (own,) = google.classes(), google.objects()
    assert own["classId"] == of_all["id"] == f"{ISSUER}.kopilka"
    assert own["barcode"]["value"] == own["accountId"] == wallet["card"]["number"]
    assert own["loyaltyPoints"]["balance"] == {"int": wallet["points"]["balance"]}
    said = {one["id"]: one["body"] for one in own["textModulesData"]}
    assert said["tier"] == wallet["tier"]["name"]
    logo = await kiosk.http.get(of_all["programLogo"]["sourceUri"]["uri"])
    assert logo.headers["content-type"] == "image/png"


async def test_link_is_signed_by_the_account_and_carries_no_seed(
    kiosk: House, google: Google, key: rsa.RSAPrivateKey, tmp_path: Path
) -> None:
    link = await link_of(kiosk, await kiosk.sign_in())
    told = jwt.decode(
        link, key.public_key(), ["RS256"], audience="google", options={"verify_iat": False}
    )
    (own,) = google.objects()
    assert told["payload"] == {"loyaltyObjects": [{"id": own["id"], "classId": own["classId"]}]}
    assert (told["iss"], told["typ"]) == (EMAIL, "savetowallet")
    assert told["origins"] == ["https://loyalty.example"]
    assert openssl_verifies(link, key.public_key(), tmp_path)
    assert not openssl_verifies(link.replace("eyJ", "eyK", 1), key.public_key(), tmp_path)


async def test_code_that_googles_wallet_makes_is_read_at_the_till(
    kiosk: House, google: Google
) -> None:
    await link_of(kiosk, await kiosk.sign_in())
    (own,) = google.objects()
    rotating = own["rotatingBarcode"]
    details = rotating["totpDetails"]
    assert (details["algorithm"], details["periodMillis"]) == ("TOTP_SHA1", "30000")
    (parameter,) = details["parameters"]
    assert parameter["valueLength"] == 8
    seconds = int(kiosk.clock.now.timestamp())
    value = pass_digits(bytes.fromhex(parameter["key"]), seconds // 30)
    raw = rotating["valuePattern"].replace("{totp_timestamp_seconds}", str(seconds))
    body = {
        "raw": raw.replace("{totp_value_0}", value),
        "till_time": kiosk.clock.now.isoformat(),
    }
    scanned = await kiosk.at_till("/scans", body)
    assert scanned.status_code == 201
    assert scanned.json()["may_burn"] is False


async def test_pass_saved_again_keeps_its_seed(kiosk: House, google: Google) -> None:
    phone = await kiosk.sign_in()
    await link_of(kiosk, phone)
    (first,) = google.objects()
    await kiosk.buy(phone)
    await link_of(kiosk, phone)
    (second,) = google.objects()
    assert first["rotatingBarcode"] == second["rotatingBarcode"]
    assert first["loyaltyPoints"] != second["loyaltyPoints"]
    assert google.tokens == 1
    assert sum(call.endswith("/loyaltyClass") for call in google.calls) == 1


async def test_google_is_told_of_points_and_of_nothing_that_stayed(
    kiosk: House, google: Google
) -> None:
    phone = await kiosk.sign_in()
    await link_of(kiosk, phone)
    asked = len(google.calls)
    tell_wallets_once(kiosk.settings)
    assert len(google.calls) == asked
    await kiosk.buy(phone)
    tell_wallets_once(kiosk.settings)
    tell_wallets_once(kiosk.settings)
    assert len(google.calls) == asked + 1
    (own,) = google.objects()
    assert own["loyaltyPoints"]["balance"] == {"int": await balance_of(kiosk, phone)}
    assert "rotatingBarcode" in own


async def test_member_is_told_to_come_again_while_google_is_away(
    kiosk: House, google: Google
) -> None:
    phone = await kiosk.sign_in()
    google.is_away = True
    refused = await kiosk.http.get("/v1/passes/google", headers=phone.bearer)
    assert problem_of(refused)["code"] == "unavailable"
    google.is_away = False
    await link_of(kiosk, phone)
    google.is_away = True
    await kiosk.buy(phone)
    tell_wallets_once(kiosk.settings)
    google.is_away = False
    kiosk.clock.forward(minutes=2)
    tell_wallets_once(kiosk.settings)
    (own,) = google.objects()
    assert own["loyaltyPoints"]["balance"] == {"int": await balance_of(kiosk, phone)}


async def test_erased_members_pass_is_emptied_at_google(kiosk: House, google: Google) -> None:
    phone = await kiosk.sign_in()
    number = (await wallet_of(kiosk, phone))["card"]["number"]
    await link_of(kiosk, phone)
    assert (await kiosk.http.delete("/v1/member", headers=phone.bearer)).status_code == 202
    kiosk.clock.forward(days=15)
    tidy(kiosk.settings)
    tell_wallets_once(kiosk.settings)
    (own,) = google.objects()
    assert own["state"] == "EXPIRED"
    assert "rotatingBarcode" not in own
    assert number not in str(own)


async def test_log_holds_neither_seed_nor_token_nor_number(
    kiosk: House, google: Google, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    phone = await kiosk.sign_in()
    link = await link_of(kiosk, phone)
    google.is_away = True
    await kiosk.buy(phone)
    tell_wallets_once(kiosk.settings)
    assert "Google's wallet was not told of a pass" in caplog.text
    (own,) = google.objects()
    seed = own["rotatingBarcode"]["totpDetails"]["parameters"][0]["key"]
    secrets = (seed, own["accountId"], link, f"token-{google.tokens}")
    assert [secret for secret in secrets if secret in caplog.text] == []
