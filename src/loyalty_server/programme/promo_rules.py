"""Promo codes of a programme: one that all may type, or a batch of which each is used once."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date

from loyalty_server.programme.eligibility import Eligibility, eligibility_faults
from loyalty_server.programme.reward_rules import CouponRule, coupon_faults

PROMO_CODE = re.compile(r"[A-Z0-9-]{4,32}")


@dataclass(frozen=True)
class PromoRule:
    """`points`, a `coupon` or both, once for each `eligible` member, from `starts_on` to the end of
    `ends_on`, `uses_in_all` at most.

    With a `code` it is shared; without one its codes are made by `kopilka promo make`.
    """

    id: str
    title: str
    ends_on: date
    code: str | None = None
    points: int = 0
    coupon: CouponRule | None = None
    starts_on: date = date.min
    uses_in_all: int | None = None
    eligible: Eligibility = field(default_factory=Eligibility)


def promo_faults(path: str, promo: PromoRule, tiers: frozenset[str]) -> Iterator[tuple[str, str]]:
    """What makes no sense in this promo code, each with its place; `tiers` are those there are."""
    if promo.code is not None and not PROMO_CODE.fullmatch(promo.code):
        yield f"{path}.code", "4 to 32 capital letters, digits and hyphens are needed"
    if not 0 <= promo.points <= 10**6:
        yield f"{path}.points", f"{promo.points} is not between 0 and 1000000"
    if not promo.points and not promo.coupon:
        yield f"{path}.points", "points or a coupon are needed"
    if promo.coupon:
        yield from coupon_faults(f"{path}.coupon", promo.coupon)
    if promo.uses_in_all is not None and promo.uses_in_all < 1:
        yield f"{path}.uses_in_all", "1 or more is needed"
    if promo.ends_on < promo.starts_on:
        yield f"{path}.ends_on", "the promo code ends before it starts"
    if promo.eligible != Eligibility(
        tiers=promo.eligible.tiers, first_purchase=promo.eligible.first_purchase
    ):
        yield f"{path}.eligible", "only tiers and first_purchase choose among members here"
    yield from eligibility_faults(f"{path}.eligible", promo.eligible, tiers, frozenset())
