"""The same screen drawn by the page's shell and by the app, compared part by part in device pixels."""

import time
from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any, Protocol

import cv2
import numpy as np

from tests.browser.decoders import Picture, picture_of
from tests.browser.ideal import QUIET, SIDE

PARTS = ("number", "balance", "ring", "digits")
EDGES = """what => {
  const element = document.querySelector(`#shell ${what}`);
  if (!element) return null;
  const text = document.createRange();
  text.selectNodeContents(element);
  const { x, y, width, height } = (element.textContent ? text : element).getBoundingClientRect();
  return [x, y, width, height];
}"""
STOP_CLOCK = """at => new Promise((drawn) => {
  let looks = 0;
  Date.now = () => {
    if (++looks > 2) requestAnimationFrame(() => drawn(true));
    return at;
  };
})"""
"""Back when the shell, which looks twice each time that it draws, has seen this moment."""

KEEP_SETTINGS = """(chosen) => new Promise((done, failed) => {
  const opening = indexedDB.open("kopilka");
  opening.onerror = failed;
  opening.onsuccess = () => {
    const change = opening.result.transaction("kept", "readwrite");
    const kept = change.objectStore("kept");
    const settings = { language: null, theme: "system", code_scale: 1, code_form: "qr", bright: true };
    kept.put({ ...settings, text_scale: 1, ...chosen }, "settings");
    change.oncomplete = () => { opening.result.close(); done(true); };
  };
})"""
"""A device on which the member has set this."""

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

    def inside(self, picture: Picture, right: int = 0) -> Picture:
        """What is there, or so many pixels to the right, without its edge, where a corner may be rounded."""
        edge = self.width * QUIET // SIDE
        return replace(self, left=self.left + right).of(picture)[:, edge:-edge]

    def within(self, picture: Picture) -> bool:
        """Whether it is in the picture with all that is searched around it."""
        high, wide = picture.shape
        return (
            min(self.left, self.top) >= SEARCHED
            and self.left + self.width + SEARCHED <= wide
            and self.top + self.height + SEARCHED <= high
        )


class Window(Protocol):
    """One of the two, in whichever browser."""

    def front(self) -> None:
        """Put it before the other."""

    def evaluate(self, function: str, given: object = None) -> Any:
        """What this JavaScript function makes of `given`."""

    def screenshot(self) -> bytes:
        """All of it as PNG, in device pixels."""


def alike(
    app: Window,
    shell: Window,
    ratio: float,
    told: list[str],
    *,
    within: int = 1,
    halves: int = 0,
) -> bool:
    """Whether both show the same at the same second: text within a CSS pixel, the code on the very
    pixels of the device. What differs is told. `within` are more pixels for text; `halves` is 1 where the app, drawn without WebGL, may
    begin a code that falls on the middle of a pixel at the next one."""
    app.front()
    moment, after = time.time(), picture_of(app.screenshot())
    shell.front()
    shell.evaluate(STOP_CLOCK, moment * 1000)
    before = picture_of(shell.screenshot())
    parts = parts_of_shell(shell, before, ratio)
    shifts = {name: shift(box, before, after) for name, box in parts.items()}
    moved = {
        name: by for name, by in shifts.items() if by is None or max(map(abs, by)) > within * ratio
    }
    code = _box(shell, "canvas", ratio)
    same_code = code is None or any(
        np.array_equal(code.inside(before), code.inside(after, right)) for right in (0, halves)
    )
    told[:] = [f"{name} by {by}" if by else f"{name} is gone" for name, by in moved.items()]
    told += [] if same_code else ["the code"]
    return bool(parts) and not told


def parts_of_shell(shell: Window, picture: Picture, ratio: float) -> Mapping[str, Box]:
    """Where the shell on this page has what the member reads, if it is all to be seen."""
    boxes = {name: _box(shell, f".{name}", ratio) for name in PARTS}
    return {name: box for name, box in boxes.items() if box and box.within(picture)}


def _box(shell: Window, what: str, ratio: float) -> Box | None:
    """Around the text, which may be narrower than its line."""
    box = shell.evaluate(EDGES, what)
    return Box(*(round(edge * ratio) for edge in box)) if box else None


def shift(box: Box, before: Picture, after: Picture) -> tuple[int, int] | None:
    """How far what is in this box of the one picture is from there in the other: right, down.

    None when nothing there is like it.
    """
    found = cv2.matchTemplate(box.of(after, SEARCHED), box.of(before), cv2.TM_CCOEFF_NORMED)
    if found.max() < ALIKE:
        return None
    down, right = np.unravel_index(int(found.argmax()), found.shape)
    return int(right) - SEARCHED, int(down) - SEARCHED
