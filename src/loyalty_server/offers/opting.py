"""Opting in to an offer, and taking that back while it is unused."""

from datetime import datetime

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from loyalty_api.offers import Activation
from loyalty_api.problems import ProblemCode
from loyalty_server.points.account import lock_member
from loyalty_server.problems import Refused
from loyalty_server.programme.dates import is_before
from loyalty_server.programme.offer_rules import OfferRule
from loyalty_server.programme.program import Program
from loyalty_server.tables import OfferActivationRow, OfferTakenBackRow, OfferUseRow


def activate_offer(
    session: Session, member_id: str, program: Program, offer_id: str, at: datetime, now: datetime
) -> bool:
    """Opt in; whether that changed anything. Raises `not_found` and `offer_ended`.

    What was done before it was taken back, and is told after it, changes nothing.
    """
    offer = _offer(program, offer_id)
    if is_before(program.day(now), offer.starts_on):
        raise Refused(ProblemCode.NOT_FOUND)
    if not offer.is_on(program.day(now)):
        raise Refused(ProblemCode.OFFER_ENDED)
    lock_member(session, member_id)
    already = session.get(OfferActivationRow, (member_id, offer_id))
    taken_back = session.get(OfferTakenBackRow, (member_id, offer_id))
    is_late = taken_back is not None and at <= taken_back.at
    if already or is_late or offer.activation is Activation.AUTOMATIC:
        return False
    session.add(OfferActivationRow(member_id=member_id, offer_id=offer_id, at=min(at, now)))
    return True


def deactivate_offer(
    session: Session, member_id: str, program: Program, offer_id: str, at: datetime, now: datetime
) -> bool:
    """Take an opt-in of before that moment back; whether that changed anything.

    Raises `not_found`, and `offer_used` once the offer has worked.
    """
    _offer(program, offer_id)
    lock_member(session, member_id)
    activation = session.get(OfferActivationRow, (member_id, offer_id))
    if activation is not None and activation.at > at:
        return False
    if activation is not None and _has_worked(session, activation):
        raise Refused(ProblemCode.OFFER_USED)
    _note_taken_back(session, member_id, offer_id, min(at, now))
    if activation is not None:
        session.delete(activation)
    return activation is not None


def _offer(program: Program, offer_id: str) -> OfferRule:
    offer = next((offer for offer in program.offers if offer.id == offer_id), None)
    if offer is None:
        raise Refused(ProblemCode.NOT_FOUND)
    return offer


def _note_taken_back(session: Session, member_id: str, offer_id: str, at: datetime) -> None:
    """The last time holds, in whatever order it is told."""
    before = session.get(OfferTakenBackRow, (member_id, offer_id))
    if before is None:
        session.add(OfferTakenBackRow(member_id=member_id, offer_id=offer_id, at=at))
    else:
        before.at = max(before.at, at)


def _has_worked(session: Session, activation: OfferActivationRow) -> bool:
    """On a purchase since; what was claimed for one before does not count."""
    uses = select(func.count()).where(
        OfferUseRow.member_id == activation.member_id,
        OfferUseRow.offer_id == activation.offer_id,
        OfferUseRow.at >= activation.at,
        OfferUseRow.is_claim.is_(False),
    )
    return bool(session.scalar(uses))
