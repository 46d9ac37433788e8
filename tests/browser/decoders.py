"""Independent QR and barcode readers for screenshots: zxing-cpp, zbar and OpenCV."""

from collections.abc import Callable, Mapping

import cv2
import numpy as np
import zxingcpp
from numpy.typing import NDArray
from pyzbar import pyzbar

Picture = NDArray[np.uint8]


def picture_of(png: bytes) -> Picture:
    """A screenshot as grey pixels."""
    picture = cv2.imdecode(np.frombuffer(png, np.uint8), cv2.IMREAD_GRAYSCALE)
    if picture is None:
        raise ValueError("not a picture")
    return picture.astype(np.uint8)


def zxing(picture: Picture) -> str | None:
    """What zxing-cpp reads."""
    found = zxingcpp.read_barcodes(picture)
    return found[0].text if found else None


def zbar(picture: Picture) -> str | None:
    """What zbar reads."""
    found = pyzbar.decode(picture)
    return found[0].data.decode() if found else None


def opencv(picture: Picture) -> str | None:
    """What OpenCV's own detector reads (QR only)."""
    try:
        text, _, _ = cv2.QRCodeDetector().detectAndDecode(picture)
    except cv2.error:
        return None
    return text or None


READERS: Mapping[str, Callable[[Picture], str | None]] = {
    "zxing-cpp": zxing,
    "zbar": zbar,
    "opencv": opencv,
}
