"""A `.pkpass`: the card as Apple's wallet keeps it (Apple, Wallet Passes)."""

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, fields
from hashlib import sha1
from io import BytesIO
from typing import Any, Final
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

from loyalty_api.card_number import grouped
from loyalty_api.currencies import minor_digits
from loyalty_api.programme import ProgramKind
from loyalty_server.languages import Language, spoken
from loyalty_server.passes.apple_signer import AppleSigner
from loyalty_server.passes.face import Held, PassFace, Programme
from loyalty_server.passes.picture import colour_of, ink_on, tile
from loyalty_server.passes.words import WORDS, PassWords

MEDIA_TYPE: Final = "application/vnd.apple.pkpass"
ICONS: Final = {"icon.png": 29, "icon@2x.png": 58, "icon@3x.png": 87}
LOGOS: Final = {"logo.png": 50, "logo@2x.png": 100, "logo@3x.png": 150}
_MADE_AT: Final = (2026, 1, 1, 0, 0, 0)
"""The same pass is the same bytes, but for its signature."""


@dataclass(frozen=True)
class ApplePass:
    """One pass: its serial number, the `token` its devices ask with, and where they ask."""

    face: PassFace
    serial: str
    token: str = field(repr=False)
    service_url: str


def packed(one: ApplePass, signer: AppleSigner) -> bytes:
    """The signed file."""
    files = {"pass.json": _json(_described(one, signer)), **_pictures(one.face.programme)}
    for language in spoken():
        files[f"{language}.lproj/pass.strings"] = _strings(one.face, language)
    # SHA-1 is what the format says; what is relied on is the signature, which is SHA-256.
    digests = {name: sha1(data, usedforsecurity=False).hexdigest() for name, data in files.items()}
    files["manifest.json"] = _json(digests)
    files["signature"] = signer.signature(files["manifest.json"])
    kept = BytesIO()
    with ZipFile(kept, "w", ZIP_DEFLATED) as archive:
        for name, data in files.items():
            archive.writestr(ZipInfo(name, _MADE_AT), data, ZIP_DEFLATED)
    return kept.getvalue()


def _described(one: ApplePass, signer: AppleSigner) -> Mapping[str, Any]:
    programme, held = one.face.programme, one.face.held
    background = colour_of(programme.seed)
    ink = _rgb(ink_on(background))
    return {
        "formatVersion": 1,
        "passTypeIdentifier": signer.pass_type,
        "teamIdentifier": signer.team,
        "serialNumber": one.serial,
        "webServiceURL": one.service_url,
        "authenticationToken": one.token,
        "organizationName": "name",
        "description": "description",
        "logoText": "name",
        "foregroundColor": ink,
        "labelColor": ink,
        "backgroundColor": _rgb(background),
        "sharingProhibited": True,
        **({"barcodes": [_barcode(held.number)]} if held else {"voided": True}),
        "storeCard": _fields(programme, held) if held else _closed(),
    }


def _barcode(number: str) -> Mapping[str, str]:
    """Static, so it earns and never burns."""
    return {
        "format": "PKBarcodeFormatCode128",
        "message": number,
        "messageEncoding": "iso-8859-1",
        "altText": grouped(number),
    }


def _fields(programme: Programme, held: Held) -> Mapping[str, Any]:
    """Every text is the name of a string; numbers and days are written by the phone."""
    return {
        "headerFields": [_headline(programme, held)],
        "secondaryFields": [
            *([_text("tier")] if held.tier else []),
            *_expiring(programme, held),
        ],
        "auxiliaryFields": [_text("store")] if held.store else [],
        "backFields": [
            {"key": "number", "label": "number", "value": grouped(held.number)},
            *([_text("stores")] if held.store else []),
            {"key": "about", "label": "about", "value": "note"},
        ],
    }


def _headline(programme: Programme, held: Held) -> Mapping[str, Any]:
    if programme.kind is ProgramKind.DISCOUNT:
        shown = {"value": held.rate / 100, "numberStyle": "PKNumberStylePercent"}
        return {"key": "discount", "label": "discount", **shown}
    amount = _amount(programme, held.balance)
    return {"key": "balance", "label": "balance", "changeMessage": "balance_changed", **amount}


def _expiring(programme: Programme, held: Held) -> Iterator[Mapping[str, Any]]:
    if held.expiring and programme.kind is not ProgramKind.DISCOUNT:
        yield {"key": "expiring", "label": "expiring", **_amount(programme, held.expiring.points)}
        day = {"value": f"{held.expiring.on}T12:00Z", "dateStyle": "PKDateStyleMedium"}
        yield {"key": "expires_on", "label": "expires_on", "ignoresTimeZone": True, **day}


def _amount(programme: Programme, points: int) -> Mapping[str, Any]:
    """Cashback counts minor units and is money."""
    if programme.kind is ProgramKind.CASHBACK:
        worth = points / 10 ** minor_digits(programme.currency)
        return {"value": worth, "currencyCode": programme.currency}
    return {"value": points, "numberStyle": "PKNumberStyleDecimal"}


def _text(key: str) -> Mapping[str, Any]:
    return {"key": key, "label": key, "value": f"{key}_said"}


def _closed() -> Mapping[str, Any]:
    return {"headerFields": [{"key": "closed", "label": "", "value": "closed"}]}


def _pictures(programme: Programme) -> Mapping[str, bytes]:
    letter = programme.name[Language.EN][:1].upper()
    return {name: tile(programme.seed, letter, side) for name, side in (ICONS | LOGOS).items()}


def _strings(face: PassFace, language: Language) -> bytes:
    """The pass's texts in this language, as Apple's strings files write them."""
    words = WORDS[language]
    said = {one.name: getattr(words, one.name) for one in fields(PassWords)}
    said["name"] = face.programme.name[language]
    said["note"] = words.note_of(face.programme.kind)
    held = face.held
    if held and held.tier:
        said["tier_said"] = held.tier[language]
    if held and held.store:
        said["store_said"] = held.store[language].name
        said["stores_said"] = "\n".join(
            ": ".join(filter(None, (store.name, store.address))) for store in held.stores[language]
        )
    return "".join(f'"{key}" = "{_escaped(text)}";\n' for key, text in said.items()).encode()


def _escaped(text: str) -> str:
    return text.replace("\\", "\\\\").replace('"', '\\"').replace("\n", "\\n")


def _rgb(colour: tuple[int, int, int]) -> str:
    return f"rgb({colour[0]}, {colour[1]}, {colour[2]})"


def _json(value: object) -> bytes:
    return json.dumps(value, ensure_ascii=False).encode()
