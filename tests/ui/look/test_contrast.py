"""Whoever wants things clearly apart gets black and white with outlines, or the colours that their device forces."""

import flet as ft
import pytest

from kopilka.domain import Settings
from kopilka.ui.look.brand import Palette
from kopilka.ui.look.colour import contrast
from kopilka.ui.look.contrast import DARK, LIGHT
from kopilka.ui.look.device import Contrast, Traits
from tests.ui.conftest import Open
from tests.ui.headless import Screen
from tests.ui.look.test_colour import pairs
from tests.ui.phone import Phone

ENHANCED = 7.0
"""WCAG 2.2, 1.4.6."""
FORCED = ("#000000", "#00FF00", "#FFFF00")


def inks(screen: Screen) -> set[str]:
    """What words are written in."""
    styles = [one.style for one in screen.controls(ft.Text)]
    return {str(style.color) for style in styles if isinstance(style, ft.TextStyle)}


@pytest.mark.parametrize("palette", [LIGHT, DARK])
def test_every_word_has_the_contrast_of_the_highest_level(palette: Palette) -> None:
    faint = {name: pair for name, pair in pairs(palette).items() if contrast(*pair) < ENHANCED}
    assert not faint


@pytest.mark.parametrize("theme", ["light", "dark"])
async def test_way_to_a_goal_is_in_the_ink_whatever_theme_the_member_chose(
    open_screen: Open, theme: str
) -> None:
    wishes = Traits(language="ru-RU", reduced_motion=True, contrast=Contrast(FORCED))
    screen = await open_screen("/", Settings(theme=theme), wishes)
    await screen.until(lambda: bool(ways(screen)))
    assert ways(screen) == {"#00FF00"}


def ways(screen: Screen) -> set[str]:
    """What the drawn parts of bars are filled with."""
    gradients = [one.gradient for one in screen.controls(ft.Container)]
    linear = [one for one in gradients if isinstance(one, ft.LinearGradient)]
    return {str(color) for one in linear for color in one.colors}


async def test_wallet_is_black_on_white_with_outlines(open_screen: Open) -> None:
    wishes = Traits(language="ru-RU", reduced_motion=True, contrast=Contrast())
    screen = await open_screen("/profile/settings", Settings(), wishes)
    await screen.until_shown("Тёмная")
    assert inks(screen) == {LIGHT.ink}
    chips = [one for one in screen.controls(ft.TextButton) if one.content == "Тёмная"]
    assert [chip.style.side for chip in chips if chip.style] == [ft.BorderSide(2, LIGHT.ink)]
    assert any(one.foreground_decoration for one in screen.controls(ft.Container))


async def test_colours_that_the_device_forces_later_come_at_once_and_go_again(
    open_screen: Open, phone: Phone
) -> None:
    screen = await open_screen("/profile/settings")
    await screen.until_shown("Тёмная")
    before = inks(screen)
    await phone.body.contrasts.put(Contrast(FORCED))
    await screen.until(lambda: inks(screen) == {"#00FF00"})
    assert screen.page.theme.color_scheme.primary == "#FFFF00"
    await phone.body.contrasts.put(None)
    await screen.until(lambda: inks(screen) == before)
