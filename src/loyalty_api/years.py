"""A member's year as it was: how often they came, what they saved, what they gained and spent."""

from dataclasses import dataclass
from datetime import date
from typing import Final

from loyalty_api.programme import Money

ENOUGH: Final = 5
"""A year of fewer purchases is not told: a review would only repeat the list."""


@dataclass(frozen=True)
class YearInReview:
    """A year of the member's own card up to `until`: its last day, or today while it goes on.

    A purchase of which everything came back is none. `months` are the purchases of each month that has begun,
    January first, and `stores` is in how many shops they were; `favourite` is the one of most purchases, where
    one stands before all others. `saved` is what offers, coupons and the card took off purchases that nothing
    came back of. `earned` is what was gained less what returns took again, `spent` what was paid less what
    came back; corrections and lost points are in neither. `rewards` were taken and not given back.
    """

    year: int
    until: date
    purchases: int
    months: tuple[int, ...]
    saved: Money
    earned: int
    spent: int
    rewards: int
    stores: int
    favourite: str | None = None
    favourite_purchases: int = 0
