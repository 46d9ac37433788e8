"""How a window's room is shared: the navigation, the margins, a list and what is beside it."""

from dataclasses import dataclass
from typing import Final

WIDE_FROM: Final = 840.0
"""Pixels: from here two panes of `SMALLEST_PANE` fit beside a rail of icons."""
NAMED_FROM: Final = 1100.0
"""Pixels: from here they fit beside a rail with names, too."""
SMALLEST_PANE: Final = 360.0
LIST: Final = 440.0
SHARE_OF_LIST: Final = 0.36
"""A list is as wide as this, or as its share of a very wide window."""
PAGE: Final = 560.0
SHARE_OF_PAGE: Final = 0.72
WIDEST_PAGE: Final = 760.0
ICONS: Final = 64.0
NAMES: Final = 231.0
NAMES_GROW_FROM: Final = 150.0
"""Pixels: the rail with names is so wide, or as this times the size of the text."""


@dataclass(frozen=True)
class Frame:
    """Pixels; `named` when the rail has the names beside its icons."""

    rail: float
    margin: float
    gap: float
    listed: float
    beside: float
    named: bool

    @property
    def room(self) -> float:
        """Both panes, and what is between them."""
        return self.listed + self.gap + self.beside

    @property
    def page(self) -> float:
        """Of what is beside, what a page takes: on a very wide window more, while it is easy to read."""
        return min(self.beside, max(PAGE, min(SHARE_OF_PAGE * self.beside, WIDEST_PAGE)))

    @property
    def ease(self) -> float:
        """From 0 where a list is as small as it may be to 1 where it has all it asks for."""
        return min(1.0, (self.listed - SMALLEST_PANE) / (LIST - SMALLEST_PANE))


def frame_for(width: float, scale: float) -> Frame:
    """The frame of a window from `WIDE_FROM`. The page has the same in `shell.css` and `frame.js`."""
    named = width >= NAMED_FROM
    rail = max(NAMES, NAMES_GROW_FROM * scale) if named else ICONS
    margin, gap = (40.0, 32.0) if named else (20.0, 16.0)
    both = width - rail - 2 * margin - gap
    listed = min(max(LIST, SHARE_OF_LIST * both), both / 2)
    return Frame(rail, margin, gap, listed, both - listed, named)
