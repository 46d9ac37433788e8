"""How high a control is at the least: by what is said of its height, or by what is in it."""

import flet as ft
from flet.components.public_utils import unwrap_component
from flet.controls.base_control import BaseControl

LINE = 1.25
"""The height of a line of Manrope, in sizes of its letters, where none is said."""


def least_height(control: object) -> float:
    """In pixels, of one line where words may need more."""
    control = unwrap_component(control)
    said = getattr(control, "height", None)
    match control:
        case ft.Text():
            return _line(control.style)
        case ft.Icon():
            return control.size or 24
        case _ if isinstance(said, int | float):
            return said
        case ft.Container():
            return least_height(control.content) + _around(control.padding)
        case ft.Column():
            rows = [least_height(each) for each in control.controls]
            return sum(rows) + (control.spacing or 0) * max(len(rows) - 1, 0)
        case ft.Row() | ft.Stack():
            return max(map(least_height, control.controls), default=0)
        case BaseControl():
            return least_height(getattr(control, "content", None))
    return 0


def _line(style: ft.TextStyle | None) -> float:
    size = (style and style.size) or 14
    return size * ((style and style.height) or LINE)


def _around(padding: ft.PaddingValue | None) -> float:
    if isinstance(padding, ft.Padding):
        return padding.top + padding.bottom
    return 2 * (padding or 0)
