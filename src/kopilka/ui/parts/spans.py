"""How long something lasts, in words."""

from collections.abc import Callable
from typing import Final

from kopilka.ui.look.formats import NBSP
from kopilka.ui.look.look import Look

SECOND: Final = 1
MINUTE: Final = 60 * SECOND
HOUR: Final = 60 * MINUTE
DAY: Final = 24 * HOUR


def span(look: Look, seconds: float, least: int, whole: Callable[[float], int] = round) -> str:
    """`90 минут`, `2 часа`: in the largest unit of which there are two, or in the `least`."""
    say = look.say.common
    unit, forms = next(
        (unit, forms)
        for unit, forms in (
            (DAY, say.days),
            (HOUR, say.hours),
            (MINUTE, say.minutes),
            (SECOND, say.seconds),
        )
        if seconds >= 2 * unit or unit == least
    )
    count = max(1, whole(seconds / unit))
    words = look.write.plural(count, forms).format(count=look.write.number(count))
    return words.replace(" ", NBSP)
