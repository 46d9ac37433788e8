"""Offers and coupons at the till: what they take off a basket, as lines, money and words."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy.orm import Session

from loyalty_api.receipts import Line, RuleEffect
from loyalty_server.offers.for_member import Working
from loyalty_server.programme.prices import Priced, Promise, priced
from loyalty_server.programme.program import OfferRule, Program
from loyalty_server.programme.wording import words_in
from loyalty_server.rewards.coupons import promises_of, rule_of, shown_coupons
from loyalty_server.tables import CouponRow


@dataclass(frozen=True)
class Savings:
    """The basket at its new prices, the coupons shown for it, and the offers the member has."""

    receipt: Priced
    coupons: Sequence[CouponRow]
    offers: Working

    def effects(self, program: Program) -> tuple[RuleEffect, ...]:
        """What the member is told of them; a coupon without a discount is told by its title."""
        words = words_in(program.language)
        told = tuple(
            RuleEffect(
                saving.rule,
                0,
                words.saving(saving.title, saving.money, program.currency),
                saving.money,
            )
            for saving in self.receipt.savings
        )
        handed_over = (coupon for coupon in self.coupons if not coupon.discount)
        return told + tuple(RuleEffect(rule_of(coupon), 0, coupon.title) for coupon in handed_over)


def savings_on(
    session: Session,
    program: Program,
    member_id: str,
    lines: tuple[Line, ...],
    offers: Working,
    codes: Sequence[str],
    now: datetime,
) -> Savings:
    """What these offers and the coupons with these codes take off. Raises the `coupon_…` refusals."""
    coupons = shown_coupons(session, member_id, codes, now)
    receipt = priced(
        lines, promises_in(offers.active), promises_of(coupons), program.stacking.money
    )
    return Savings(receipt, coupons, offers)


def no_savings(lines: tuple[Line, ...], offers: Working) -> Savings:
    """A receipt that was paid before its member was known: nothing more can be taken off."""
    return Savings(Priced(lines, (0,) * len(lines), ()), (), offers)


def promises_in(offers: Sequence[OfferRule]) -> list[Promise]:
    """Those of the offers that take money off."""
    return [Promise(offer.id, offer.title, offer.discount) for offer in offers if offer.discount]
