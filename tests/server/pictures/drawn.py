"""Picture files for tests, good and bad."""

import struct
import zlib
from io import BytesIO

from PIL import Image

SVG = (
    b'<?xml version="1.0"?><svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>'
)


def png(width: int = 1600, height: int = 1200, color: str = "#146B55") -> bytes:
    return _written(Image.new("RGB", (width, height), color), "PNG")


def jpeg_on_its_side(width: int, height: int) -> bytes:
    """Taken upright by a phone that was held so: it says how to turn it (EXIF, orientation 6)."""
    exif = Image.Exif()
    exif[0x0112] = 6
    exif[0x010F] = "a maker's name"
    body = BytesIO()
    Image.new("RGB", (width, height), "#FFB547").save(body, "JPEG", exif=exif)
    return body.getvalue()


def see_through(side: int) -> bytes:
    return _written(Image.new("RGBA", (side, side), (0, 0, 0, 0)), "PNG")


def gif() -> bytes:
    return _written(Image.new("P", (200, 200)), "GIF")


def bomb(side: int = 60_000) -> bytes:
    """A few bytes that say they are billions of pixels."""
    head = struct.pack(">IIBBBBB", side, side, 8, 2, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + _chunk(b"IHDR", head) + _chunk(b"IDAT", zlib.compress(b"\0"))


def _chunk(name: bytes, body: bytes) -> bytes:
    checked = name + body
    return struct.pack(">I", len(body)) + checked + struct.pack(">I", zlib.crc32(checked))


def _written(image: Image.Image, form: str) -> bytes:
    body = BytesIO()
    image.save(body, form)
    return body.getvalue()
