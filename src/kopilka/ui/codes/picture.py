"""A code as black on white: whole device pixels a module, no smoothing, its quiet zone inside."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

import flet as ft
import flet.canvas as cv

from kopilka.ui.look.theme import BLACK, WHITE


@dataclass(frozen=True)
class Bar:
    """A run of dark modules in one row, measured in modules from the picture's corner."""

    x: int
    y: int
    width: int


@dataclass(frozen=True)
class Picture:
    """A code to draw: its size in modules, the quiet zone included, and what is dark."""

    width: int
    height: int
    bars: tuple[Bar, ...]


def runs(row: Iterable[object]) -> Iterator[tuple[int, int]]:
    """Where each run of dark modules in a row begins, and how long it is."""
    start = None
    end = 0
    for at, dark in enumerate(row):
        end = at + 1
        if dark and start is None:
            start = at
        elif not dark and start is not None:
            yield start, at - start
            start = None
    if start is not None:
        yield start, end - start


def module_size(modules: int, room: float, pixel_ratio: float) -> float:
    """A module's side in logical pixels: the most whole device pixels with which all fit the room."""
    return max(1, int(room * pixel_ratio + 1e-6) // modules) / pixel_ratio


def drawn(picture: Picture, module: float, row_height: float | None = None) -> cv.Canvas:
    """The picture on a canvas of its own size; `row_height` is for linear codes, else rows are square.

    A bar is a line as thick as its row: two pairs of numbers. As rectangles the hundreds of bars would be
    as many objects for Flet to compare and to send.
    """
    tall = module if row_height is None else row_height
    ends: list[ft.OffsetValue] = [
        (x * module, (bar.y + 0.5) * tall)
        for bar in picture.bars
        for x in (bar.x, bar.x + bar.width)
    ]
    return cv.Canvas(
        width=picture.width * module,
        height=picture.height * tall,
        shapes=[
            cv.Fill(ft.Paint(color=WHITE, anti_alias=False)),
            cv.Points(
                ends,
                cv.PointMode.LINES,
                ft.Paint(color=BLACK, stroke_width=tall, anti_alias=False),
            ),
        ],
    )
