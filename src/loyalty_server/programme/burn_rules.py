"""How points pay, as a programme's file says it."""

from dataclasses import dataclass
from fractions import Fraction
from math import floor, lcm

from loyalty_server.programme.discounts import in_decimals


@dataclass(frozen=True)
class BurnRules:
    """How points pay: one is `worth` minor units, together at most `share` per cent of the receipt.

    Where a point is worth a part of a minor unit, so many are burned at once as are worth whole ones.

    `web_points_a_day` limits what a browser's credential burns in one day, `manual_points` what one
    purchase burns by a code typed in by hand. Points are burned in steps of `step`, on receipts of
    `minimum_basket` minor units at least, and `minimum_paid` is paid in money whatever they could pay.
    """

    worth: int | float
    share: float = 100.0
    minimum: int = 1
    web_points_a_day: int | None = None
    manual_points: int = 200
    excluded_categories: tuple[str, ...] = ()
    step: int = 1
    minimum_basket: int = 0
    minimum_paid: int = 0

    def in_steps(self, points: int) -> int:
        """So many of the points as can be burned at once."""
        return points - points % self.whole_step

    @property
    def whole_step(self) -> int:
        """The step in which points are burned, so that they are worth whole minor units."""
        return lcm(self.step, self.exact_worth.denominator)

    @property
    def exact_worth(self) -> Fraction:
        """Minor units that a point pays, as written."""
        return in_decimals(self.worth)

    def money(self, points: int) -> int:
        """What these points pay, in whole minor units."""
        return floor(points * self.exact_worth)
