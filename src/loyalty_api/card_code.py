"""LW1, the card's rotating code: make, canonicalise, parse, verify. Both sides need it.

```
LW1 t kkkkkkkkkkkk ssssss mmmmmmmmmmmmmmmm      38 characters of Crockford base32, no separators
 |  | |            |      +- leftmost 80 bits of HMAC-SHA-256(K_qr, the first 22 characters)
 |  | |            +- step, 30 bits: floor(unix seconds / 30)
 |  | +- kid, 60 random bits: the id of this device's credential
 |  +- P may pay with points and earn, E earns only
 +- format and version
```

Keys: `K_qr` and `K_man` come from the device's 32-byte key by HKDF-SHA-256 (RFC 5869, empty salt). On a
device whose spending is locked, `K_qr` of the lock's key makes the codes that spend more than its limit.
The manual code is RFC 6238 (HMAC-SHA-256, 30 s, 8 digits) under `K_man`.
"""

import hmac
import re
from dataclasses import dataclass
from enum import StrEnum
from hashlib import sha256
from typing import Final

from loyalty_api.card_number import is_ean_13
from loyalty_api.keyboards import by_digit_keys, by_other_layout, has_strange_letters, in_russian

PREFIX: Final = "LW1"
STEP_SECONDS: Final = 30
CODE_LENGTH: Final = 38
SIGNED_LENGTH: Final = 22
MANUAL_DIGITS: Final = 8
QR_MASK: Final = 7
"""The mask of every QR of a card (ISO/IEC 18004, 7.8): encoders score masks differently, and app, page and
paper show one picture. Readers take any; measured, none is read better than another."""

QR_INFO: Final = b"LW1 qr"
MANUAL_INFO: Final = b"LW1 manual"
ALPHABET: Final = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"

_VALUES: Final = {character: value for value, character in enumerate(ALPHABET)}
_LOOK_ALIKES: Final = str.maketrans("OIL", "011")
_SYMBOLOGY: Final = re.compile(r"^[\x00-\x20]*\][A-Za-z]\d")
"""What a scanner may say before the code (ISO/IEC 15424): `]E0`, `]C1`."""


class CodeType(StrEnum):
    """What the member chose at the till: Spend (may pay with points and earn) or Save (earn only)."""

    PAY = "P"
    EARN = "E"


class MalformedCode(ValueError):
    """The text is not an LW1 code at all; nothing about any credential was looked at."""


@dataclass(frozen=True)
class CardCode:
    """A parsed code; `signed` is the part that `mac` signs."""

    type: CodeType
    kid: str
    step: int
    mac: str

    @property
    def signed(self) -> str:
        return unsigned_code(self.type, self.kid, self.step)


def derive_key(device_key: bytes, info: bytes) -> bytes:
    """HKDF-SHA-256 with an empty salt, 32 bytes out (RFC 5869); `info` is QR_INFO or MANUAL_INFO."""
    pseudo_random_key = hmac.digest(bytes(32), device_key, "sha256")
    return hmac.digest(pseudo_random_key, info + b"\x01", "sha256")


