"""Puts the look on Flet's page: theme, fonts, language. Each view gives it its title."""

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
    language = ft.Locale(look.write.language)
    if not page.pyodide:  # the browser app has it in its own list of fonts, before the first frame
        page.fonts = {FONT: FONT_FILE}
    page.theme = flet_theme(look.brand.light, look.scale, look.bar_scale)
    page.dark_theme = flet_theme(look.brand.dark, look.scale, look.bar_scale)
    page.theme_mode = _MODES.get(theme, ft.ThemeMode.SYSTEM)
    page.locale_configuration = ft.LocaleConfiguration(
        supported_locales=[language], current_locale=language
    )
    page.update()
