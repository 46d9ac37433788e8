"""The card's rotating code as a QR: error correction Q, quiet zone of four modules (ISO/IEC 18004)."""

from functools import lru_cache
from typing import Final

import qrcode
from qrcode.constants import ERROR_CORRECT_Q

from kopilka.ui.codes.picture import Bar, Picture, runs
from loyalty_api.card_code import QR_MASK

QUIET: Final = 4


@lru_cache(maxsize=8)
def qr_picture(text: str) -> Picture:
    """This very text, byte for byte, in the smallest version that holds it."""
    symbol = qrcode.QRCode(error_correction=ERROR_CORRECT_Q, mask_pattern=QR_MASK)
    symbol.add_data(text, optimize=0)
    symbol.make()
    bars = tuple(
        Bar(QUIET + start, QUIET + y, width)
        for y, row in enumerate(symbol.modules)
        for start, width in runs(row)
    )
    side = symbol.modules_count + 2 * QUIET
    return Picture(side, side, bars)
