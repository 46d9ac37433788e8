"""The same screen drawn by the page's shell and by the app, compared part by part in device pixels."""

from collections.abc import Mapping
from dataclasses import dataclass

import cv2
import numpy as np
from playwright.sync_api import Page

from tests.browser.decoders import Picture
from tests.browser.ideal import QUIET, SIDE

PARTS = ("number", "balance", "ring", "digits")
EDGES = """element => {
  const text = document.createRange();
  text.selectNodeContents(element);
  const { x, y, width, height } = (element.textContent ? text : element).getBoundingClientRect();
  return [x, y, width, height];
}"""
SEARCHED = 8
"""Device pixels around a part's place in which it is looked for."""

ALIKE = 0.5
"""The least correlation of a part drawn by both; two drawings of one have 0.66 and more, others 0.37."""


@dataclass(frozen=True)
class Box:
    """A part of a picture, in device pixels."""

    left: int
    top: int
    width: int
    height: int

    def of(self, picture: Picture, more: int = 0) -> Picture:
        """What is there, with so many pixels more on each side."""
        rows = slice(self.top - more, self.top + self.height + more)
        return picture[rows, self.left - more : self.left + self.width + more]

    def inside(self, picture: Picture) -> Picture:
        """What is there without its edge, where a corner may be rounded."""
        edge = self.width * QUIET // SIDE
        return self.of(picture)[:, edge:-edge]

    def within(self, picture: Picture) -> bool:
        """Whether it is in the picture with all that is searched around it."""
        high, wide = picture.shape
        return (
            min(self.left, self.top) >= SEARCHED
            and self.left + self.width + SEARCHED <= wide
            and self.top + self.height + SEARCHED <= high
        )


def parts_of_shell(page: Page, picture: Picture, ratio: float) -> Mapping[str, Box]:
    """Where the shell on this page has what the member reads, if it is all to be seen."""
    boxes = {name: _box(page, f".{name}", ratio) for name in PARTS}
    return {name: box for name, box in boxes.items() if box and box.within(picture)}


def code_of_shell(page: Page, ratio: float) -> Box | None:
    """Where it has its QR or its lines; None when it shows digits."""
    return _box(page, "canvas", ratio)


def _box(page: Page, what: str, ratio: float) -> Box | None:
    """Around the text, which may be narrower than its line."""
    found = page.locator(f"#shell {what}")
    if not found.count():
        return None
    box = found.evaluate(EDGES)
    return Box(*(round(edge * ratio) for edge in box))


def shift(box: Box, before: Picture, after: Picture) -> tuple[int, int] | None:
    """How far what is in this box of the one picture is from there in the other: right, down.

    None when nothing there is like it.
    """
    found = cv2.matchTemplate(box.of(after, SEARCHED), box.of(before), cv2.TM_CCOEFF_NORMED)
    if found.max() < ALIKE:
        return None
    down, right = np.unravel_index(int(found.argmax()), found.shape)
    return int(right) - SEARCHED, int(down) - SEARCHED


def lines_of_shell(page: Page, ratio: float) -> Box:
    """Where the shell has the lines of its barcode."""
    box = page.locator("#shell canvas").bounding_box()
    assert box
    edges = (box["x"], box["y"], box["width"], box["height"])
    return Box(*(round(edge * ratio) for edge in edges))
