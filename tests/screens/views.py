"""Through which windows the wallet is looked at: the size, the theme, the language, and whose it is."""

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import product
from typing import Final, Literal

from playwright.sync_api import ViewportSize

SIZES: Final = {
    "small": (375, 667),
    "phone": (390, 844),
    "tablet": (900, 1100),
    "desktop": (1280, 800),
    "wide": (1920, 1080),
    "whole": (390, 2600),
}
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

    def __str__(self) -> str:
        return f"{self.member}-{self.language}-{self.size}-{self.theme}"

    @property
    def viewport(self) -> ViewportSize:
        width, height = SIZES[self.size]
        return ViewportSize(width=width, height=height)


def windows(
    sizes: tuple[str, ...] = tuple(SIZES),
    themes: tuple[Literal["light", "dark"], ...] = THEMES,
    languages: tuple[str, ...] = LANGUAGES,
    members: tuple[str, ...] = MEMBERS,
) -> Iterator[Window]:
    """Every combination of these."""
    for member, language, size, theme in product(members, languages, sizes, themes):
        yield Window(size, theme, language, member)
