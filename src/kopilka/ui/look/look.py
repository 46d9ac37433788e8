"""How the wallet looks to this member now: colours, words, forms, text size and the window."""

from dataclasses import dataclass

import flet as ft

from kopilka.domain import Settings
from kopilka.ui.look.brand import Brand, Palette
from kopilka.ui.look.contrast import WHITE, forced_palette, in_contrast
from kopilka.ui.look.device import Traits
from kopilka.ui.look.formats import Formats
from kopilka.ui.look.frame import WIDE_FROM, Frame, frame_for
from kopilka.ui.look.texts import Texts, language_of, languages_of, saying, spoken_in
from kopilka.ui.look.theme import FONT
from loyalty_api.programme import ProgramKind

BESIDE_FROM = 340.0
"""Pixels, times the size of the text."""

_WEIGHTS = {
    500: ft.FontWeight.W_500,
    600: ft.FontWeight.W_600,
    700: ft.FontWeight.W_700,
    800: ft.FontWeight.W_800,
}


@dataclass(frozen=True)
class Window:
    """The page in logical pixels and the device pixels in each of them."""

    width: float
    height: float
    pixel_ratio: float = 1.0

    @property
    def wide(self) -> bool:
        """Whether there is room for the rail and two panes."""
        return self.width >= WIDE_FROM


@dataclass(frozen=True)
class Look:
    """What a part needs to draw itself; pictures are at the address of the `api`."""

    brand: Brand
    palette: Palette
    say: Texts
    write: Formats
    window: Window
    traits: Traits
    scale: float = 1.0
    api: str = ""

    @property
    def frame(self) -> Frame:
        """How a wide window's room is shared."""
        return frame_for(self.window.width, self.scale)

    @property
    def large(self) -> bool:
        """Whether the text is so large that what stood side by side goes one under the other."""
        return self.scale >= 1.4

    @property
    def narrow(self) -> bool:
        """Whether two amounts have no room beside each other with all their words whole."""
        room = self.frame.listed if self.window.wide else self.window.width
        return self.large or room < BESIDE_FROM * self.scale

    @property
    def in_contrast(self) -> bool:
        """Whether outlines tell things apart, and no tints."""
        return self.traits.contrast is not None

    def side(self, *, strong: bool = False) -> ft.BorderSide | None:
        """The outline of what can be pressed, `strong` where it is chosen; none where colours tell it apart."""
        return ft.BorderSide(4 if strong else 2, self.palette.ink) if self.in_contrast else None

    def edge(
        self, radius: ft.BorderRadiusValue, *, strong: bool = False
    ) -> ft.BoxDecoration | None:
        """The same over a surface, where it takes no room."""
        side = self.side(strong=strong)
        if side is None:
            return None
        return ft.BoxDecoration(border=ft.Border(side, side, side, side), border_radius=radius)

    @property
    def palettes(self) -> tuple[Palette, Palette]:
        """For the light and the dark theme."""
        forced = self.palette not in (self.brand.light, self.brand.dark)
        return (self.palette, self.palette) if forced else (self.brand.light, self.brand.dark)

    @property
    def progress(self) -> tuple[str, str]:
        """The way to a goal: the brand's colours, or the ink where things are to be clearly apart."""
        ink = self.palette.ink
        return (ink, ink) if self.in_contrast else self.brand.progress

    @property
    def on_card(self) -> str:
        """What is to be seen first on the card's light."""
        return WHITE if self.in_contrast else self.brand.progress[1]

    @property
    def bar_scale(self) -> float:
        """How much larger the navigation's names are: five of them stand side by side."""
        return min(self.scale, 1.3, self.window.width / 300)

    @property
    def name(self) -> str:
        """The brand's name in the member's language."""
        return self.brand.name_in(self.write.language)

    def font(
        self,
        size: float,
        weight: int = 500,
        color: str | None = None,
        *,
        spacing: float | None = None,
        height: float | None = None,
    ) -> ft.TextStyle:
        """The brand's type at this size, times the member's text size."""
        return ft.TextStyle(
            size=size * self.scale,
            weight=_WEIGHTS[weight],
            color=color or self.palette.ink,
            font_family=FONT,
            letter_spacing=spacing,
            height=height,
        )


def look_for(
    brand: Brand,
    settings: Settings,
    traits: Traits,
    window: Window,
    *,
    dark: bool,
    kind: ProgramKind = ProgramKind.POINTS,
    api: str = "",
) -> Look:
    """The look by the member's settings; `dark` is what the device wants.

    What the programme gives decides some words, and the brand has the last of them.
    """
    known = languages_of(brand.languages)
    spoken = spoken_in(language_of(settings.language, traits.language, known), brand.languages)
    wants_dark = settings.theme == "dark" or (settings.theme == "system" and dark)
    forced = None
    if traits.contrast is not None:
        brand = in_contrast(brand)
        forced = forced_palette(traits.contrast)
    return Look(
        brand=brand,
        palette=forced or (brand.dark if wants_dark else brand.light),
        say=saying(spoken.texts, {**spoken.kinds[kind], **brand.texts.get(spoken.tag, {})}),
        write=Formats(spoken.tag, told=spoken.writing),
        window=window,
        traits=traits,
        scale=settings.text_scale,
        api=api.rstrip("/"),
    )
