"""What a completed purchase sets in motion besides its own points."""

from datetime import datetime

from sqlalchemy.orm import Session

from loyalty_server.program import Program
from loyalty_server.survey_invitations import Occasion, invite
from loyalty_server.survey_rules import Trigger
from loyalty_server.tables import PurchaseRow


def follow_up(session: Session, program: Program, purchase: PurchaseRow, now: datetime) -> None:
    """Ask about the purchase where the programme wants to; `program` is today's."""
    invite(session, program, Occasion(Trigger.PURCHASE, purchase.member_id, purchase), now)
