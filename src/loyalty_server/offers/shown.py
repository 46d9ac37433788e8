"""The offers of one member as their wallet shows them: a part of them that matters most, or page by page."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import cached_property
from typing import Final

from sqlalchemy.orm import Session

from loyalty_api.models import Tier
from loyalty_api.offers import Offer, Offers
from loyalty_server.cursors import cursor_at, number_at
from loyalty_server.offers.for_member import (
    NO_HISTORY,
    OfferHistory,
    days_for,
    histories_of,
    is_held_out,
    open_to,
)
from loyalty_server.offers.order import Ranked, ranked
from loyalty_server.offers.usage import FirstTime
from loyalty_server.programme.dates import end_of, is_after, start_of
from loyalty_server.programme.eligibility import Shopper
from loyalty_server.programme.goods import several
from loyalty_server.programme.offer_rules import OfferRule
from loyalty_server.programme.program import Program
from loyalty_server.programme.wording import words_in

PAGE: Final = 100
LISTED: Final = "o"
SOON: Final = timedelta(days=3)
"""What ends within it, today among these days, is shown before what lasts."""


@dataclass(frozen=True)
class Shown:
    """Offers that are shown, how many `more` there are, and which of them the member has never been given, or
    held back from, before."""

    offers: tuple[Offer, ...]
    new: tuple[FirstTime, ...]
    more: int = 0


@dataclass(frozen=True)
class OwnOffers:
    """All that are on for a member at this moment, the best fitting first, and among them those held back."""

    program: Program
    member_id: str
    shopper: Shopper
    histories: Mapping[str, OfferHistory]
    fitting: Sequence[Ranked]
    now: datetime

    @cached_property
    def given(self) -> frozenset[str]:
        """The ids of those that are not held back."""
        return frozenset(
            one.offer.id
            for one in self.fitting
            if not is_held_out(one.offer, self.member_id, self.histories.get(one.offer.id))
        )

    def part(self, most: int | None) -> Shown:
        """At most so many, in their order: those opted in to, the latest before all; what ends soon; what fits best."""
        if most is None:
            return self._shown(self.fitting)
        first = self._first(sorted(self.fitting, key=self._lateness), most)
        chosen = {one.offer.id for one in first}
        return self._shown([one for one in self.fitting if one.offer.id in chosen])

    def page(self, cursor: str | None) -> tuple[Offers, Sequence[FirstTime]]:
        """Some of them in the programme's order, which nothing but another programme changes. Raises `NotACursor`."""
        start = number_at(LISTED, cursor) if cursor else 0
        places = {offer.id: place for place, offer in enumerate(self.program.offers)}
        later = sorted(
            (one for one in self.fitting if places[one.offer.id] >= start),
            key=lambda one: places[one.offer.id],
        )
        chosen = self._first(later, PAGE)
        left = [one.offer.id for one in later[len(chosen) :]]
        is_last = self.given.isdisjoint(left)
        shown = self._shown(later if is_last else chosen)
        following = None if is_last else cursor_at(LISTED, places[left[0]])
        return Offers(shown.offers, following), shown.new

    def one(self, offer_id: str) -> Shown:
        """That with this id, or none."""
        return self._shown([one for one in self.fitting if one.offer.id == offer_id])

    def _first(self, order: Sequence[Ranked], most: int) -> Sequence[Ranked]:
        """So many that are given, with those held back that would have been among them."""
        ends = [place for place, one in enumerate(order, 1) if one.offer.id in self.given]
        return order if len(ends) < most else order[: ends[most - 1]]

    def _shown(self, chosen: Sequence[Ranked]) -> Shown:
        mine = tuple(self._seen(one) for one in chosen if one.offer.id in self.given)
        first = (one.offer.id for one in chosen if not self._history(one.offer).shown_at)
        new = tuple(FirstTime(offer_id, offer_id not in self.given) for offer_id in first)
        return Shown(mine, new, len(self.given) - len(mine))

    def _lateness(self, one: Ranked) -> tuple[bool, float, bool]:
        activated_at = self._history(one.offer).activated_at
        today = self.program.day(self.now)
        _, ends_on = days_for(one.offer, self.shopper.birthday, today)
        since = -activated_at.timestamp() if activated_at else 0.0
        return activated_at is None, since, not is_after(today + SOON, ends_on)

    def _history(self, offer: OfferRule) -> OfferHistory:
        return self.histories.get(offer.id, NO_HISTORY)

    def _seen(self, one: Ranked) -> Offer:
        program, offer = self.program, one.offer
        categories = several(offer.category)
        starts_on, ends_on = days_for(offer, self.shopper.birthday, program.day(self.now))
        partner = program.partner(offer.partner)
        return Offer(
            id=offer.id,
            title=offer.title,
            text=offer.text,
            terms=_terms(program, offer),
            kind=offer.kind,
            value=int(offer.value),
            exact_value=None if offer.value == int(offer.value) else float(offer.value),
            reason=one.reason,
            starts_at=start_of(starts_on, program.zone),
            ends_at=end_of(ends_on, program.zone),
            activation=offer.activation,
            activated_at=self._history(offer).activated_at,
            category=categories[0] if len(categories) == 1 else None,
            icon=offer.icon,
            partner=partner.name if partner else offer.partner,
            stores=offer.conditions.stores or program.stores_of(offer.partner),
        )


def own_offers(
    session: Session, program: Program, member_id: str, shopper: Shopper, tier: Tier, now: datetime
) -> OwnOffers:
    """The offers that are on for this member; one statement."""
    histories = histories_of(session, program, member_id, shopper.birthday, now)
    fitting = tuple(open_to(program, shopper, histories, now))
    order = ranked(program, fitting, shopper, tier, now)
    return OwnOffers(program, member_id, shopper, histories, order, now)


def _terms(program: Program, offer: OfferRule) -> str:
    """What the programme says of it, and whether its points count for the tier."""
    words = words_in(program.language)
    return offer.terms if offer.qualifies else f"{offer.terms} {words.aside_terms}"
