"""A page of the wallet whose window and pixel ratio change under it, and the codes it showed."""

import base64
import time
from dataclasses import dataclass, field
from typing import Any

import cv2
import numpy as np
from playwright.sync_api import Page

from tests.browser.decoders import Picture, picture_of
from tests.browser.ideal import Sighting, ideal, sighting

SETTLES_WITHIN_SECONDS = 60.0
SEEN = (960, 736)
"""CSS pixels of the middle of the window, from its top, in which every code is."""

GRID = 8
"""A window's part that is a multiple of this is whole device pixels at every ratio tried."""

SURROUNDINGS = 6
"""Modules around the quiet zone that a camera sees with it."""

CAMERA_PIXELS = 4.3
"""A module as a camera sees it, whatever the screen's own pixels are."""


@dataclass(frozen=True)
class Shot:
    """One code as it was on screen: `picture` is the window's part that it is in."""

    place: str
    width: int
    ratio: float
    picture: Picture = field(repr=False)
    code: Sighting | None

    def __str__(self) -> str:
        seen = "no code" if self.code is None else f"{self.code.wrong} wrong pixels"
        return f"{self.place} at {self.width} x{self.ratio}: {seen}"

    def by_camera(self) -> tuple[Picture, Picture]:
        """The screen's code with what is around it, and an ideal one on white, both from afar."""
        assert self.code, self
        around = SURROUNDINGS * self.code.module
        left, top = max(self.code.left - around, 0), max(self.code.top - around, 0)
        right, bottom = (
            place + self.code.side + around for place in (self.code.left, self.code.top)
        )
        real = self.picture[top:bottom, left:right]
        perfect = np.full_like(real, 255)
        x, y = self.code.left - left, self.code.top - top
        whole = ideal(self.code.text, self.code.module)
        perfect[y : y + self.code.side, x : x + self.code.side] = whole
        return self._from_afar(real), self._from_afar(perfect)

    def _from_afar(self, picture: Picture) -> Picture:
        assert self.code
        scale = CAMERA_PIXELS / self.code.module
        how = cv2.INTER_AREA if scale < 1 else cv2.INTER_LINEAR
        return cv2.resize(picture, None, fx=scale, fy=scale, interpolation=how).astype(np.uint8)


class Stage:
    """Changes the window without a reload, as turning a phone or zooming a browser does."""

    def __init__(self, page: Page) -> None:
        self.page = page
        self._protocol = page.context.new_cdp_session(page)
        self._changes = 0
        self._size = {"width": 0, "height": 0}

    def set(self, width: int, height: int, ratio: float) -> None:
        """Every change has another size, which stays a whole number of device pixels as on every real screen."""
        self._changes += 1
        self._size = {"width": width, "height": height + GRID * (self._changes % 2)}
        self.set_ratio(ratio)

    def set_ratio(self, ratio: float) -> None:
        """The window goes to a screen with other pixels and keeps its size."""
        metrics = {**self._size, "deviceScaleFactor": ratio, "mobile": False}
        self._protocol.send("Emulation.setDeviceMetricsOverride", metrics)

    def shot(self, place: str, width: int, height: int, ratio: float) -> Shot:
        """What the page shows in such a window once it has settled: the same twice, and flawless.

        What never becomes flawless is given as it is in the end.
        """
        self.set(width, height, ratio)
        deadline = time.monotonic() + SETTLES_WITHIN_SECONDS
        before = None
        while True:
            self.page.wait_for_timeout(100)
            shot = Shot(place, width, ratio, *self._seen(width, height))
            settled = shot.code and shot.code.wrong == 0 and shot.code == before
            if settled or time.monotonic() > deadline:
                return shot
            before = shot.code

    def front(self) -> None:
        """Put it before the other windows."""
        self.page.bring_to_front()

    def evaluate(self, function: str, given: object = None) -> Any:
        """What this JavaScript function makes of `given`."""
        return self.page.evaluate(function, given)

    def screenshot(self) -> bytes:
        """All of the window as PNG, in device pixels."""
        return self._taken({})

    def picture(self) -> Picture:
        """All of the window, in device pixels."""
        return picture_of(self.screenshot())

    def _seen(self, width: int, height: int) -> tuple[Picture, Sighting | None]:
        seen = [min(most, size) for most, size in zip(SEEN, (width, height), strict=True)]
        clip = {
            "x": (width - seen[0]) // 2 // GRID * GRID,
            "y": 0,
            "width": seen[0],
            "height": seen[1],
        }
        picture = picture_of(self._taken({"clip": {**clip, "scale": 1}}))
        return picture, sighting(picture)

    def _taken(self, part: dict[str, object]) -> bytes:
        how = {"format": "png", "optimizeForSpeed": True, **part}
        taken = self._protocol.send("Page.captureScreenshot", how)
        return base64.b64decode(taken["data"])
