"""How purchases earn, as a programme's file says it."""

from dataclasses import dataclass
from enum import StrEnum

from loyalty_server.programme.goods import several

CHOSEN = "chosen"
LAST_PAYOUT_DAY = 28
LONGEST_TO_PAYOUT = 31 + LAST_PAYOUT_DAY
"""Days from the first of a month to that day of the next."""


class Rounding(StrEnum):
    """What happens to a part of a point: dropped, to the nearest (half up), or made whole."""

    DOWN = "down"
    NEAREST = "nearest"
    UP = "up"


@dataclass(frozen=True)
class CategoryRate:
    """A rate that goods of some `category` have instead of the tier's, in per cent; what it gives counts
    towards tiers that are reached by points, if it `qualifies`.
    """

    category: str | tuple[str, ...]
    rate: float
    qualifies: bool = True

    @property
    def rule(self) -> str:
        """What breakdowns call it."""
        return f"rate:{several(self.category)[0]}"


class ChosenRate(CategoryRate):
    """The rate of categories that a member chose."""

    @property
    def rule(self) -> str:
        """What breakdowns call it."""
        return CHOSEN


@dataclass(frozen=True)
class ChosenRules:
    """Up to `choose` of the categories `of`, which a member chooses for each month, have this `rate` in per cent;
    what it gives counts towards tiers that are reached by points, if it `qualifies`.
    """

    choose: int
    of: tuple[str, ...]
    rate: float
    qualifies: bool = True


@dataclass(frozen=True)
class EarnRules:
    """How a purchase earns; the rate itself is the tier's, but for goods that have `rates` of their own.

    `minimum_basket` is the receipt's total from which anything is earned, `cap` the most points one
    purchase earns, `cap_per_day` and `cap_per_month` what a member's purchases of a calendar day and month
    earn together; after `purchases_a_day` those of that day earn nothing. Points can be spent after `pending_days` and are lost at the end of the day
    `expires_after_days` later, or on the day of the year `expires_on`: that of those still pending then
    is a year later. With `spendable_on_day` they are paid out on that day of the month after the purchase,
    and not before `pending_days` are over. Where they are `prolonged_by_purchases`, each purchase lets all
    points live as long as its own: they are lost when nothing was bought for `expires_after_days`.

    What a card takes off is a multiple of `discount_rounding` minor units, rounded down. Who joins for the
    first time is given `welcome` points. What the tier's rate gives counts towards tiers that are reached by
    points, if it `qualifies`.
    """

    rounding: Rounding = Rounding.DOWN
    minimum_basket: int = 0
    cap: int | None = None
    pending_days: int = 0
    expires_after_days: int = 365
    excluded_categories: tuple[str, ...] = ()
    rates: tuple[CategoryRate, ...] = ()
    expires_on: str | None = None
    spendable_on_day: int | None = None
    discount_rounding: int = 1
    welcome: int = 0
    cap_per_day: int | None = None
    cap_per_month: int | None = None
    purchases_a_day: int | None = None
    prolonged_by_purchases: bool = False
    chosen: ChosenRules | None = None
    qualifies: bool = True

    @property
    def pending_at_most(self) -> int:
        """After how many days the points of any purchase can be spent."""
        return max(self.pending_days, 0 if self.spendable_on_day is None else LONGEST_TO_PAYOUT)

    @property
    def usual_days(self) -> int | None:
        """How long points live; None when all are lost on one day of the year."""
        return self.expires_after_days if self.expires_on is None else None
