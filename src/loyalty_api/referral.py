"""Inviting friends: what is promised to both, how far each friend is, and what an invitation means."""

from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True)
class InvitedFriend:
    """Somebody who came by the member's invitation, without a name: when, until when a first purchase
    counts, and when there was one; then `points` are the member's, spendable from `spendable_at`.
    """

    joined_at: datetime
    until: datetime
    bought_at: datetime | None = None
    points: int = 0
    spendable_at: datetime | None = None


@dataclass(frozen=True)
class ReferralPromise:
    """What a member was promised who came by an invitation: so many points for a first purchase that
    leaves `minimum_basket` minor units paid, until then; `bought_at` once there was one.
    """

    points: int
    minimum_basket: int
    until: datetime
    bought_at: datetime | None = None


@dataclass(frozen=True)
class Referral:
    """The member's own invitation: its link, the points for both, what counts as a purchase in minor units,
    how many days a friend has for it, after how many days the points can be spent, and for how many
    friends in 365 days the member is rewarded. `friends` came by it, the newest first; `mine` is the
    promise of somebody else's invitation.
    """

    url: str
    inviter_points: int
    friend_points: int
    minimum_basket: int
    within_days: int
    pending_days: int
    friends_a_year: int
    friends: tuple[InvitedFriend, ...] = ()
    mine: ReferralPromise | None = None


@dataclass(frozen=True)
class ReferralOffer:
    """Answer of `GET /v1/referrals/{code}`: what accepting this invitation promises to both; whose it is
    is not said.
    """

    inviter_points: int
    friend_points: int
    minimum_basket: int
    until: datetime
    pending_days: int
