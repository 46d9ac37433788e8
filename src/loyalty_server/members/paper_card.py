"""The paper twin: the static code, which earns and never spends, to print and keep in a purse.

Drawn in pure black and white at 300 dots per inch, in the size of a bank card (ISO/IEC 7810, ID-1).
"""

from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from io import BytesIO
from typing import Any, Final

import qrcode
from PIL import Image, ImageDraw, ImageFont
from qrcode.constants import ERROR_CORRECT_Q

from loyalty_api.bars import bars_of
from loyalty_api.card import Card, StaticCode, Symbology
from loyalty_api.card_code import QR_MASK
from loyalty_api.card_number import grouped
from loyalty_api.programme import ProgramKind
from loyalty_server.languages import Language

DOTS_PER_INCH: Final = 300
CARD: Final = (1011, 638)
PAGE: Final = (2480, 3508)
MARGIN: Final = 40
CODE_TOP: Final = 136
CODE_HEIGHT: Final = 330
QUIET_MODULES: Final = 22
"""Both sides together, as EAN-13 asks for; the card's own white is the margin."""
BLACK: Final = 0
WHITE: Final = 1
_NOTE: Final = {
    ProgramKind.POINTS: {
        Language.RU: "Баллы начисляются по этой карте, а списываются кодом из приложения",
        Language.EN: "This card earns points; the code in the app spends them",
    },
    ProgramKind.CASHBACK: {
        Language.RU: "Кешбэк начисляется по этой карте, а списывается кодом из приложения",
        Language.EN: "This card earns cashback; the code in the app spends it",
    },
    ProgramKind.DISCOUNT: {
        Language.RU: "Покажите карту на кассе\u00a0— скидка посчитается сама",
        Language.EN: "Show this card at the till and your discount comes off by itself",
    },
}


@dataclass(frozen=True)
class PaperCard:
    """What is printed: the programme's name, the member's card, a note in the given language."""

    program: str
    card: Card
    language: Language
    kind: ProgramKind = ProgramKind.POINTS

    def png(self) -> bytes:
        """The card alone."""
        return _saved(self._picture(), "PNG", dpi=(DOTS_PER_INCH, DOTS_PER_INCH))

    def pdf(self) -> bytes:
        """The card in its true size on a page of A4, to cut out."""
        page = Image.new("1", PAGE, WHITE)
        page.paste(self._picture(), (4 * MARGIN, 4 * MARGIN))
        return _saved(page, "PDF", resolution=DOTS_PER_INCH)

    def _picture(self) -> Image.Image:
        picture = Image.new("1", CARD, WHITE)
        draw = ImageDraw.Draw(picture)
        draw.rectangle((0, 0, CARD[0] - 1, CARD[1] - 1), outline=BLACK)
        _write(draw, self.program, 64, MARGIN)
        _draw_code(draw, _modules(self.card.static_code))
        _write(draw, grouped(self.card.number), 52, CODE_TOP + CODE_HEIGHT + 10)
        _write(draw, _NOTE[self.kind][self.language], 25, CARD[1] - MARGIN - 28)
        return picture


def _modules(code: StaticCode) -> list[str]:
    """Rows of modules, `1` dark; a linear code is one row."""
    if code.symbology is Symbology.QR:
        symbol = qrcode.QRCode(error_correction=ERROR_CORRECT_Q, mask_pattern=QR_MASK)
        symbol.add_data(code.payload, optimize=0)
        symbol.make()
        return ["".join("01"[bool(dark)] for dark in row) for row in symbol.modules]
    return [bars_of(code)]


def _draw_code(draw: ImageDraw.ImageDraw, rows: list[str]) -> None:
    """In the middle; each module a whole number of dots."""
    is_linear = len(rows) == 1
    width = (CARD[0] - 2 * MARGIN) // (len(rows[0]) + QUIET_MODULES)
    size = width if is_linear else min(width, CODE_HEIGHT // len(rows))
    height = CODE_HEIGHT if is_linear else size
    left = (CARD[0] - size * len(rows[0])) // 2
    for line, row in enumerate(rows):
        top = CODE_TOP + line * height
        for column, module in enumerate(row):
            if module == "1":
                start = left + column * size
                draw.rectangle((start, top, start + size - 1, top + height - 1), fill=BLACK)


def _write(draw: ImageDraw.ImageDraw, text: str, size: int, top: int) -> None:
    """One centred line, smaller when it is too long."""
    while draw.textlength(text, _font(size)) > CARD[0] - 2 * MARGIN and size > 1:
        size -= 1
    draw.text((CARD[0] / 2, top), text, BLACK, _font(size), anchor="ma")


@cache
def _font(size: int) -> ImageFont.FreeTypeFont:
    file = files("font_manrope") / "files" / "Manrope-Bold.ttf"
    return ImageFont.truetype(BytesIO(file.read_bytes()), size)


def _saved(picture: Image.Image, form: str, **terms: Any) -> bytes:
    kept = BytesIO()
    picture.save(kept, form, **terms)
    return kept.getvalue()