def step_at(unix_seconds: float) -> int:
    """The step that holds this moment."""
    return int(unix_seconds // STEP_SECONDS)


def unsigned_code(code_type: CodeType, kid: str, step: int) -> str:
    """The first 22 characters: what the MAC signs."""
    return f"{PREFIX}{code_type}{kid}{_encode(step, 6)}"


def with_mac(unsigned: str, digest: bytes) -> str:
    """The whole code from its first 22 characters and their HMAC-SHA-256."""
    return unsigned + _encode(int.from_bytes(digest[:10]), 16)


def make_code(qr_key: bytes, kid: str, step: int, code_type: CodeType) -> str:
    """The code of one step. `kid` is 12 characters of the alphabet; `step` has at most 30 bits."""
    unsigned = unsigned_code(code_type, kid, step)
    return with_mac(unsigned, hmac.digest(qr_key, unsigned.encode(), "sha256"))


def canonical(raw: str) -> str:
    """What a scanner typed, as the code or number it stands for; empty where that is not certain.

    Undoes other layouts of the keyboard, lower case, separators, digits of other scripts, an AIM prefix (`]Q1`),
    anything typed before `LW1`, and the look-alikes O, I, L after the prefix. A code proves itself, so that any
    layout is tried for it; of a number only what cannot be another number is undone.
    """
    codes = _codes_in(raw)
    return codes[0] if codes else _number_in(raw)


def parse_code(raw: str) -> CardCode:
    """Canonicalise and take apart. Raises `MalformedCode`; says nothing about validity."""
    return _parsed(canonical(raw))


def parse_codes(raw: str) -> tuple[CardCode, ...]:
    """As `parse_code`, then what else it may be: a German keyboard changes Y for Z, and only the MAC tells."""
    return tuple(map(_parsed, _codes_in(raw) or ("",)))


def kept(text: str) -> str:
    """The letters and digits, in capitals."""
    return "".join(key for key in text.upper() if key.isascii() and key.isalnum())


def _codes_in(raw: str) -> tuple[str, ...]:
    """What it may be in each layout, the likeliest first; of something torn one that only begins like a code."""
    plain, *others = (_from_prefix(kept(one)) for one in (in_russian(raw), *by_other_layout(raw)))
    whole = tuple(dict.fromkeys(filter(is_code, (plain, *others))))
    return whole or ((plain,) if plain else ())


def _from_prefix(text: str) -> str:
    _, prefix, body = text.partition(PREFIX)
    return prefix + body.translate(_LOOK_ALIKES)


def _number_in(raw: str) -> str:
    """Of several numbers that may be meant the one that is an EAN-13."""
    text = in_russian(raw)
    plain = "" if has_strange_letters(text) else text
    found = set(map(_without_symbology, (plain, *by_digit_keys(raw)))) - {""}
    if len(found) > 1:
        found = set(filter(is_ean_13, found))
    return found.pop() if len(found) == 1 else ""


def _without_symbology(text: str) -> str:
    return kept(_SYMBOLOGY.sub("", text))


def _fault(code: str) -> str:
    if len(code) != CODE_LENGTH or not code.startswith(PREFIX):
        return "not 38 characters that begin with LW1"
    if code[3] not in tuple(CodeType):
        return "the type is neither P nor E"
    return "" if set(code[4:]) <= set(ALPHABET) else "a character outside the alphabet"


def is_code(code: str) -> bool:
    """Whether this has the form of an LW1 code."""
    return not _fault(code)


def _parsed(code: str) -> CardCode:
    if fault := _fault(code):
        raise MalformedCode(fault)
    return CardCode(CodeType(code[3]), code[4:16], _decode(code[16:22]), code[22:])


def is_authentic(code: CardCode, qr_key: bytes) -> bool:
    """Whether this key made the code; takes the same time whatever the answer."""
    expected = make_code(qr_key, code.kid, code.step, code.type)
    return hmac.compare_digest(expected[SIGNED_LENGTH:], code.mac)


def manual_counter(step: int) -> bytes:
    """The RFC 4226 counter of a step: what K_man signs for the manual code."""
    return step.to_bytes(8)


def manual_from_digest(digest: bytes) -> str:
    """RFC 4226 dynamic truncation to 8 digits."""
    offset = digest[-1] & 0xF
    number = int.from_bytes(digest[offset : offset + 4]) & 0x7FFFFFFF
    return str(number % 10**MANUAL_DIGITS).zfill(MANUAL_DIGITS)


def manual_code(manual_key: bytes, step: int) -> str:
    """The 8 digits a cashier types when nothing can be scanned (RFC 6238)."""
    return manual_from_digest(hmac.digest(manual_key, manual_counter(step), sha256))


def new_kid(random_bits: int) -> str:
    """12 characters from 60 random bits."""
    return _encode(random_bits, 12)


def _encode(number: int, length: int) -> str:
    if number >> (5 * length):
        raise ValueError(f"{number} does not fit {length} characters")
    return "".join(ALPHABET[number >> (5 * place) & 31] for place in reversed(range(length)))


def _decode(text: str) -> int:
    number = 0
    for character in text:
        number = number << 5 | _VALUES[character]
    return number
