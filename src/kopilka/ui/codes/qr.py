"""The card's rotating code as a QR: error correction Q, quiet zone of four modules (ISO/IEC 18004)."""

from functools import lru_cache
from typing import Final

import segno

from kopilka.ui.codes.picture import Bar, Picture, runs

QUIET: Final = 4


@lru_cache(maxsize=8)
def qr_picture(text: str) -> Picture:
    """This very text, byte for byte, in the smallest version that holds it."""
    matrix = segno.make_qr(text, error="q", boost_error=False).matrix
    bars = tuple(
        Bar(QUIET + start, QUIET + y, width)
        for y, row in enumerate(matrix)
        for start, width in runs(row)
    )
    side = len(matrix) + 2 * QUIET
    return Picture(side, side, bars)
