"""What is clearly apart: black on white or white on black, or the colours that the device forces on every page."""

from dataclasses import replace
from typing import Final

from kopilka.ui.look.brand import Brand, Palette
from kopilka.ui.look.device import Contrast

BLACK: Final = "#000000"
WHITE: Final = "#FFFFFF"


def _apart(paper: str, ink: str, link: str, danger: str) -> Palette:
    """No tints: what stood on a colour of its own stands on the page's and has an outline."""
    return Palette(
        background=paper,
        surface=paper,
        bar=paper,
        ink=ink,
        muted=ink,
        line=ink,
        primary=link,
        on_primary=paper,
        container=paper,
        on_container=ink,
        warning=ink,
        warning_container=paper,
        danger=danger,
    )


LIGHT: Final = _apart(WHITE, BLACK, BLACK, "#8B0000")
DARK: Final = _apart(BLACK, WHITE, WHITE, "#FFB3A6")


def in_contrast(brand: Brand) -> Brand:
    """The brand without its colours; the card is black in every theme, as its code is on white."""
    return replace(brand, light=LIGHT, dark=DARK, card_gradient=(BLACK, BLACK, BLACK))


def forced_palette(contrast: Contrast) -> Palette | None:
    """The device's own colours; None where it only asks for more contrast."""
    if contrast.forced is None:
        return None
    paper, ink, link = contrast.forced
    return _apart(paper, ink, link, ink)
