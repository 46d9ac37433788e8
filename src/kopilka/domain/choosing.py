"""Which months a member can choose categories for, by the moment."""

from datetime import datetime

from loyalty_api.offers import CategoryChoice, MonthChoice


def running_month(choice: CategoryChoice, now: datetime) -> MonthChoice | None:
    """The month that runs; None when the last snapshot knows nothing of it any more."""
    return next((one for one in choice.months if one.begins_at <= now < one.ends_at), None)


def open_months(choice: CategoryChoice, now: datetime) -> tuple[MonthChoice, ...]:
    """Those to come, and the running one while nothing is chosen for it."""
    return tuple(
        one
        for one in choice.months
        if now < one.begins_at or (now < one.ends_at and not one.categories)
    )
