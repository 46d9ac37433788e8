"""Flet's theme from the brand's colours, and the measures every screen shares."""

from typing import Final

import flet as ft

from kopilka.ui.look.brand import Brand, Palette

FONT: Final = "Manrope"
FONT_FILE: Final = "fonts/Manrope.ttf"
RADIUS_CARD: Final = 28
RADIUS_BOX: Final = 22
RADIUS_BUTTON: Final = 16
TOUCH: Final = 48
BLACK: Final = "#000000"
WHITE: Final = "#FFFFFF"


def flet_theme(
    palette: Palette, scale: float, bar_scale: float, marks: ft.BorderSide | None = None
) -> ft.Theme:
    """What Flet's own controls wear; our parts take their colours from the palette directly.

    What is chosen in the navigation has the outline `marks`, where it has no colour.
    """
    return ft.Theme(
        font_family=FONT,
        color_scheme=_scheme(palette),
        scaffold_bgcolor=palette.background,
        navigation_bar_theme=_navigation_bar(palette, bar_scale, marks),
        page_transitions=_calm_transitions(),
        text_theme=_text_theme(palette, scale),
    )


def card_gradient(brand: Brand) -> ft.RadialGradient:
    """The card's light, falling from its top right corner."""
    return ft.RadialGradient(
        center=ft.Alignment(1, -1),
        radius=1.5,
        colors=list(brand.card_gradient),
        stops=[0.0, 0.45, 1.0],
    )


def progress_gradient(colors: tuple[str, str]) -> ft.LinearGradient:
    """The way to a goal."""
    return ft.LinearGradient(
        begin=ft.Alignment.CENTER_LEFT,
        end=ft.Alignment.CENTER_RIGHT,
        colors=list(colors),
    )


def _scheme(palette: Palette) -> ft.ColorScheme:
    return ft.ColorScheme(
        primary=palette.primary,
        on_primary=palette.on_primary,
        primary_container=palette.container,
        on_primary_container=palette.on_container,
        secondary=palette.primary,
        on_secondary=palette.on_primary,
        secondary_container=palette.container,
        on_secondary_container=palette.on_container,
        surface=palette.surface,
        on_surface=palette.ink,
        on_surface_variant=palette.muted,
        surface_container=palette.surface,
        surface_container_low=palette.surface,
        surface_container_high=palette.surface,
        surface_container_highest=palette.line,
        surface_tint=palette.surface,
        outline=palette.muted,
        outline_variant=palette.line,
        error=palette.danger,
        on_error=palette.surface,
        inverse_surface=palette.ink,
        on_inverse_surface=palette.surface,
    )


def _navigation_bar(
    palette: Palette, scale: float, marks: ft.BorderSide | None
) -> ft.NavigationBarTheme:
    def label(colour: str) -> ft.TextStyle:
        return ft.TextStyle(
            size=11 * scale, weight=ft.FontWeight.W_700, color=colour, font_family=FONT
        )

    return ft.NavigationBarTheme(
        bgcolor=palette.bar,
        indicator_color=palette.container,
        indicator_shape=None if marks is None else ft.StadiumBorder(side=marks),
        elevation=0,
        height=64 + 36 * (scale - 1),
        label_text_style={
            ft.ControlState.SELECTED: label(palette.ink),
            ft.ControlState.DEFAULT: label(palette.muted),
        },
    )


def _text_theme(palette: Palette, scale: float) -> ft.TextTheme:
    body = ft.TextStyle(
        size=15 * scale, weight=ft.FontWeight.W_500, color=palette.ink, font_family=FONT
    )
    return ft.TextTheme(body_large=body, body_medium=body, label_large=body)


def _calm_transitions() -> ft.PageTransitionsTheme:
    fade = ft.PageTransitionTheme.FADE_FORWARDS
    return ft.PageTransitionsTheme(
        android=ft.PageTransitionTheme.PREDICTIVE,
        ios=ft.PageTransitionTheme.CUPERTINO,
        linux=fade,
        macos=fade,
        windows=fade,
    )
