"""Bars of a static code, for tills that read lines only: EAN-13 and Code 128 as rows of modules.

EAN-13: GS1 General Specifications, 5.2. Code 128: ISO/IEC 15417, code sets B and C.
Both are strings of modules, `1` dark, to be drawn like the QR: whole dots, no smoothing.
"""

from typing import Final

from loyalty_api.card import StaticCode, Symbology

_LEFT_ODD: Final = (
    "0001101", "0011001", "0010011", "0111101", "0100011",
    "0110001", "0101111", "0111011", "0110111", "0001011",
)  # fmt: skip
_FIRST_DIGIT: Final = (
    "OOOOOO", "OOEOEE", "OOEEOE", "OOEEEO", "OEOOEE",
    "OEEOOE", "OEEEOO", "OEOEOE", "OEOEEO", "OEEOEO",
)  # fmt: skip
_WIDTHS: Final = [
    "212222",
    "222122",
    "222221",
    "121223",
    "121322",
    "131222",
    "122213",
    "122312",
    "132212",
    "221213",
    "221312",
    "231212",
    "112232",
    "122132",
    "122231",
    "113222",
    "123122",
    "123221",
    "223211",
    "221132",
    "221231",
    "213212",
    "223112",
    "312131",
    "311222",
    "321122",
    "321221",
    "312212",
    "322112",
    "322211",
    "212123",
    "212321",
    "232121",
    "111323",
    "131123",
    "131321",
    "112313",
    "132113",
    "132311",
    "211313",
    "231113",
    "231311",
    "112133",
    "112331",
    "132131",
    "113123",
    "113321",
    "133121",
    "313121",
    "211331",
    "231131",
    "213113",
    "213311",
    "213131",
    "311123",
    "311321",
    "331121",
    "312113",
    "312311",
    "332111",
    "314111",
    "221411",
    "431111",
    "111224",
    "111422",
    "121124",
    "121421",
    "141122",
    "141221",
    "112214",
    "112412",
    "122114",
    "122411",
    "142112",
    "142211",
    "241211",
    "221114",
    "413111",
    "241112",
    "134111",
    "111242",
    "121142",
    "121241",
    "114212",
    "124112",
    "124211",
    "411212",
    "421112",
    "421211",
    "212141",
    "214121",
    "412121",
    "111143",
    "111341",
    "131141",
    "114113",
    "114311",
    "411113",
    "411311",
    "113141",
    "114131",
    "311141",
    "411131",
    "211412",
    "211214",
    "211232",
]
_START_B: Final = 104
_START_C: Final = 105
_STOP: Final = "1100011101011"


class NotThisSymbology(ValueError):
    """The payload cannot be written in this symbology."""


def bars_of(code: StaticCode) -> str:
    """The code's modules between its quiet zones. Raises `NotThisSymbology`."""
    match code.symbology:
        case Symbology.EAN_13:
            return ean_13(code.payload)
        case Symbology.CODE_128:
            return code_128(code.payload)
        case Symbology.QR:
            raise NotThisSymbology("a QR has no bars")


def ean_13(digits: str) -> str:
    """95 modules from 13 digits, the check digit among them."""
    if len(digits) != 13 or not (digits.isascii() and digits.isdigit()):
        raise NotThisSymbology("EAN-13 is 13 digits")
    parity = _FIRST_DIGIT[int(digits[0])]
    left = "".join(_left(int(digit), side) for digit, side in zip(digits[1:7], parity, strict=True))
    right = "".join(_inverted(_LEFT_ODD[int(digit)]) for digit in digits[7:])
    return "101" + left + "01010" + right + "101"


def code_128(text: str) -> str:
    """Modules of Code 128: pairs of digits in set C when the text is an even run of them, else set B."""
    if not text or not all(32 <= ord(character) < 127 for character in text):
        raise NotThisSymbology("Code 128 holds printable ASCII here")
    if text.isdigit() and len(text) % 2 == 0:
        values = [_START_C, *(int(text[at : at + 2]) for at in range(0, len(text), 2))]
    else:
        values = [_START_B, *(ord(character) - 32 for character in text)]
    check = (values[0] + sum(at * value for at, value in enumerate(values))) % 103
    return "".join(_modules(_WIDTHS[value]) for value in (*values, check)) + _STOP


def _left(digit: int, parity: str) -> str:
    odd = _LEFT_ODD[digit]
    return odd if parity == "O" else _inverted(odd)[::-1]


def _inverted(modules: str) -> str:
    return modules.translate(str.maketrans("01", "10"))


def _modules(widths: str) -> str:
    return "".join(("1" if at % 2 == 0 else "0") * int(width) for at, width in enumerate(widths))
