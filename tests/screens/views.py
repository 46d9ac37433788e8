"""Through which windows the wallet is looked at: the size, the theme, the language, and whose it is."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from itertools import product
from typing import Any, Final, Literal

from playwright.sync_api import ViewportSize

SIZES: Final = {
    "narrow": (320, 568),
    "small": (375, 667),
    "phone": (390, 844),
    "tablet": (900, 1100),
    "desktop": (1280, 800),
    "wide": (1920, 1080),
    "whole": (390, 3300),
}
SENSES: Final[Mapping[str, Mapping[str, Any]]] = {
    "usual": {},
    "large": {},
    "still": {"reduced_motion": "reduce"},
    "contrast": {"contrast": "more"},
    "forced": {"forced_colors": "active"},
}
"""What its owner needs: text of twice the size, no motion, contrast, or a set of colours of the device."""

THEMES: Final[tuple[Literal["light", "dark"], ...]] = ("light", "dark")
LANGUAGES: Final = ("ru", "en")
MEMBERS: Final = ("demo", "new", "unlucky")
"""The last of the demo's members who won nothing in the contest that was drawn."""


@dataclass(frozen=True)
class Window:
    """One way to look; every place is drawn in each of them."""

    size: str
    theme: Literal["light", "dark"]
    language: str
    member: str
    sense: str = "usual"

    def __str__(self) -> str:
        name = f"{self.member}-{self.language}-{self.size}-{self.theme}"
        return name if self.sense == "usual" else f"{name}-{self.sense}"

    @property
    def wishes(self) -> Mapping[str, Any]:
        """What a page of the browser is opened with."""
        return {
            "viewport": self.viewport,
            "color_scheme": self.theme,
            "locale": self.language,
            **SENSES[self.sense],
        }

    @property
    def viewport(self) -> ViewportSize:
        width, height = SIZES[self.size]
        return ViewportSize(width=width, height=height)


def windows(
    sizes: tuple[str, ...] = tuple(SIZES),
    themes: tuple[Literal["light", "dark"], ...] = THEMES,
    languages: tuple[str, ...] = LANGUAGES,
    members: tuple[str, ...] = MEMBERS,
    sense: str = "usual",
) -> Iterator[Window]:
    """Every combination of these."""
    for member, language, size, theme in product(members, languages, sizes, themes):
        yield Window(size, theme, language, member, sense)
