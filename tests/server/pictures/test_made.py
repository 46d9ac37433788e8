"""What becomes of a picture, and which are none."""

from io import BytesIO

import pytest
from PIL import Image

from loyalty_server.demo.pictures import shipped_pictures
from loyalty_server.pictures.made import (
    LARGE,
    MOST_BYTES,
    SMALL,
    NotAPicture,
    address_of,
    picture_made,
)
from tests.server.pictures.drawn import SVG, bomb, gif, jpeg_on_its_side, png, see_through


def test_picture_is_made_small_in_two_sizes() -> None:
    made = picture_made(png(1600, 1200))
    assert (made.width, made.height) == (LARGE, 810)
    assert _opened(made.large).size == (LARGE, 810)
    assert _opened(made.small).size == (SMALL, 360)
    assert _opened(made.large).format == "WEBP"
    assert len(made.large) < len(png(1600, 1200))


def test_small_picture_is_made_no_larger() -> None:
    assert picture_made(png(200, 100)).width == 200


def test_color_is_what_the_picture_is_of() -> None:
    assert picture_made(png(color="#146B55")).color == "#146B55"


def test_picture_stands_upright_and_tells_nothing_of_who_took_it() -> None:
    made = picture_made(jpeg_on_its_side(640, 480))
    assert (made.width, made.height) == (480, 640)
    assert not _opened(made.large).getexif()
    assert b"maker" not in made.large


def test_what_shows_through_is_white() -> None:
    made = picture_made(see_through(100))
    assert made.color == "#FFFFFF"
    assert _opened(made.large).mode == "RGB"


def test_same_picture_has_the_same_address() -> None:
    assert address_of(picture_made(png()).large) == address_of(picture_made(png()).large)


@pytest.mark.parametrize(
    ("data", "why"),
    [
        (b"", "no PNG, JPEG or WebP"),
        (b"hello", "no PNG, JPEG or WebP"),
        (gif(), "no PNG, JPEG or WebP"),
        (SVG, "SVG drawing, which may carry scripts"),
        (bomb(), "more than 40 million pixels"),
        (bomb(7_000), "more than 40 million pixels"),
        (bomb(1_000), "cannot be read to its end"),
        (png()[:2_000], "cannot be read to its end"),
        (png(20, 20), "smaller than 64 pixels"),
        (png(1000, 100), "more than 4 times"),
        (b"\x89PNG" + bytes(MOST_BYTES), "larger than 10 MiB"),
    ],
    ids=lambda one: one if isinstance(one, str) else str(len(one)),
)
def test_what_is_no_picture_is_refused_in_words(data: bytes, why: str) -> None:
    with pytest.raises(NotAPicture, match=why):
        picture_made(data)


def test_shipped_pictures_are_what_their_index_says() -> None:
    shipped = shipped_pictures()
    assert len(shipped) >= 20
    for name, made in shipped.items():
        assert _opened(made.large).size == (made.width, made.height), name
        assert _opened(made.small).size == (SMALL, 320), name
        assert len(made.small) < 8_000, name
        again = picture_made(made.large)
        assert _distance(again.color, made.color) < 12, name


def _opened(body: bytes) -> Image.Image:
    return Image.open(BytesIO(body))


def _distance(one: str, other: str) -> int:
    pairs = zip(bytes.fromhex(one[1:]), bytes.fromhex(other[1:]), strict=True)
    return sum(abs(a - b) for a, b in pairs)
