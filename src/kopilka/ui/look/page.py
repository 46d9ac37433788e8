"""Puts the look on Flet's page: theme, fonts, language. Each view gives it its title."""

from typing import Final

import flet as ft

from kopilka.ui.look.look import Look
from kopilka.ui.look.theme import FONT, FONT_FILE, flet_theme

_MODES = {
    "system": ft.ThemeMode.SYSTEM,
    "light": ft.ThemeMode.LIGHT,
    "dark": ft.ThemeMode.DARK,
}


def dress(page: ft.Page, look: Look, theme: str) -> None:
    """Safe to repeat; only what differs is sent."""
    language = ft.Locale(_known_to_flutter(look.write.language))
    if not page.pyodide:  # the browser app has it in its own list of fonts, before the first frame
        page.fonts = {FONT: FONT_FILE}
    light, dark = look.palettes
    page.theme = flet_theme(light, look.scale, look.bar_scale, look.side())
    page.dark_theme = flet_theme(dark, look.scale, look.bar_scale, look.side())
    page.theme_mode = _MODES.get(theme, ft.ThemeMode.SYSTEM)
    page.locale_configuration = ft.LocaleConfiguration(
        supported_locales=[language], current_locale=language
    )
    page.update()


def _known_to_flutter(language: str) -> str:
    """Flutter's own controls have words for these alone, and end with an error for any other."""
    return language if language in _FLUTTERS else "en"


_NAMED: Final = """
    af am ar as az be bg bn bo bs ca cs cy da de el en es et eu fa fi fil fr ga gl gsw gu he hi hr hu hy
    id is it ja ka kk km kn ko ky lo lt lv mk ml mn mr ms my nb ne nl no or pa pl ps pt ro ru si sk sl sq
    sr sv sw ta te th tl tr ug uk ur uz vi zh zu
"""
_FLUTTERS: Final = frozenset(_NAMED.split())
