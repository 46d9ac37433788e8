"""Promo codes of a programme: one that all may type, or a batch of which each is used once."""

import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass, field

from loyalty_server.programme.bounds import COUNT, POINTS, number_faults
from loyalty_server.programme.dates import Always, End, Start, date_faults
from loyalty_server.programme.eligibility import Eligibility, eligibility_faults
from loyalty_server.programme.reward_rules import CouponRule, coupon_faults

SHORTEST_CODE = 4
LONGEST_CODE = 32
MOST_OF_A_MEMBER = 1000


@dataclass(frozen=True)
class PromoRule:
    """`points`, a `coupon` or both, `uses_per_member` times for each `eligible` member, from `starts_on`
    to the end of `ends_on`, `uses_in_all` at most.

    With a `code` it is shared; without one its codes are made by `kopilka promo make`, and a member uses
    so many of them.
    """

    id: str
    title: str
    ends_on: End
    code: str | None = None
    points: int = 0
    coupon: CouponRule | None = None
    starts_on: Start = Always.ALWAYS
    uses_in_all: int | None = None
    uses_per_member: int = 1
    eligible: Eligibility = field(default_factory=Eligibility)


def promo_use(promo_id: str, number: int = 1) -> str:
    """What a member's use of this number is called, once it is remembered (`sign_in.earlier_membership`)."""
    return f"promo:{promo_id}" if number == 1 else f"promo:{promo_id}/{number}"


def as_typed(code: str) -> str:
    """A shared code in whatever letters, spaces and Unicode form somebody typed it in."""
    return unicodedata.normalize("NFC", "".join(code.split()).upper())


def _is_code(code: str) -> bool:
    """Letters are those of any alphabet: CALLED-OFF, СКИДКА10."""
    is_long_enough = SHORTEST_CODE <= len(code) <= LONGEST_CODE
    return is_long_enough and code == as_typed(code) and code.replace("-", "").isalnum()


def promo_faults(
    path: str, promo: PromoRule, tiers: frozenset[str], stores: frozenset[str]
) -> Iterator[tuple[str, str]]:
    """What makes no sense in this promo code, each with its place; `tiers` and `stores` are those there are."""
    if promo.code is not None and not _is_code(promo.code):
        yield f"{path}.code", "4 to 32 capital letters, digits and hyphens are needed"
    bounds = {
        ".points": (promo.points, 0, POINTS),
        ".uses_in_all": (promo.uses_in_all, 1, COUNT),
        ".uses_per_member": (promo.uses_per_member, 1, MOST_OF_A_MEMBER),
    }
    yield from number_faults(path, bounds)
    if not promo.points and not promo.coupon:
        yield f"{path}.points", "points or a coupon are needed"
    if promo.coupon:
        yield from coupon_faults(f"{path}.coupon", promo.coupon, stores)
    yield from date_faults(path, "promo code", promo.starts_on, promo.ends_on)
    if promo.eligible != Eligibility(
        tiers=promo.eligible.tiers,
        first_purchase=promo.eligible.first_purchase,
        segments=promo.eligible.segments,
    ):
        yield (
            f"{path}.eligible",
            "only tiers, segments and first_purchase choose among members here",
        )
    yield from eligibility_faults(f"{path}.eligible", promo.eligible, tiers, frozenset())
