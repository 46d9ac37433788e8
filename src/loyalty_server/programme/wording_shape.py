"""Which words the server itself puts into receipts and history, and how they are filled in."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal

from loyalty_server.programme.parts_of_week import Slot

NO_BREAK_SPACE = "\N{NO-BREAK SPACE}"


@dataclass(frozen=True)
class Words:
    """Why points moved when no rule or offer says it better, and how rates are written."""

    redemption: str
    refund: str
    refund_of_points: str
    expiry: str
    maturity: str
    debt_payment: str
    offer: str
    survey: str
    reward: str
    reward_cancelled: str
    donation: str
    claim: str
    challenge: str
    challenge_undone: str
    contest: str
    contest_won: str
    contest_won_form: str
    contest_why: str
    promo_code: str
    welcome: str
    brought_in: str
    given_to_family: str
    brought_into_family: str
    family_ended: str
    friend_bought: str
    came_by_invitation: str
    missed_receipt: str
    for_members: str
    for_answer: str
    trial: str
    birthday: str
    birthday_near_form: str
    months_of: tuple[str, ...]
    lapsed: str
    late: str
    decimal_point: str
    per_cent_sign: str
    cap_form: str
    chosen_form: str
    room_form: str
    discount_form: str
    aside_form: str
    aside_terms: str
    idle_coupon_form: str
    card_price: str
    coupon_elsewhere_form: str
    only_at_form: str
    often_bought_form: str
    often_visited_form: str
    near_tier_form: str
    bought_then_forms: Mapping[Slot, str]
    topic_form: str
    for_review_form: str
    old_code: str
    old_code_form: str
    points_expiring: str
    points_expiring_form: str
    points_expiring_why: str
    coupon_ending: str
    coupon_ending_why: str
    offer_ending: str
    offer_ending_why: str
    tier_ending: str
    tier_ending_form: str
    tier_ending_why: str
    event_soon: str
    event_soon_form: str
    event_soon_why: str
    ending_form: str
    redemption_cashback: str
    refund_of_points_cashback: str
    expiry_cashback: str
    maturity_cashback: str
    welcome_cashback: str
    brought_in_cashback: str
    family_ended_cashback: str
    old_code_form_cashback: str
    points_expiring_cashback: str
    points_expiring_why_cashback: str

    def in_cashback(self) -> "Words":
        """The same where money is given back and no points are collected."""
        return replace(
            self,
            redemption=self.redemption_cashback,
            refund_of_points=self.refund_of_points_cashback,
            expiry=self.expiry_cashback,
            maturity=self.maturity_cashback,
            welcome=self.welcome_cashback,
            brought_in=self.brought_in_cashback,
            family_ended=self.family_ended_cashback,
            old_code_form=self.old_code_form_cashback,
            points_expiring=self.points_expiring_cashback,
            points_expiring_why=self.points_expiring_why_cashback,
        )

    def per_cent(self, rate: float) -> str:
        """`2,5 %` in Russian, `2.5%` in English, without needless zeros."""
        number = f"{Decimal(str(rate)).normalize():f}"
        return number.replace(".", self.decimal_point) + self.per_cent_sign

    def chosen(self, goods: str, rate: str) -> str:
        """`Fuel: 5%, your choice`."""
        return self.chosen_form.format(goods=goods, rate=rate)

    def cap(self, points: str) -> str:
        return self.cap_form.format(points=points)

    def room(self, points: str) -> str:
        return self.room_form.format(points=points)

    def card_discount(self, rate: float) -> str:
        return self.discount_form.format(rate=self.per_cent(rate))

    def aside(self, text: str) -> str:
        """`Coffee ×3, not towards the tier`."""
        return self.aside_form.format(text=text)

    def idle_coupon(self, title: str) -> str:
        return self.idle_coupon_form.format(title=title)

    def coupon_elsewhere(self, title: str) -> str:
        return self.coupon_elsewhere_form.format(title=title)

    def only_at(self, text: str, stores: Iterable[str]) -> str:
        return self.only_at_form.format(text=text, stores="; ".join(stores))

    def often_bought(self, category: str) -> str:
        return self.often_bought_form.format(category=category)

    def bought_then(self, slot: Slot, category: str) -> str:
        return self.bought_then_forms[slot].format(category=category)

    def often_visited(self, store: str) -> str:
        return self.often_visited_form.format(store=store)

    def day(self, day: date) -> str:
        """`24 November`, `24 ноября`."""
        return f"{day.day}{NO_BREAK_SPACE}{self.months_of[day.month - 1]}"

    def birthday_near(self, day: date) -> str:
        return self.birthday_near_form.format(day=self.day(day))

    def near_tier(self, tier: str) -> str:
        return self.near_tier_form.format(tier=tier)

    def old_code_shown(self, store: str) -> str:
        return self.old_code_form.format(store=store)

    def for_review(self, store: str) -> str:
        return self.for_review_form.format(store=store)

    def for_topic(self, topic: str) -> str:
        return self.topic_form.format(topic=topic)
