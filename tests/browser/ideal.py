"""The same code as an ideal screen would show it, and where it stands in a picture."""

from dataclasses import dataclass

import numpy as np
import segno
import zxingcpp

from loyalty_api.card_code import QR_MASK
from tests.browser.decoders import Picture

QUIET = 4
SYMBOL = 29
"""Modules of a side of version 3, which the card's code takes at error correction Q."""

SIDE = SYMBOL + 2 * QUIET
ROUNDED = 3
"""Modules at each corner of the quiet zone that the panel's rounded corner may take."""

SLACK = 3
"""Device pixels by which a reader may be wrong about where the code is."""


@dataclass(frozen=True)
class Sighting:
    """Where a code with its quiet zone is in a picture: `module`, `left` and `top` in device pixels."""

    text: str
    module: int
    left: int
    top: int
    wrong: int
    """How many of its pixels differ from the ideal."""

    @property
    def side(self) -> int:
        return SIDE * self.module

    @property
    def place(self) -> tuple[int, int, int]:
        """Where it is and how large, whatever its text."""
        return self.module, self.left, self.top


def ideal(text: str, module: int) -> Picture:
    """Pure black on pure white, so many pixels a module, with its quiet zone."""
    symbol = np.array(
        segno.make_qr(text, error="q", boost_error=False, mask=QR_MASK).matrix, np.uint8
    )
    dark = np.kron(np.pad(symbol, QUIET), np.ones((module, module), np.uint8))
    return ((1 - dark) * 255).astype(np.uint8)


def sighting(picture: Picture) -> Sighting | None:
    """The card's code in this picture, at the place where it is most like the ideal; None without one."""
    read = zxingcpp.read_barcodes(picture, formats=zxingcpp.BarcodeFormat.QRCode)
    found = next((code for code in read if code.text.startswith("LW1")), None)
    if found is None:
        return None
    corner, far = found.position.top_left, found.position.bottom_right
    module = round((far.x - corner.x + 1) / SYMBOL)
    near = [
        (corner.x - QUIET * module + right, corner.y - QUIET * module + down)
        for right in range(-SLACK, SLACK + 1)
        for down in range(-SLACK, SLACK + 1)
    ]
    perfect = ideal(found.text, module)
    wrong, left, top = min((_wrong(picture, perfect, x, y, module), x, y) for x, y in near)
    return Sighting(found.text, module, left, top, wrong)


def _wrong(picture: Picture, perfect: Picture, left: int, top: int, module: int) -> int:
    side = len(perfect)
    if left < 0 or top < 0:
        return side * side
    part = picture[top : top + side, left : left + side]
    if part.shape != perfect.shape:
        return side * side
    differs = part != perfect
    corner = ROUNDED * module
    for rows in (slice(0, corner), slice(side - corner, side)):
        for columns in (slice(0, corner), slice(side - corner, side)):
            differs[rows, columns] = False
    return int(differs.sum())
