"""The bounds of a programme's numbers, and how one outside of them is told."""

from collections.abc import Iterator, Mapping

MONEY = 10**12
"""Minor units; a till's receipt is not larger."""

POINTS = 10**6
"""Points that one rule gives at once."""

DAYS = 36_525
"""A hundred years: as long as points may live."""

COUNT = 10**9
"""Uses, pieces in stock."""

MOST_HELD_OUT = 90
"""Per cent of those something is for, who go without to show what it brings."""

LONGEST_ID = 100

Bounds = Mapping[str, tuple[float | None, float, float]]
"""By the field's name its value (None: not said), the least and the most it may be."""


def number_faults(path: str, bounds: Bounds) -> Iterator[tuple[str, str]]:
    """The numbers outside of their bounds, each with its place."""
    for name, (value, least, most) in bounds.items():
        if value is not None and not least <= value <= most:
            yield f"{path}{name}", f"{value} is not between {least} and {most}"


def whole_number_faults(path: str, number: float) -> Iterator[tuple[str, str]]:
    """A number with decimals where only a whole one makes sense."""
    if isinstance(number, float):
        yield path, f"{number} is not a whole number"


def id_faults(path: str, one: str) -> Iterator[tuple[str, str]]:
    """An id stands in addresses and breakdowns, so not every text is one."""
    if not 0 < len(one) <= LONGEST_ID or "/" in one or one != one.strip():
        yield f"{path}.id", f"1 to {LONGEST_ID} characters without a slash are needed"
