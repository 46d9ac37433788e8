"""A delivery: the goods of a purchase have reached the member."""

from datetime import datetime

from sqlalchemy.orm import Session

from loyalty_api.problems import ProblemCode
from loyalty_api.receipts import PurchaseState
from loyalty_api.till import Delivery
from loyalty_server.points.account import lock_member
from loyalty_server.problems import Refused
from loyalty_server.programme.survey_rules import Trigger
from loyalty_server.programme.versions import rules_at
from loyalty_server.purchases.purchase import purchase_at
from loyalty_server.surveys.invitations import Occasion, invite
from loyalty_server.tables import TillRow


def note_delivery(session: Session, till: TillRow, delivery: Delivery, now: datetime) -> Delivery:
    """The receipt says when, and the member is asked about it; told again, it is no other delivery.

    Raises `not_found`, also for a purchase that was not paid.
    """
    purchase = purchase_at(session, till, delivery.purchase_id)
    if purchase.state is not PurchaseState.COMPLETED:
        raise Refused(ProblemCode.NOT_FOUND)
    lock_member(session, purchase.member_id)
    purchase.delivered_at = purchase.delivered_at or now
    program = rules_at(session, now).program
    invite(session, program, Occasion(Trigger.DELIVERY, purchase.member_id, purchase), now)
    return delivery
