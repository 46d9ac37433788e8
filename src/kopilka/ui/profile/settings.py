"""What can be set on this device: language, theme, text and code size, and what a phone's own app can do besides."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Final

import flet as ft

from kopilka.domain import Settings
from kopilka.ui.hooks.guard import component
from kopilka.ui.hooks.scene import use_scene
from kopilka.ui.look.look import Look
from kopilka.ui.look.texts import languages_of, name_of
from kopilka.ui.parts.blocks import box, muted
from kopilka.ui.parts.buttons import chips
from kopilka.ui.parts.switches import switch_row

TEXT_SCALES: Final = (1.0, 1.25, 1.5, 2.0)
CODE_SCALES: Final = (0.8, 1.0, 1.2, 1.4)
AS_DEVICE: Final = ""

Keep = Callable[[Callable[[Settings], Settings]], object]


@dataclass(frozen=True)
class Choice:
    """One setting: its name, what can be chosen, what is, and the settings with another choice."""

    name: str
    options: list[tuple[str, str]]
    chosen: str
    changed: Callable[[Settings, str], Settings]


@component
def SettingsBox() -> ft.Control:
    """Every change is kept and seen at once."""
    scene = use_scene()
    look, settings = scene.look, scene.view.settings
    keep = scene.repository.change_settings
    rows = [_row(look, choice, keep) for choice in _choices(look, settings)]
    if look.traits.can_brighten:
        rows.append(_brightness(look, settings, keep))
    if look.traits.in_app:
        rows += _window(look, settings, keep)
    return box(look, ft.Column(rows, spacing=14))


def _choices(look: Look, settings: Settings) -> list[Choice]:
    say = look.say.profile
    return [
        Choice(
            say.language,
            [(AS_DEVICE, say.as_device), *_languages(look)],
            settings.language or AS_DEVICE,
            lambda newest, tag: replace(newest, language=tag or None),
        ),
        Choice(
            say.theme,
            [("system", say.as_device), ("light", say.light), ("dark", say.dark)],
            settings.theme,
            lambda newest, theme: replace(newest, theme=theme),
        ),
        Choice(
            say.text_size,
            _percents(look, TEXT_SCALES),
            str(settings.text_scale),
            lambda newest, scale: replace(newest, text_scale=float(scale)),
        ),
        Choice(
            say.code_size,
            _percents(look, CODE_SCALES),
            str(settings.code_scale),
            lambda newest, scale: replace(newest, code_scale=float(scale)),
        ),
    ]


def _languages(look: Look) -> list[tuple[str, str]]:
    added = look.brand.languages
    return [(tag, name_of(tag, added)) for tag in languages_of(added)]


def _percents(look: Look, scales: tuple[float, ...]) -> list[tuple[str, str]]:
    return [(str(scale), look.write.percent(round(scale * 100))) for scale in scales]


def _row(look: Look, choice: Choice, keep: Keep) -> ft.Control:
    def choose(value: str) -> object:
        return keep(lambda newest: choice.changed(newest, value))

    options = chips(look, choice.options, choice.chosen, choose, ground=look.palette.background)
    return ft.Column([muted(look, choice.name, 14), options], spacing=2)


def _brightness(look: Look, settings: Settings, keep: Keep) -> ft.Control:
    say = look.say.profile
    flip = _turning(keep, lambda newest: replace(newest, bright=not newest.bright))
    return switch_row(look, say.bright, say.bright_hint, settings.bright, flip)


def _window(look: Look, settings: Settings, keep: Keep) -> list[ft.Control]:
    """Each off until the member wants it."""
    say = look.say.window
    over_lock = _turning(keep, lambda newest: replace(newest, over_lock=not newest.over_lock))
    quiet = _turning(keep, lambda newest: replace(newest, quiet=not newest.quiet))
    hidden = _turning(keep, lambda newest: replace(newest, hidden=not newest.hidden))
    return [
        switch_row(look, say.over_lock, say.over_lock_hint, settings.over_lock, over_lock),
        switch_row(look, say.quiet, say.quiet_hint, settings.quiet, quiet),
        switch_row(look, say.hidden, say.hidden_hint, settings.hidden, hidden),
    ]


def _turning(keep: Keep, turned: Callable[[Settings], Settings]) -> Callable[[], object]:
    return lambda: keep(turned)
