"""Rewards for points, and the coupons they and others become."""

from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Final

from loyalty_api.card import StaticCode
from loyalty_api.pictures import Image
from loyalty_api.programme import Money

NO_END: Final = datetime(2199, 12, 31, tzinfo=UTC)


@dataclass(frozen=True)
class Coupon:
    """An issued right with its own code and dates.

    Until `cancel_until`, when there is one, it can be given back for the points it cost
    (`PUT /v1/redemptions/{id}/cancellation` with this id). Valid until `NO_END`, it has no end.
    """

    id: str
    title: str
    text: str
    code: StaticCode
    valid_from: datetime
    valid_until: datetime
    used_at: datetime | None = None
    icon: str | None = None
    cancel_until: datetime | None = None

    @property
    def ends_at(self) -> datetime | None:
        """When it is over; None for one without an end."""
        return self.valid_until if self.valid_until < NO_END else None


@dataclass(frozen=True)
class Reward:
    """Something in the catalogue that costs points; `stock` None means there is always one more.

    `price` is paid in money beside the points. For a `charity` the points are donated; `donated` is
    what all members gave so far.
    """

    id: str
    title: str
    text: str
    points: int
    stock: int | None = None
    price: Money | None = None
    partner: str | None = None
    charity: str | None = None
    icon: str | None = None
    donated: int | None = None
    image: Image | None = None


@dataclass(frozen=True)
class Rewards:
    """One page of the catalogue, in the programme's order; `next` is an opaque cursor or nothing."""

    rewards: tuple[Reward, ...]
    next: str | None = None


@dataclass(frozen=True)
class Redeemed:
    """A reward that was taken, or given back; a donation has no coupon."""

    redemption_id: str
    points: int
    balance: int
    coupon: Coupon | None = None
    cancelled_at: datetime | None = None
