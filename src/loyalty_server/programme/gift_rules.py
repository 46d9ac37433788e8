"""Gifts of a programme: a coupon on the birthday of members of some tiers and groups."""

from collections.abc import Iterator, Set
from dataclasses import dataclass

from loyalty_server.programme.member_groups import group_faults, is_for_member
from loyalty_server.programme.reward_rules import CouponRule, coupon_faults


@dataclass(frozen=True)
class BirthdayGift:
    """A coupon, once a year, for members of these `tiers` and `segments`; for all where neither is named."""

    coupon: CouponRule
    tiers: tuple[str, ...] = ()
    segments: tuple[str, ...] = ()


def gift_for(gifts: tuple[BirthdayGift, ...], tier: str, segments: Set[str]) -> CouponRule | None:
    """The first that is for a member of this tier, in these segments."""
    theirs = (gift.coupon for gift in gifts if is_for_member(gift, tier, segments))
    return next(theirs, None)


def gift_faults(
    here: str, gift: BirthdayGift, tiers: frozenset[str], stores: frozenset[str]
) -> Iterator[tuple[str, str]]:
    """What makes no sense in it, each with its path."""
    yield from coupon_faults(f"{here}.coupon", gift.coupon, stores)
    yield from group_faults(here, gift, tiers)
