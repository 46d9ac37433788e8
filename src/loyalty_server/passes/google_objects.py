"""The card as Google's wallet keeps it: one class for the programme, one object a member.

The seed of the rotating code is in `created` alone, which goes to Google's server; no link carries it.
"""

from collections.abc import Iterator, Mapping
from typing import Any

from loyalty_api.card_number import grouped
from loyalty_api.currencies import minor_digits
from loyalty_api.passes import pass_pattern
from loyalty_api.programme import ProgramKind
from loyalty_server.languages import Language, spoken
from loyalty_server.passes.face import Held, PassFace, Programme
from loyalty_server.passes.issuing import Issued
from loyalty_server.passes.words import WORDS

PERIOD = "30000"
DIGITS = 8
Json = Mapping[str, Any]


def class_of(programme: Programme, class_id: str, logo_url: str, language: Language) -> Json:
    """The LoyaltyClass of the whole programme."""
    return {
        "id": class_id,
        "issuerName": programme.name[language],
        "programName": programme.name[language],
        "localizedProgramName": _localised(programme.name, language),
        "localizedIssuerName": _localised(programme.name, language),
        "programLogo": {"sourceUri": {"uri": logo_url}},
        "hexBackgroundColor": programme.seed,
        "reviewStatus": "UNDER_REVIEW",
        "multipleDevicesAndHoldersAllowedStatus": "ONE_USER_ALL_DEVICES",
    }


def created(one: Issued, object_id: str, class_id: str, language: Language) -> Json:
    """A new LoyaltyObject with its seed."""
    return {
        "id": object_id,
        "classId": class_id,
        "rotatingBarcode": {
            "type": "QR_CODE",
            "valuePattern": pass_pattern(one.kid or ""),
            "alternateText": grouped(one.face.held.number) if one.face.held else "",
            "totpDetails": {
                "periodMillis": PERIOD,
                "algorithm": "TOTP_SHA1",
                "parameters": [{"key": one.secret.hex().upper(), "valueLength": DIGITS}],
            },
        },
        **changed(one.face, language),
    }


def changed(face: PassFace, language: Language) -> Json:
    """What changes of it from day to day; of a closed card everything is taken away."""
    if face.held is None:
        return closed()
    return {"state": "ACTIVE", **_shown(face.programme, face.held, language)}


def closed() -> Json:
    """A card that is no more: emptied and moved among the expired passes."""
    return {
        "state": "EXPIRED",
        "accountId": "",
        "barcode": None,
        "rotatingBarcode": None,
        "loyaltyPoints": None,
        "secondaryLoyaltyPoints": None,
        "textModulesData": [],
    }


def _shown(programme: Programme, held: Held, language: Language) -> Json:
    is_discount = programme.kind is ProgramKind.DISCOUNT
    label = _labelled("discount" if is_discount else "balance", language)
    amount = {"string": f"{held.rate:g} %"} if is_discount else _amount(programme, held.balance)
    return {
        "accountId": held.number,
        "barcode": {
            "type": "CODE_128",
            "value": held.number,
            "alternateText": grouped(held.number),
        },
        "loyaltyPoints": {**label, "balance": amount},
        "secondaryLoyaltyPoints": _expiring(programme, held, language),
        "textModulesData": list(_modules(programme, held, language)),
    }


def _expiring(programme: Programme, held: Held, language: Language) -> Json | None:
    if held.expiring is None or programme.kind is ProgramKind.DISCOUNT:
        return None
    amount = _amount(programme, held.expiring.points)
    return {**_labelled("expiring", language), "balance": amount}


def _modules(programme: Programme, held: Held, language: Language) -> Iterator[Json]:
    if held.tier:
        yield _module("tier", held.tier, language)
    if held.expiring:
        day = held.expiring.on.isoformat()
        yield _module("expires_on", dict.fromkeys(spoken(), day), language)
    if held.store:
        yield _module("store", {name: store.name for name, store in held.store.items()}, language)
    notes = {name: words.note_of(programme.kind) for name, words in WORDS.items()}
    yield _module("about", notes, language)


def _module(label: str, said: Mapping[Language, str], language: Language) -> Json:
    labels = _labels(label)
    return {
        "id": label,
        "header": labels[language],
        "localizedHeader": _localised(labels, language),
        "body": said[language],
        "localizedBody": _localised(said, language),
    }


def _labelled(label: str, language: Language) -> Json:
    labels = _labels(label)
    return {"label": labels[language], "localizedLabel": _localised(labels, language)}


def _labels(label: str) -> Mapping[Language, str]:
    return {language: getattr(words, label) for language, words in WORDS.items()}


def _localised(said: Mapping[Language, str], default: Language) -> Json:
    """A LocalizedString."""
    values = [{"language": language.value, "value": text} for language, text in said.items()]
    own = {"language": default.value, "value": said[default]}
    return {"defaultValue": own, "translatedValues": values}


def _amount(programme: Programme, points: int) -> Json:
    """Cashback counts minor units and is money, which Google counts in millionths."""
    if programme.kind is ProgramKind.CASHBACK:
        micros = points * 10**6 // 10 ** minor_digits(programme.currency)
        return {"money": {"micros": str(micros), "currencyCode": programme.currency}}
    return {"int": points}
