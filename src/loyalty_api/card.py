"""The card: its number and the code that never changes."""

from dataclasses import dataclass
from enum import StrEnum


class Symbology(StrEnum):
    """How a static code is drawn."""

    EAN_13 = "ean13"
    CODE_128 = "code128"
    QR = "qr"


@dataclass(frozen=True)
class StaticCode:
    """A code that never changes, rendered byte for byte; it earns and never burns."""

    symbology: Symbology
    payload: str


@dataclass(frozen=True)
class Card:
    """The member's number (13 digits, EAN-13 with its check digit) and its static twin."""

    number: str
    static_code: StaticCode
