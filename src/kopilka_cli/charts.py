"""A line chart as SVG, made of nothing but text; readable in black and white."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from xml.sax.saxutils import escape

from kopilka_cli.terminal import visible

WIDTH, HEIGHT = 720, 360
LEFT, RIGHT, TOP, BOTTOM = 56, 24, 48, 72
COLOURS = ("#146B55", "#B4690E", "#3B5BA5", "#8A2C5D", "#5E6B66")
DASHES = ("", "8 4", "2 4", "10 4 2 4", "1 6")
STEPS = 4


@dataclass(frozen=True)
class Chart:
    """Lines over the same places of the horizontal axis; a missing value leaves a gap."""

    title: str
    places: Sequence[str]
    lines: Mapping[str, Sequence[float | None]]
    least: float
    most: float

    def svg(self) -> str:
        """The picture (SVG 1.1)."""
        parts = [
            f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {HEIGHT}" role="img">',
            f"<title>{escape(visible(self.title))}</title>",
            f'<rect width="{WIDTH}" height="{HEIGHT}" fill="#FFFFFF"/>',
            _text(LEFT, 28, self.title, size=16),
            *self._grid(),
            *self._places(),
        ]
        for number, (name, values) in enumerate(self.lines.items()):
            parts += self._line(number, name, values)
        return "\n".join([*parts, "</svg>\n"])

    def _grid(self) -> list[str]:
        parts = []
        for step in range(STEPS + 1):
            value = self.least + (self.most - self.least) * step / STEPS
            y = self._y(value)
            parts.append(f'<path d="M{LEFT} {y:.1f}H{WIDTH - RIGHT}" stroke="#E6E4DC"/>')
            parts.append(_text(LEFT - 8, y + 4, f"{value:g}", anchor="end"))
        return parts

    def _places(self) -> list[str]:
        y = HEIGHT - BOTTOM + 20
        return [
            _text(self._x(at), y, place, anchor="middle") for at, place in enumerate(self.places)
        ]

    def _line(self, number: int, name: str, values: Sequence[float | None]) -> list[str]:
        colour, dash = COLOURS[number % len(COLOURS)], DASHES[number % len(DASHES)]
        points = [
            (self._x(at), self._y(value)) for at, value in enumerate(values) if value is not None
        ]
        path = " ".join(f"{x:.1f},{y:.1f}" for x, y in points)
        style = f'fill="none" stroke="{colour}" stroke-width="2" stroke-dasharray="{dash}"'
        dots = [f'<circle cx="{x:.1f}" cy="{y:.1f}" r="3" fill="{colour}"/>' for x, y in points]
        at, y = LEFT + 160 * (number % 4), HEIGHT - 12 - 18 * (number // 4 % 2)
        key = f'<path d="M{at} {y - 4}h24" {style}/>'
        return [f'<polyline points="{path}" {style}/>', *dots, key, _text(at + 30, y, name)]

    def _x(self, at: int) -> float:
        room = WIDTH - LEFT - RIGHT
        return LEFT + room * (at + 0.5) / max(1, len(self.places))

    def _y(self, value: float) -> float:
        room = HEIGHT - TOP - BOTTOM
        return TOP + room * (self.most - value) / (self.most - self.least)


def _text(x: float, y: float, text: str, anchor: str = "start", size: int = 12) -> str:
    place = f'x="{x:.1f}" y="{y:.1f}" text-anchor="{anchor}"'
    look = f'font-family="sans-serif" font-size="{size}" fill="#14211D"'
    return f"<text {place} {look}>{escape(visible(text))}</text>"
