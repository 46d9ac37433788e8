"""A member's numbers in a contest, told shortly."""

from collections.abc import Iterable

from loyalty_api.contests import BETWEEN


def span_of(numbers: Iterable[str]) -> str:
    """Those of one member differ at the end alone: `K7QD2M9XPA-1…12`, in whatever order they came."""
    first, *others = sorted(numbers, key=_counted)
    return f"{first}…{others[-1].rpartition(BETWEEN)[2]}" if others else first


def _counted(number: str) -> tuple[int, str]:
    return len(number), number
