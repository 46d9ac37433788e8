"""The pass for Apple's wallet, judged by openssl and by another library."""

import hashlib
import json
import subprocess
from datetime import date
from io import BytesIO
from pathlib import Path

import pytest
from PIL import Image

from loyalty_api.models import Expiring
from loyalty_api.programme import ProgramKind, Store
from loyalty_server.languages import Language
from loyalty_server.passes.apple_pass import ApplePass, packed
from loyalty_server.passes.face import Held, PassFace, Programme
from tests.server.house import House, problem_of
from tests.server.passes.apple import described, opened
from tests.server.passes.certificates import PASS_TYPE, TEAM, AppleFiles
from tests.server.passes.other_library import PkPass
from tests.server.visits import wallet_of

SHOP = Store("tverskaya", 'На "Тверской" \\ 7', "Тверская, 7")
HELD = Held(
    number="2793469784144",
    balance=946,
    rate=5.0,
    tier={Language.RU: "Серебро", Language.EN: "Silver"},
    expiring=Expiring(120, date(2026, 12, 31)),
    store=dict.fromkeys(Language, SHOP),
    stores=dict.fromkeys(Language, (SHOP,)),
)


def programme(kind: ProgramKind = ProgramKind.POINTS) -> Programme:
    names = {Language.RU: "Колос", Language.EN: "Kolos"}
    return Programme(names, kind, "RUB", "#136E54")


def a_pass(files: AppleFiles, face: PassFace) -> bytes:
    address = "https://loyalty.example/v1/passes/apple"
    return packed(ApplePass(face, "serial-1", "t" * 43, address), files.signer)


def strings(pkpass: bytes, language: str) -> dict[str, str]:
    """The texts of one language, read by Python's own rules of quoting, which are the same here."""
    text = opened(pkpass)[f"{language}.lproj/pass.strings"].decode()
    pairs = (line.removesuffix(";").split(" = ", 1) for line in text.splitlines())
    return {json.loads(key): json.loads(value) for key, value in pairs}


async def test_stranger_gets_no_pass(kiosk: House) -> None:
    for kind in ("apple", "google"):
        assert (await kiosk.http.get(f"/v1/passes/{kind}")).status_code == 401


async def test_server_without_certificates_has_no_passes_nor_says_so(house: House) -> None:
    phone = await house.sign_in()
    for path in ("apple", "google", "apple/v1/passes/p/s"):
        refused = await house.http.get(f"/v1/passes/{path}", headers=phone.bearer)
        assert problem_of(refused)["code"] == "not_found"
    assert (await wallet_of(house, phone))["capabilities"] == []


async def test_wallet_learns_that_the_server_gives_passes_now(house: House, kiosk: House) -> None:
    phone = await house.sign_in()
    before = await house.http.get("/v1/wallet", headers=phone.bearer)
    known = phone.bearer | {"If-None-Match": before.headers["etag"]}
    assert (await house.http.get("/v1/wallet", headers=known)).status_code == 304
    after = await kiosk.http.get("/v1/wallet", headers=known)
    assert after.json()["capabilities"] == ["apple_pass"]


async def test_member_gets_the_card_with_its_number_and_points(kiosk: House) -> None:
    phone = await kiosk.sign_in()
    await kiosk.buy(phone)
    wallet = await wallet_of(kiosk, phone)
    given = await kiosk.http.get("/v1/passes/apple", headers=phone.bearer)
    assert given.headers["content-type"] == "application/vnd.apple.pkpass"
    assert given.headers["cache-control"] == "no-store"
    shown = described(given.content)
    (barcode,) = shown["barcodes"]
    assert barcode["format"] == "PKBarcodeFormatCode128"
    assert barcode["message"] == wallet["card"]["number"]
    (headline,) = shown["storeCard"]["headerFields"]
    assert headline["value"] == wallet["points"]["balance"]
    assert (shown["passTypeIdentifier"], shown["teamIdentifier"]) == (PASS_TYPE, TEAM)
    assert shown["webServiceURL"] == "https://loyalty.example/v1/passes/apple"
    assert strings(given.content, "ru")["tier_said"] == wallet["tier"]["name"]


async def test_pass_asked_for_twice_is_the_same_pass(kiosk: House) -> None:
    phone = await kiosk.sign_in()
    first, second = [
        described((await kiosk.http.get("/v1/passes/apple", headers=phone.bearer)).content)
        for _ in range(2)
    ]
    assert first == second


async def test_pass_tells_nobody_who_the_member_is(kiosk: House) -> None:
    phone = await kiosk.sign_in()
    given = await kiosk.http.get("/v1/passes/apple", headers=phone.bearer)
    whole = b"".join(opened(given.content).values())
    member = (await wallet_of(kiosk, phone))["member"]
    assert member["phone"].removeprefix("+").encode() not in whole
    assert member["id"].encode() not in whole


def test_openssl_finds_the_signature_good_and_a_changed_pass_bad(
    files: AppleFiles, tmp_path: Path
) -> None:
    parts = opened(a_pass(files, PassFace(programme(), HELD)))
    manifest, signature = tmp_path / "manifest.json", tmp_path / "signature"
    manifest.write_bytes(parts["manifest.json"])
    signature.write_bytes(parts["signature"])
    command = [
        *("openssl", "cms", "-verify", "-binary", "-purpose", "any", "-inform", "DER"),
        *("-in", str(signature), "-content", str(manifest), "-CAfile", str(files.root)),
    ]
    verified = subprocess.run(command, capture_output=True)
    assert verified.returncode == 0, verified.stderr
    assert verified.stdout == parts["manifest.json"]
    manifest.write_bytes(parts["manifest.json"].replace(b"a", b"b", 1))
    assert subprocess.run(command, capture_output=True).returncode != 0


