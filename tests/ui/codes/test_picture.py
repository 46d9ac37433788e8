"""The codes as pictures: whole device pixels, a quiet zone, and readers that agree."""

import numpy as np
import pytest
import zxingcpp
from numpy.typing import NDArray

from kopilka.ui.codes.barcode import static_picture
from kopilka.ui.codes.picture import Picture, module_size, runs
from kopilka.ui.codes.qr import QUIET, qr_picture
from kopilka.ui.codes.rotating_code import QR_MODULES
from loyalty_api.bars import NotThisSymbology, code_128, ean_13
from loyalty_api.card import StaticCode, Symbology

CODE = "LW1P04HMASW9NF6Y1S28Y0PMJNK3QDT5S8CQ2M"


def pixels(picture: Picture, module: int, row: int) -> NDArray[np.uint8]:
    """As an ideal screen would show it."""
    image = np.full((picture.height * row, picture.width * module), 255, np.uint8)
    for bar in picture.bars:
        left, top = bar.x * module, bar.y * row
        image[top : top + row, left : left + bar.width * module] = 0
    return image


def read(image: NDArray[np.uint8]) -> tuple[str, str]:
    (found,) = zxingcpp.read_barcodes(image)
    return found.format.name, found.text


def test_qr_is_read_as_the_code_that_was_issued() -> None:
    picture = qr_picture(CODE)
    assert (picture.width, picture.height) == (QR_MODULES, QR_MODULES)
    assert read(pixels(picture, 3, 3)) == ("QRCode", CODE)


def test_quiet_zone_of_four_modules_is_inside_the_picture() -> None:
    picture = qr_picture(CODE)
    assert min(bar.x for bar in picture.bars) == QUIET
    assert min(bar.y for bar in picture.bars) == QUIET
    assert max(bar.x + bar.width for bar in picture.bars) == picture.width - QUIET


@pytest.mark.parametrize("pixel_ratio", [1.0, 1.5, 2.0, 2.625, 2.75, 3.0, 3.5])
@pytest.mark.parametrize("room", [148.0, 222.0, 246.5, 320.0, 350.0])
def test_module_is_a_whole_number_of_device_pixels_and_the_code_fits(
    pixel_ratio: float, room: float
) -> None:
    module = module_size(QR_MODULES, room, pixel_ratio)
    device_pixels = module * pixel_ratio
    assert device_pixels == pytest.approx(round(device_pixels))
    assert device_pixels >= 1
    assert module * QR_MODULES <= room + 1e-6
    assert (module + 1 / pixel_ratio) * QR_MODULES > room


def test_runs_join_neighbouring_modules() -> None:
    assert list(runs([1, 1, 0, 1, 0, 0, 1])) == [(0, 2), (3, 1), (6, 1)]
    assert list(runs([])) == []


@pytest.mark.parametrize("number", ["2912345678906", "2000000000008", "2999999999991"])
def test_ean_13_is_read_as_the_cards_number(number: str) -> None:
    picture = static_picture(StaticCode(Symbology.EAN_13, number))
    assert read(pixels(picture, 2, 60)) == ("EAN13", number)


@pytest.mark.parametrize("text", ["2912345678906", "29123456789061", "KOPILKA-42", "a~1"])
def test_code_128_is_read_as_it_was_issued(text: str) -> None:
    picture = static_picture(StaticCode(Symbology.CODE_128, text))
    assert read(pixels(picture, 2, 60)) == ("Code128", text)


@pytest.mark.parametrize("number", ["", "123", "29123456789O8", "٢912345678908"])
def test_what_is_no_ean_13_is_refused(number: str) -> None:
    with pytest.raises(NotThisSymbology):
        ean_13(number)


@pytest.mark.parametrize("text", ["", "карта", "a\nb"])
def test_what_code_128_cannot_hold_is_refused(text: str) -> None:
    with pytest.raises(NotThisSymbology):
        code_128(text)
