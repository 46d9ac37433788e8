"""Something that is on or off, in words beside its switch."""

import flet as ft

from kopilka.ui.hooks.guard import guarded
from kopilka.ui.look.look import Look
from kopilka.ui.parts.blocks import OnTap, muted, pair, text


def switch_row(look: Look, title: str, hint: str, is_on: bool, flip: OnTap) -> ft.Control:
    """A screen reader hears title, hint and state as one."""
    words = ft.Column([text(look, title, 15, 700)], spacing=2)
    if hint:
        words.controls.append(muted(look, hint, 14))
    palette = look.palette
    switch = ft.Switch(
        value=is_on,
        on_change=guarded(flip),
        active_color=palette.on_primary,
        active_track_color=palette.primary,
        inactive_thumb_color=palette.muted,
        inactive_track_color=palette.background,
        track_outline_color=palette.muted,
    )
    return ft.MergeSemantics(pair(look, words, switch))
