"""Checks of what offers and coupons promised: within their limits, and for something that was kept."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from loyalty_server.programme.offer_rules import OfferRule
from loyalty_server.programme.program import Program
from loyalty_server.programme.versions import rules_of
from loyalty_server.refunds.refund import left_of, receipt_of_goods
from loyalty_server.refunds.shares import lines_left
from loyalty_server.rewards.coupons import rule_of
from loyalty_server.tables import (
    CouponRow,
    OfferUseRow,
    ProgramVersionRow,
    PurchaseRow,
    RefundRow,
)

BIRTHDAYS_APART = timedelta(days=300)
"""At least, of two that count for a member in one year."""


@dataclass(frozen=True)
class _Most:
    """The widest limits that an offer ever had; None where it once had none."""

    uses: int | None
    cost: int | None
    of_member: int | None
    by_birthday: bool


def used_past_limits(session: Session) -> Iterator[str]:
    """Offers that gave more than any of their rules allowed.

    What was claimed afterwards is left out: an offer that is over has no limits to be asked.
    """
    numbers = session.scalars(select(ProgramVersionRow.version)).all()
    programs = [rules_of(session, number).program for number in numbers]
    most = _widest(offer for program in programs for offer in program.offers)
    yield from _past_all(session, most)
    yield from _past_own(session, most, programs)


def used_by_returned(session: Session) -> Iterator[str]:
    """Purchases that went back in whole, and whose offers or coupons still count as used, as that for what was
    handed over beside one does.
    """
    has_return = select(RefundRow.id).where(RefundRow.purchase_id == PurchaseRow.id).exists()
    offers = select(OfferUseRow.offer_id).where(OfferUseRow.purchase_id == PurchaseRow.id)
    coupons = select(CouponRow.id).where(CouponRow.purchase_id == PurchaseRow.id)
    uses = has_return & (offers.exists() | coupons.exists())
    for purchase in session.scalars(select(PurchaseRow).where(uses)):
        receipt = receipt_of_goods(session, purchase)
        is_back = not lines_left(receipt, left_of(session, receipt, purchase))
        if is_back and _uses_something(session, purchase.id):
            yield f"purchase {purchase.id} went back, and what it used is not free again"


def _uses_something(session: Session, purchase_id: str) -> bool:
    offers = select(OfferUseRow.offer_id).filter_by(purchase_id=purchase_id).limit(1)
    coupons = session.scalars(select(CouponRow).filter_by(purchase_id=purchase_id))
    return session.scalar(offers) is not None or any(coupon.discount for coupon in coupons)


def coupons_without_effect(session: Session) -> Iterator[str]:
    """Coupons that count as used with a purchase whose receipt tells nothing of them."""
    used = (
        select(CouponRow, PurchaseRow)
        .join(PurchaseRow, PurchaseRow.id == CouponRow.purchase_id)
        .where(CouponRow.used_at.is_not(None))
    )
    for coupon, purchase in session.execute(used):
        if rule_of(coupon) not in {effect["rule"] for effect in purchase.breakdown}:
            yield f"coupon {coupon.id} was used up by purchase {purchase.id} without effect"


def _widest(offers: Iterable[OfferRule]) -> Mapping[str, _Most]:
    named: defaultdict[str, list[OfferRule]] = defaultdict(list)
    for offer in offers:
        named[offer.id].append(offer)
    return {
        offer_id: _Most(
            _most(one.uses_in_all for one in same),
            _most(one.budget for one in same),
            _most(one.uses_per_member for one in same),
            by_birthday=any(one.conditions.around_birthday for one in same),
        )
        for offer_id, same in named.items()
    }


def _most(limits: Iterable[int | None]) -> int | None:
    told = list(limits)
    return None if None in told else max(one for one in told if one is not None)


def _past_all(session: Session, most: Mapping[str, _Most]) -> Iterator[str]:
    cost = func.sum(OfferUseRow.points + OfferUseRow.money)
    rows = session.execute(
        select(OfferUseRow.offer_id, func.count(), cost)
        .where(OfferUseRow.is_claim.is_(False))
        .group_by(OfferUseRow.offer_id)
    )
    for offer_id, uses, given in rows:
        limits = most.get(offer_id)
        for told, limit in ((uses, limits.uses), (given, limits.cost)) if limits else ():
            if limit is not None and told > limit:
                yield f"offer {offer_id} was given {told}, where {limit} is the most"


def _past_own(
    session: Session, most: Mapping[str, _Most], programs: list[Program]
) -> Iterator[str]:
    """Uses of one member; of an offer for the birthday those of one birthday."""
    rows = session.execute(
        select(OfferUseRow.offer_id, OfferUseRow.member_id, PurchaseRow.at)
        .join(PurchaseRow, PurchaseRow.id == OfferUseRow.purchase_id)
        .where(OfferUseRow.is_claim.is_(False))
        .order_by(PurchaseRow.at)
    )
    found: defaultdict[tuple[str, str], list[datetime]] = defaultdict(list)
    for offer_id, member_id, at in rows:
        found[offer_id, member_id].append(at)
    for (offer_id, member_id), times in found.items():
        limits = most.get(offer_id)
        if limits is None or limits.of_member is None:
            continue
        uses = _in_one_year(times, programs[-1]) if limits.by_birthday else len(times)
        if uses > limits.of_member:
            yield f"member {member_id} had offer {offer_id} {uses} times, {limits.of_member} at most"


def _in_one_year(times: list[datetime], program: Program) -> int:
    """The most uses of one calendar year that lie too near for two birthdays."""
    return max(
        sum(
            timedelta() <= at - first < BIRTHDAYS_APART
            and program.day(at).year == program.day(first).year
            for at in times
        )
        for first in times
    )
