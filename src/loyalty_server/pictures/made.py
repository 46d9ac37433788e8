"""What becomes of a picture before anybody sees it: checked, turned upright, made small, written anew."""

import warnings
from dataclasses import dataclass
from hashlib import sha256
from io import BytesIO
from typing import Final

from PIL import Image, ImageOps, UnidentifiedImageError

MOST_BYTES: Final = 10 * 2**20
MOST_PIXELS: Final = 40_000_000
SMALLEST_SIDE: Final = 64
MOST_UNEVEN: Final = 4
LARGE: Final = 1080
SMALL: Final = 480
"""Pixels: so long is a side of a picture at most, and of the one for lists."""

FORMATS: Final = ("PNG", "JPEG", "WEBP")
MEDIA_TYPE: Final = "image/webp"
QUALITY: Final = 82
WHITE: Final = (255, 255, 255)


class NotAPicture(ValueError):
    """These bytes cannot be shown; the message says why."""


@dataclass(frozen=True)
class Made:
    """A picture as it is served, in two sizes; `color` is what it is mostly of."""

    large: bytes
    small: bytes
    width: int
    height: int
    color: str


def picture_made(data: bytes) -> Made:
    """Nothing of the file goes further but its pixels. Raises `NotAPicture`."""
    if len(data) > MOST_BYTES:
        raise NotAPicture(f"larger than {MOST_BYTES // 2**20} MiB")
    picture = _read(data)
    large, small = _fitted(picture, LARGE), _fitted(picture, SMALL)
    dot = picture.resize((1, 1), Image.Resampling.BOX).tobytes()
    return Made(_written(large), _written(small), *large.size, f"#{dot.hex().upper()}")


def address_of(body: bytes) -> str:
    """What a picture is called for ever: its content."""
    return sha256(body).hexdigest()[:32]


def _read(data: bytes) -> Image.Image:
    """Upright, without transparency. Pixels are counted before any is unpacked."""
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore", Image.DecompressionBombWarning)
            with Image.open(BytesIO(data), formats=FORMATS) as opened:
                _require_size(*opened.size)
                opened.draft("RGB", (LARGE, LARGE))
                return _flat(ImageOps.exif_transpose(opened))
    except Image.DecompressionBombError as fault:
        raise NotAPicture(_too_many()) from fault
    except UnidentifiedImageError as fault:
        raise NotAPicture(_unknown(data)) from fault
    except NotAPicture:
        raise
    except Exception as fault:
        raise NotAPicture("cannot be read to its end; save it anew") from fault


def _require_size(width: int, height: int) -> None:
    if width * height > MOST_PIXELS:
        raise NotAPicture(_too_many())
    if min(width, height) < SMALLEST_SIDE:
        raise NotAPicture(f"smaller than {SMALLEST_SIDE} pixels")
    if max(width, height) > MOST_UNEVEN * min(width, height):
        raise NotAPicture(f"more than {MOST_UNEVEN} times as long as wide")


def _flat(picture: Image.Image) -> Image.Image:
    """What shows through is white."""
    if not picture.has_transparency_data:
        return picture.convert("RGB")
    above = picture.convert("RGBA")
    below = Image.new("RGBA", above.size, (*WHITE, 255))
    return Image.alpha_composite(below, above).convert("RGB")


def _fitted(picture: Image.Image, side: int) -> Image.Image:
    fitted = picture.copy()
    fitted.thumbnail((side, side), Image.Resampling.LANCZOS)
    return fitted


def _written(picture: Image.Image) -> bytes:
    body = BytesIO()
    picture.save(body, "WEBP", quality=QUALITY, method=4)
    return body.getvalue()


def _unknown(data: bytes) -> str:
    if b"<svg" in data[:4096].lower():
        return "an SVG drawing, which may carry scripts; save it as PNG or WebP"
    return "no PNG, JPEG or WebP"


def _too_many() -> str:
    return f"more than {MOST_PIXELS // 10**6} million pixels"
