"""What a completed purchase sets in motion besides its own points."""

from datetime import datetime

from sqlalchemy.orm import Session

from loyalty_server.challenges.progress import note_purchase_deed
from loyalty_server.offers.tastes import note_purchase
from loyalty_server.offers.usage import note_uses
from loyalty_server.programme.program import Program
from loyalty_server.programme.survey_rules import Trigger
from loyalty_server.purchases.baskets import lines_of
from loyalty_server.surveys.invitations import Occasion, invite
from loyalty_server.tables import PurchaseRow


def follow_up(session: Session, program: Program, purchase: PurchaseRow, now: datetime) -> None:
    """Learn from the purchase, count its offers and deeds, ask about it; `program` is today's."""
    note_purchase(session, program, purchase)
    note_uses(session, program, purchase, now)
    note_purchase_deed(session, program, purchase, lines_of(session, purchase.id), now)
    invite(session, program, Occasion(Trigger.PURCHASE, purchase.member_id, purchase), now)
