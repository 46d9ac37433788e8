"""Inviting friends: what both are given, for which purchase, and how often."""

from collections.abc import Iterator
from dataclasses import dataclass

from loyalty_server.programme.bounds import COUNT, MONEY, POINTS, number_faults

LONGEST_DAYS = 366


@dataclass(frozen=True)
class ReferralRules:
    """`inviter` and `friend` are the points for both once the friend has bought, `within_days` after
    accepting, for at least `minimum_basket` minor units of money.

    They can be spent after `pending_days`: as long as goods are taken back. One member is rewarded for
    `friends_a_year` in 365 days at most.
    """

    inviter: int
    friend: int
    minimum_basket: int
    within_days: int = 90
    pending_days: int = 14
    friends_a_year: int = 10


def referral_faults(path: str, referral: ReferralRules) -> Iterator[tuple[str, str]]:
    """What makes no sense in it, each with its place."""
    bounds = {
        ".inviter": (referral.inviter, 0, POINTS),
        ".friend": (referral.friend, 0, POINTS),
        ".minimum_basket": (referral.minimum_basket, 1, MONEY),
        ".within_days": (referral.within_days, 1, LONGEST_DAYS),
        ".pending_days": (referral.pending_days, 0, LONGEST_DAYS),
        ".friends_a_year": (referral.friends_a_year, 1, COUNT),
    }
    yield from number_faults(path, bounds)
    if not referral.inviter and not referral.friend:
        yield f"{path}.inviter", "an invitation gives somebody something"