def test_manifest_names_every_file_with_its_digest(files: AppleFiles) -> None:
    parts = opened(a_pass(files, PassFace(programme(), HELD)))
    named = json.loads(parts.pop("manifest.json"))
    del parts["signature"]
    assert named == {name: hashlib.sha1(data).hexdigest() for name, data in parts.items()}
    for name, side in {"icon.png": 29, "icon@2x.png": 58, "icon@3x.png": 87}.items():
        assert Image.open(BytesIO(parts[name])).size == (side, side)


@pytest.mark.parametrize("kind", list(ProgramKind))
def test_another_library_reads_the_pass(files: AppleFiles, kind: ProgramKind) -> None:
    pkpass = a_pass(files, PassFace(programme(kind), HELD))
    read = PkPass.from_zip(BytesIO(pkpass))
    shown = read.pass_object_safe
    assert shown.serialNumber == "serial-1"
    assert shown.barcodes[0].message == HELD.number
    assert shown.storeCard is not None
    keys = [one.key for one in shown.storeCard.headerFields]
    assert keys == ["discount" if kind is ProgramKind.DISCOUNT else "balance"]


def test_every_text_is_said_in_both_languages(files: AppleFiles) -> None:
    pkpass = a_pass(files, PassFace(programme(), HELD))
    russian, english = strings(pkpass, "ru"), strings(pkpass, "en")
    assert russian.keys() == english.keys()
    shown = described(pkpass)
    fields = [one for group in shown["storeCard"].values() for one in group]
    named = {one["label"] for one in fields} | {shown["logoText"], shown["description"]}
    named |= {one["value"] for one in fields if str(one["value"]).endswith("_said")}
    named |= {one["changeMessage"] for one in fields if "changeMessage" in one}
    assert named <= russian.keys()
    assert (russian["name"], english["name"]) == ("Колос", "Kolos")
    assert (russian["tier_said"], english["tier_said"]) == ("Серебро", "Silver")
    assert english["store_said"] == SHOP.name
    assert "%@" in russian["balance_changed"]
    assert "%@" in english["balance_changed"]


def test_points_that_expire_are_shown_with_their_day(files: AppleFiles) -> None:
    shown = described(a_pass(files, PassFace(programme(), HELD)))
    _, expiring, day = shown["storeCard"]["secondaryFields"]
    assert (expiring["value"], day["value"]) == (120, "2026-12-31T12:00Z")


def test_cashback_is_shown_as_money(files: AppleFiles) -> None:
    shown = described(a_pass(files, PassFace(programme(ProgramKind.CASHBACK), HELD)))
    (headline,) = shown["storeCard"]["headerFields"]
    assert (headline["value"], headline["currencyCode"]) == (9.46, "RUB")


@pytest.mark.parametrize(
    ("kind", "told"),
    [
        (ProgramKind.POINTS, "This card earns points"),
        (ProgramKind.CASHBACK, "This card earns cashback"),
        (ProgramKind.DISCOUNT, "your discount comes off"),
    ],
)
def test_note_says_what_such_a_card_does(files: AppleFiles, kind: ProgramKind, told: str) -> None:
    assert told in strings(a_pass(files, PassFace(programme(kind), HELD)), "en")["note"]


def test_card_that_was_closed_shows_no_number(files: AppleFiles) -> None:
    pkpass = a_pass(files, PassFace(programme(), None))
    shown = described(pkpass)
    assert shown["voided"] is True
    assert "barcodes" not in shown
    assert HELD.number.encode() not in b"".join(opened(pkpass).values())
    PkPass.from_zip(BytesIO(pkpass))


async def test_link_opens_the_pass_without_a_token_for_five_minutes(kiosk: House) -> None:
    phone = await kiosk.sign_in()
    given = await kiosk.http.get("/v1/passes/apple", headers=phone.bearer)
    link = (await kiosk.http.get("/v1/passes/apple/link", headers=phone.bearer)).json()["url"]
    kiosk.clock.forward(minutes=4)
    opened_by_link = await kiosk.http.get(link)
    assert opened_by_link.headers["content-type"] == "application/vnd.apple.pkpass"
    assert described(opened_by_link.content) == described(given.content)
    kiosk.clock.forward(minutes=1)
    assert problem_of(await kiosk.http.get(link))["code"] == "not_found"


async def test_link_that_was_made_up_opens_nothing(kiosk: House) -> None:
    phone = await kiosk.sign_in()
    link = (await kiosk.http.get("/v1/passes/apple/link", headers=phone.bearer)).json()["url"]
    serial, until, signature = link.rpartition("/")[2].split(".")
    later = f"{serial}.{int(until) + 9}.{signature}"
    for forged in (later, f"{serial}.{until}.", serial, "a.b", ".x.", "x" * 200):
        refused = await kiosk.http.get(f"/v1/passes/apple/files/{forged}")
        assert problem_of(refused)["code"] == "not_found"
