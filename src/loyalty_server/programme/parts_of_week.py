"""The parts of a week in which people buy different things."""

from datetime import datetime
from enum import StrEnum

SATURDAY = 5


class Slot(StrEnum):
    """A part of the working day, or the weekend."""

    MORNING = "morning"
    DAY = "day"
    EVENING = "evening"
    NIGHT = "night"
    WEEKEND = "weekend"


def slot_of(local: datetime) -> Slot:
    """The part of the week that this moment of the programme's time is in."""
    if local.weekday() >= SATURDAY:
        return Slot.WEEKEND
    match local.hour:
        case hour if hour < 5 or hour >= 23:
            return Slot.NIGHT
        case hour if hour < 11:
            return Slot.MORNING
        case hour if hour < 17:
            return Slot.DAY
        case _:
            return Slot.EVENING
