"""Offers as a member has them: which are on and for them, which work, which were opted in to."""

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import datetime

from sqlalchemy import ColumnElement, and_, func, select
from sqlalchemy.orm import Session

from loyalty_api.models import Tier
from loyalty_api.offers import Activation, Offer
from loyalty_api.problems import ProblemCode
from loyalty_server.calendar_days import end_of_day, start_of_day
from loyalty_server.offers.order import Ranked, ranked
from loyalty_server.offers.tastes import has_consented, shopper_of
from loyalty_server.points.ledger import lock
from loyalty_server.problems import Refused
from loyalty_server.programme.eligibility import Shopper, is_for, is_here
from loyalty_server.programme.program import OfferRule, Program
from loyalty_server.tables import (
    MemberRow,
    OfferActivationRow,
    OfferShownRow,
    OfferTotalRow,
    OfferUseRow,
    PurchaseRow,
    TasteRow,
)
from loyalty_server.tables.purchase import OPEN


@dataclass(frozen=True)
class Standing:
    """How it stands between a member and an offer, and how much of the offer is used up by all."""

    activated_at: datetime | None = None
    shown_at: datetime | None = None
    own_uses: int = 0
    uses: int = 0
    cost: int = 0

    def leaves(self, offer: OfferRule) -> bool:
        """Whether the offer's limits leave this member another use."""
        limits = (
            (1 if offer.conditions.first_purchase else None, self.own_uses),
            (offer.uses_per_member, self.own_uses),
            (offer.uses_in_all, self.uses),
            (offer.budget, self.cost),
        )
        return all(limit is None or used < limit for limit, used in limits)


@dataclass(frozen=True)
class Shown:
    """The offers of a wallet, and which of them the member has never been given before."""

    offers: tuple[Offer, ...]
    new: tuple[str, ...]


@dataclass(frozen=True)
class Working:
    """The offers that apply at the till, and those that would if the member had opted in."""

    active: tuple[OfferRule, ...]
    asleep: tuple[OfferRule, ...]


def offers_shown(
    session: Session, program: Program, member_id: str, shopper: Shopper, tier: Tier, now: datetime
) -> Shown:
    """The offers that are on for this member, the best fitting first; one statement."""
    standings = _standings(session, member_id)
    mine = tuple(_open_to(program, shopper, standings, now))
    offers = tuple(
        _seen(program, one, standings.get(one.offer.id, Standing()).activated_at)
        for one in ranked(program, mine, shopper, tier)
    )
    new = (offer.id for offer in mine if not standings.get(offer.id, Standing()).shown_at)
    return Shown(offers, tuple(new))


def working_offers(
    session: Session, program: Program, member: MemberRow, store: str, moment: datetime
) -> Working:
    """What applies for this member in this store at this moment; four statements.

    What a receipt that is open at another till promises is used already.
    """
    taste = session.get(TasteRow, member.id)
    agrees = has_consented(session, member.id)
    shopper = shopper_of(program, member, taste, moment, has_consented=agrees)
    promised = _promised(session, member.id, moment)
    standings = {
        offer_id: replace(standing, own_uses=standing.own_uses + promised[offer_id])
        for offer_id, standing in _standings(session, member.id).items()
    }
    local = moment.astimezone(program.zone)
    here = [
        offer
        for offer in _open_to(program, shopper, standings, moment)
        if is_here(offer.conditions, store, local)
    ]
    is_awake = {offer.id: _is_awake(offer, standings.get(offer.id)) for offer in here}
    active = tuple(offer for offer in here if is_awake[offer.id])
    return Working(active, tuple(offer for offer in here if not is_awake[offer.id]))


def leaves_another_use(session: Session, program: Program, offer_id: str, member_id: str) -> bool:
    """Whether the limits that the offer has now leave this member another use; one statement."""
    standing = _standings(session, member_id).get(offer_id, Standing())
    return all(standing.leaves(offer) for offer in program.offers if offer.id == offer_id)


def activate_offer(
    session: Session, member_id: str, program: Program, offer_id: str, at: datetime, now: datetime
) -> bool:
    """Opt in; whether that changed anything. Raises `not_found` and `offer_ended`."""
    offer = next((offer for offer in program.offers if offer.id == offer_id), None)
    if offer is None or program.day(now) < offer.starts_on:
        raise Refused(ProblemCode.NOT_FOUND)
    if not offer.is_on(program.day(now)):
        raise Refused(ProblemCode.OFFER_ENDED)
    lock(session, member_id)
    already = session.get(OfferActivationRow, (member_id, offer_id))
    if already or offer.activation is Activation.AUTOMATIC:
        return False
    session.add(OfferActivationRow(member_id=member_id, offer_id=offer_id, at=min(at, now)))
    return True


def _is_awake(offer: OfferRule, standing: Standing | None) -> bool:
    is_opted_in = standing is not None and standing.activated_at is not None
    return offer.activation is Activation.AUTOMATIC or is_opted_in


def _open_to(
    program: Program, shopper: Shopper, standings: Mapping[str, Standing], moment: datetime
) -> Iterator[OfferRule]:
    local = moment.astimezone(program.zone)
    for offer in program.offers_on(moment):
        has_left = standings.get(offer.id, Standing()).leaves(offer)
        if has_left and is_for(offer.conditions, shopper, local):
            yield offer


def _standings(session: Session, member_id: str) -> Mapping[str, Standing]:
    own_uses = (
        select(func.count())
        .where(OfferUseRow.offer_id == OfferTotalRow.offer_id, OfferUseRow.member_id == member_id)
        .scalar_subquery()
    )
    rows = session.execute(
        select(OfferTotalRow, OfferActivationRow.at, OfferShownRow.at, own_uses)
        .outerjoin(OfferActivationRow, _of_member(OfferActivationRow, member_id))
        .outerjoin(OfferShownRow, _of_member(OfferShownRow, member_id))
    )
    return {
        total.offer_id: Standing(
            activated_at, shown_at, uses, total.uses, total.points + total.money
        )
        for total, activated_at, shown_at, uses in rows
    }


def _promised(session: Session, member_id: str, moment: datetime) -> Counter[str]:
    """In how many of the member's open receipts each rule has its part."""
    breakdowns = session.scalars(
        select(PurchaseRow.breakdown).where(
            OPEN, PurchaseRow.member_id == member_id, PurchaseRow.expires_at > moment
        )
    )
    return Counter(effect["rule"] for breakdown in breakdowns for effect in breakdown)


def _of_member(
    table: type[OfferActivationRow] | type[OfferShownRow], member_id: str
) -> ColumnElement[bool]:
    return and_(table.offer_id == OfferTotalRow.offer_id, table.member_id == member_id)


def _seen(program: Program, one: Ranked, activated_at: datetime | None) -> Offer:
    offer = one.offer
    return Offer(
        id=offer.id,
        title=offer.title,
        text=offer.text,
        terms=offer.terms,
        kind=offer.kind,
        value=offer.value,
        reason=one.reason,
        starts_at=start_of_day(offer.starts_on, program.zone),
        ends_at=end_of_day(offer.ends_on, program.zone),
        activation=offer.activation,
        activated_at=activated_at,
        category=offer.category,
        icon=offer.icon,
        partner=offer.partner,
    )
