"""Fields that a member types into."""

from collections.abc import Callable

import flet as ft
from flet.controls.base_control import BaseControl

from kopilka.ui.hooks.guard import guarded
from kopilka.ui.look.look import Look
from kopilka.ui.look.theme import RADIUS_BUTTON
from kopilka.ui.parts.blocks import OnTap
from loyalty_api.scalars import whole


class MemberField(ft.TextField):
    """A field that is drawn with what the wallet knows, unless the member has typed more since.

    What is typed stands in the field before its event is handled. A screen that is drawn between the two
    knows the words of one key ago; told to the field, they would undo that key.
    """

    _heard: str = ""
    _takes_focus: bool = False

    def take_focus(self) -> None:
        """As soon as it is there: Flutter's own `autofocus` gives way to what was pressed before."""
        self._takes_focus = True

    def did_mount(self) -> None:
        if self._takes_focus:
            self.page.run_task(self.focus)

    def hear(self) -> str:
        """What stands in the field; from now on the wallet knows it."""
        self._heard = whole(self.value)
        return self._heard

    @property
    def is_ahead(self) -> bool:
        """Whether more stands in the field than the wallet knows."""
        return whole(self.value) != self._heard

    def _migrate_state(self, other: BaseControl) -> None:
        super()._migrate_state(other)
        if isinstance(other, MemberField) and other.is_ahead:
            self.value = other.value


def text_field(
    look: Look,
    label: str,
    value: str,
    changed: Callable[[str], object],
    *,
    submit: OnTap | None = None,
    hint: str = "",
    error: str = "",
    autofill: list[ft.AutofillHint] | None = None,
    keyboard: ft.KeyboardType = ft.KeyboardType.TEXT,
    focus: bool = False,
    lines: int = 1,
    longest: int | None = None,
) -> ft.TextField:
    """One field of a form; `error` stands under it in words."""

    def typed(event: ft.Event[ft.TextField]) -> object:
        field = event.control
        return changed(field.hear() if isinstance(field, MemberField) else whole(field.value))

    field = MemberField(
        value=value,
        label=label or None,
        hint_text=hint,
        error=error or None,
        keyboard_type=keyboard,
        autofill_hints=autofill,
        autofocus=focus,
        autocorrect=False,
        multiline=lines > 1,
        min_lines=lines if lines > 1 else None,
        max_lines=lines + 4 if lines > 1 else 1,
        max_length=longest,
        counter="",
        align_label_with_hint=True,
        on_change=guarded(typed),
        on_submit=None if submit is None else guarded(submit),
    )
    _dress(look, field)
    field.hear()
    if focus:
        field.take_focus()
    return field


def _dress(look: Look, field: ft.TextField) -> None:
    palette = look.palette
    field.error_style = look.font(13, 600, palette.danger)
    field.error_max_lines = 4
    field.text_style = look.font(17, 600)
    field.label_style = look.font(15, 500, palette.muted)
    field.hint_style = look.font(17, 500, palette.muted)
    field.border = {
        ft.ControlState.DEFAULT: _border(palette.muted, 1),
        ft.ControlState.FOCUSED: _border(palette.primary, 2),
        ft.ControlState.ERROR: _border(palette.danger, 2),
    }
    field.filled = True
    field.bgcolor = palette.surface
    field.content_padding = 16


def _border(color: str, width: float) -> ft.OutlineInputBorder:
    return ft.OutlineInputBorder(
        side=ft.BorderSide(width, color), border_radius=ft.BorderRadius.all(RADIUS_BUTTON)
    )
