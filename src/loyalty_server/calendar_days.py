"""Days and months as a calendar on the wall counts them, in a time zone."""

from calendar import monthrange
from datetime import UTC, date, datetime, time, timedelta, tzinfo
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError


def start_of_day(day: date, zone: tzinfo) -> datetime:
    """The first moment of this day there, in UTC."""
    return datetime.combine(day, time(), zone).astimezone(UTC)


def end_of_day(day: date, zone: tzinfo) -> datetime:
    """The moment this day is over there, in UTC: the first of the next day."""
    return start_of_day(day + timedelta(days=1), zone)


def last_day_before(moment: datetime, zone: tzinfo) -> date:
    """The last day that has any time before this moment: the day something bounded by it ends on."""
    return (moment - timedelta(microseconds=1)).astimezone(zone).date()


def plus_months(day: date, months: int) -> date:
    """The same day of a later (or earlier) month, or that month's last: 31 January + 1 is 28 February."""
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))


def start_of_period(day: date, months: int) -> date:
    """The first day of the period of so many months, counted from January, that holds this day."""
    return date(day.year, (day.month - 1) // months * months + 1, 1)


def is_zone(name: str) -> bool:
    """Whether it is the name of a time zone (IANA)."""
    try:
        ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError, OSError):
        return False
    return True
