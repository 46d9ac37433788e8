"""Offers as a member has them: which are on, which work by themselves, which were opted in to."""

from collections.abc import Mapping
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from loyalty_api.models import Activation, Offer
from loyalty_api.problems import ProblemCode
from loyalty_server.calendar_days import end_of_day, start_of_day
from loyalty_server.problems import Refused
from loyalty_server.program import OfferRule, Program
from loyalty_server.tables import OfferActivationRow


def offers_of(
    session: Session, member_id: str, program: Program, now: datetime
) -> tuple[Offer, ...]:
    """The offers that are on now, as the member sees them; one statement."""
    activated = _activations(session, member_id)
    return tuple(
        _shown(program, offer, activated.get(offer.id)) for offer in program.offers_on(now)
    )


def active_offers(
    session: Session, member_id: str, program: Program, moment: datetime
) -> tuple[OfferRule, ...]:
    """The offers that apply at the till at this moment; one statement."""
    activated = _activations(session, member_id)
    return tuple(
        offer
        for offer in program.offers_on(moment)
        if offer.activation is Activation.AUTOMATIC or offer.id in activated
    )


def activate_offer(
    session: Session, member_id: str, program: Program, offer_id: str, at: datetime, now: datetime
) -> bool:
    """Opt in; whether that changed anything. Raises `not_found` and `offer_ended`."""
    offer = next((offer for offer in program.offers if offer.id == offer_id), None)
    if offer is None or program.day(now) < offer.starts_on:
        raise Refused(ProblemCode.NOT_FOUND)
    if not offer.is_on(program.day(now)):
        raise Refused(ProblemCode.OFFER_ENDED)
    already = session.get(OfferActivationRow, (member_id, offer_id))
    if already or offer.activation is Activation.AUTOMATIC:
        return False
    session.add(OfferActivationRow(member_id=member_id, offer_id=offer_id, at=min(at, now)))
    return True


def _activations(session: Session, member_id: str) -> Mapping[str, datetime]:
    rows = session.scalars(select(OfferActivationRow).filter_by(member_id=member_id))
    return {row.offer_id: row.at for row in rows}


def _shown(program: Program, offer: OfferRule, activated_at: datetime | None) -> Offer:
    return Offer(
        id=offer.id,
        title=offer.title,
        text=offer.text,
        terms=offer.terms,
        kind=offer.kind,
        value=offer.value,
        reason=offer.reason,
        starts_at=start_of_day(offer.starts_on, program.zone),
        ends_at=end_of_day(offer.ends_on, program.zone),
        activation=offer.activation,
        activated_at=activated_at,
        category=offer.category,
        icon=offer.icon,
        partner=offer.partner,
    )
