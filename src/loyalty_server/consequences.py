"""What a completed purchase sets in motion besides its own points."""

from datetime import datetime

from sqlalchemy.orm import Session

from loyalty_server.baskets import lines_of
from loyalty_server.challenges import note_purchase_deed
from loyalty_server.offer_log import note_uses
from loyalty_server.program import Program
from loyalty_server.survey_invitations import Occasion, invite
from loyalty_server.survey_rules import Trigger
from loyalty_server.tables import PurchaseRow
from loyalty_server.tastes import note_purchase


def follow_up(session: Session, program: Program, purchase: PurchaseRow, now: datetime) -> None:
    """Learn from the purchase, count its offers and deeds, ask about it; `program` is today's."""
    note_purchase(session, program, purchase)
    note_uses(session, program, purchase, now)
    note_purchase_deed(session, program, purchase, lines_of(session, purchase.id), now)
    invite(session, program, Occasion(Trigger.PURCHASE, purchase.member_id, purchase), now)
