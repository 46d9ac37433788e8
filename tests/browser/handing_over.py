"""The same screen drawn by the page's shell and by the app, compared part by part in device pixels."""

from collections.abc import Mapping
from dataclasses import dataclass

import cv2
import numpy as np
from playwright.sync_api import Page

from tests.browser.decoders import Picture
from tests.browser.ideal import Sighting

PARTS = ("number", "balance")
SEARCHED = 8
"""Device pixels around a part's place in which it is looked for."""


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

    def within(self, picture: Picture) -> bool:
        """Whether it is in the picture with all that is searched around it."""
        high, wide = picture.shape
        return (
            min(self.left, self.top) >= SEARCHED
            and self.left + self.width + SEARCHED <= wide
            and self.top + self.height + SEARCHED <= high
        )


@dataclass(frozen=True)
class Drawn:
    """One screen as it was drawn, its code, and where the shell has its parts (nothing for the app's)."""

    picture: Picture
    code: Sighting | None
    parts: Mapping[str, Box]


def parts_of_shell(page: Page, picture: Picture, ratio: float) -> Mapping[str, Box]:
    """Where the shell on this page has what the member reads, if it is all to be seen."""
    boxes = {}
    for name in PARTS:
        found = page.locator(f"#shell .{name}")
        box = found.bounding_box() if found.count() else None
        if box is not None:
            edges = (box["x"], box["y"], box["width"], box["height"])
            boxes[name] = Box(*(round(edge * ratio) for edge in edges))
    return {name: box for name, box in boxes.items() if box.within(picture)}


def shift(box: Box, before: Picture, after: Picture) -> tuple[int, int]:
    """How far what is in this box of the one picture is from there in the other: right, down."""
    found = cv2.matchTemplate(box.of(after, SEARCHED), box.of(before), cv2.TM_CCOEFF_NORMED)
    down, right = np.unravel_index(int(found.argmax()), found.shape)
    return int(right) - SEARCHED, int(down) - SEARCHED
