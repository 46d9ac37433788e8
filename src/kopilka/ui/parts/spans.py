"""How long something lasts, in words."""

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Final

from kopilka.ui.hooks.scene import Scene
from kopilka.ui.look.formats import NBSP
from kopilka.ui.look.look import Look

SECOND: Final = 1
MINUTE: Final = 60 * SECOND
HOUR: Final = 60 * MINUTE
DAY: Final = 24 * HOUR
SOON: Final = timedelta(days=14)
"""Until then days are counted; what ends later has a date."""


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


def time_left(scene: Scene, ends_at: datetime | None) -> str:
    """`ещё 2 дня`, `ещё 5 часов`, `меньше часа`, `Закончилось`, `до 30 ноя`, `бессрочно`."""
    look = scene.look
    if ends_at is None:
        return look.say.offers.for_good
    left = ends_at - scene.now
    if left > SOON:
        day = look.write.day(look.write.last_day(ends_at), scene.today)
        return look.say.card.by.format(day=day)
    if left <= timedelta(0):
        return look.say.offers.ended
    if left < timedelta(hours=1):
        return look.say.offers.last_hour
    if left >= timedelta(days=1):
        count, forms = left.days, look.say.offers.days_left
    else:
        count, forms = left // timedelta(hours=1), look.say.offers.hours_left
    return look.write.plural(count, forms).format(count=count)
