"""A member without a pointer: what has the focus, and where keys take it."""

from dataclasses import dataclass, field
from typing import Final

import cv2
import numpy as np
from numpy.typing import NDArray
from playwright.sync_api import Page

from tests.browser.decoders import Picture
from tests.browser.wallet_page import WalletPage

MOST_STOPS: Final = 60
AROUND: Final = 8
"""CSS pixels around what has the focus in which its ring is."""

VISIBLE: Final = 3.0
WITHOUT_RING: Final = "#ring { visibility: hidden } * { outline-color: transparent !important }"

_FOCUSED: Final = """() => {
  const one = document.activeElement;
  const { left, top, width, height } = one.getBoundingClientRect();
  const place = ["H1", "H2"].includes(one.tagName) ? "heading"
    : one.closest('[role="tablist"], [flt-semantics-identifier="navigation"]') ? "navigation" : "content";
  return [one.id, one.ariaLabel || one.textContent, place, [left, top, width, height], one.closest("flt-semantics-host") !== null];
}"""

_NAME: Final = """() => {
  const one = document.activeElement;
  return one.labels?.[0]?.textContent || one.ariaLabel || (one === document.body ? "" : one.textContent);
}"""


@dataclass(frozen=True)
class Stop:
    """What has the focus: Flutter's number of it, its name, whether it is a heading, content or navigation, and where it is."""

    id: str
    name: str
    place: str
    box: tuple[float, float, float, float] = field(compare=False)
    in_app: bool


class Keys:
    """Presses keys on a page of the wallet and nothing else."""

    def __init__(self, page: Page) -> None:
        self.page = page
        self.wallet = WalletPage(page)

    def focused(self) -> Stop:
        """What has the focus now."""
        id_, name, place, box, in_app = self.page.evaluate(_FOCUSED)
        return Stop(id_, name, place, tuple(box), in_app)

    def press(self, *keys: str) -> None:
        """One after the other."""
        for key in keys:
            self.page.keyboard.press(key)

    def type(self, words: str) -> None:
        """All at once, without waiting for anything."""
        self.page.keyboard.type(words)

    def walk_outside(self, name: str) -> None:
        """To what has this name on the page of the way in; there Tab is the browser's own."""
        for _ in range(MOST_STOPS):
            if name in self.page.evaluate(_NAME):
                return
            self.press("Tab")
        raise AssertionError(f"{name!r} was not reached")

    def comes_to(self, name: str, place: str | None = None) -> Stop:
        """Wait until the focus is on what has this name."""

        def look() -> Stop | None:
            stop = self.focused()
            is_it = name in stop.name and stop.in_app and place in (None, stop.place)
            return stop if is_it else None

        return self.wallet.eventually(look, f"the focus on {name!r}")

    def next(self, key: str = "Tab") -> Stop:
        """Where this key takes the focus, once it has left where it was."""
        before = self.focused()
        self.press(key)

        def look() -> Stop | None:
            stop = self.focused()
            return stop if stop != before else None

        return self.wallet.eventually(look, f"another focus than {before.name!r}")

    def walk_to(self, name: str, key: str = "Tab") -> list[Stop]:
        """Every stop up to what has this name, and that one."""
        stops: list[Stop] = []
        while len(stops) < MOST_STOPS:
            stops.append(self.next(key))
            if stops[-1].in_app and name in stops[-1].name:
                return stops
        raise AssertionError(f"{name!r} is not among {[stop.name for stop in stops]}")

    def open(self, name: str, heading: str) -> None:
        """Walk there, press Enter, and be at the heading of what opens."""
        self.walk_to(name)
        self.press("Enter")
        self.comes_to(heading, "heading")

    def ring(self) -> float:
        """How much of a ring of two pixels around what has the focus differs by 3:1 from the page without it."""
        left, top, width, height = self.focused().box
        size = self.page.viewport_size
        assert size
        x, y = max(left - AROUND, 0), max(top - AROUND, 0)
        clip = {
            "x": x,
            "y": y,
            "width": min(left + width + AROUND, size["width"]) - x,
            "height": min(top + height + AROUND, size["height"]) - y,
        }
        ringed = _seen(self.page, clip)
        style = self.page.add_style_tag(content=WITHOUT_RING)
        plain = _seen(self.page, clip)
        style.evaluate("style => style.remove()")
        differs = np.count_nonzero(_contrast(ringed, plain) >= VISIBLE)
        inner = min(width, clip["width"]) + min(height, clip["height"])
        return differs / (2 * 2 * inner)


def _seen(page: Page, clip: dict[str, float]) -> Picture:
    png = page.screenshot(clip=clip)  # type: ignore[arg-type]
    picture = cv2.imdecode(np.frombuffer(png, np.uint8), cv2.IMREAD_COLOR)
    assert picture is not None
    return picture.astype(np.uint8)


def _contrast(one: Picture, other: Picture) -> NDArray[np.float64]:
    first, second = _luminance(one), _luminance(other)
    ratio = (np.maximum(first, second) + 0.05) / (np.minimum(first, second) + 0.05)
    return ratio.astype(np.float64)


def _luminance(picture: Picture) -> NDArray[np.float64]:
    """WCAG's relative luminance of blue, green and red."""
    share = picture / 255
    linear = np.where(share <= 0.04045, share / 12.92, ((share + 0.055) / 1.055) ** 2.4)
    weighted = linear @ np.array([0.0722, 0.7152, 0.2126])
    return weighted.astype(np.float64)
