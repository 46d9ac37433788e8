"""Offers and coupons at the till: what they take off a basket, as lines, money and words."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy.orm import Session

from loyalty_api.receipts import Line, RuleEffect
from loyalty_server.offers.for_member import Working
from loyalty_server.programme.offer_rules import OfferRule
from loyalty_server.programme.priced import CARD_PRICE, Priced, Promise, at_the_shelf
from loyalty_server.programme.prices import priced
from loyalty_server.programme.program import Program
from loyalty_server.programme.wording import words_in
from loyalty_server.rewards.coupons import promises_of, rule_of, shown_coupons, works_in
from loyalty_server.tables import CouponRow


@dataclass(frozen=True)
class Savings:
    """The basket at its new prices, the coupons shown for it, and the offers the member has.

    Coupons `from_elsewhere` were shown too, and work in other stores only.
    """

    receipt: Priced
    coupons: Sequence[CouponRow]
    offers: Working
    from_elsewhere: Sequence[CouponRow] = ()

    def effects(self, program: Program) -> tuple[RuleEffect, ...]:
        """What the member is told of them.

        A coupon without a discount is told by its title, one that took nothing off as not used, and one
        of another store too.
        """
        words = words_in(program.language)
        told = tuple(
            RuleEffect(
                saving.rule,
                0,
                words.card_price if saving.rule == CARD_PRICE else saving.title,
                saving.money,
            )
            for saving in self.receipt.savings
        )
        used = self.used_coupons
        handed_over = [coupon for coupon in used if not coupon.discount]
        told += tuple(RuleEffect(rule_of(coupon), 0, coupon.title) for coupon in handed_over)
        idle = [coupon for coupon in self.coupons if coupon not in used]
        told += tuple(
            RuleEffect(rule_of(coupon), 0, words.idle_coupon(coupon.title)) for coupon in idle
        )
        return told + tuple(
            RuleEffect(rule_of(coupon), 0, words.coupon_elsewhere(coupon.title))
            for coupon in self.from_elsewhere
        )

    @property
    def used_coupons(self) -> Sequence[CouponRow]:
        """The coupons that had an effect; the others stay the member's."""
        had_effect = {saving.rule for saving in self.receipt.savings}
        return [
            coupon
            for coupon in self.coupons
            if not coupon.discount or rule_of(coupon) in had_effect
        ]


def savings_on(
    session: Session,
    program: Program,
    member_id: str,
    lines: tuple[Line, ...],
    offers: Working,
    codes: Sequence[str],
    now: datetime,
    store_id: str,
) -> Savings:
    """What these offers and the coupons with these codes take off. Raises the `coupon_…` refusals."""
    shown = shown_coupons(session, member_id, codes, now)
    coupons = [coupon for coupon in shown if works_in(program, coupon, store_id)]
    elsewhere = [coupon for coupon in shown if coupon not in coupons]
    receipt = priced(
        lines,
        promises_in(offers.active),
        promises_of(coupons),
        program.stacking.money,
        program.money_only,
    )
    return Savings(receipt, coupons, offers, elsewhere)


def no_savings(lines: tuple[Line, ...], offers: Working) -> Savings:
    """A receipt that was paid before its member was known: nothing more can be taken off."""
    return Savings(at_the_shelf(lines), (), offers)


def promises_in(offers: Sequence[OfferRule]) -> list[Promise]:
    """Those of the offers that take money off."""
    return [
        Promise(offer.id, offer.title, offer.discount, offer.card_price)
        for offer in offers
        if offer.discount
    ]
