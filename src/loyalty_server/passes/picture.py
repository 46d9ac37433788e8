"""The pass's pictures: a tile in the brand's colour with the programme's first letter."""

from functools import lru_cache
from importlib.resources import files
from io import BytesIO

from PIL import Image, ImageDraw, ImageFont

Colour = tuple[int, int, int]
BLACK: Colour = (0, 0, 0)
WHITE: Colour = (255, 255, 255)


def colour_of(seed: str) -> Colour:
    """`#136E54` as its three parts."""
    return int(seed[1:3], 16), int(seed[3:5], 16), int(seed[5:7], 16)


def ink_on(colour: Colour) -> Colour:
    """White or black, whichever stands out more (WCAG 2.2, relative luminance)."""
    return WHITE if (_luminance(colour) + 0.05) ** 2 < 1.05 * 0.05 else BLACK


@lru_cache(maxsize=32)
def tile(seed: str, letter: str, side: int) -> bytes:
    """A square PNG of so many pixels."""
    colour = colour_of(seed)
    picture = Image.new("RGB", (side, side), colour)
    draw = ImageDraw.Draw(picture)
    draw.text((side / 2, side / 2), letter, ink_on(colour), _font(side * 5 // 8), anchor="mm")
    kept = BytesIO()
    picture.save(kept, "PNG", optimize=True)
    return kept.getvalue()


def _font(size: int) -> ImageFont.FreeTypeFont:
    file = files("font_manrope") / "files" / "Manrope-Bold.ttf"
    return ImageFont.truetype(BytesIO(file.read_bytes()), size)


def _luminance(colour: Colour) -> float:
    red, green, blue = (_linear(part / 255) for part in colour)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def _linear(part: float) -> float:
    return float(part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4)
