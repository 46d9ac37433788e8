"""How much waits at which place, for the numbers beside their names."""

from collections.abc import Mapping

from sqlalchemy.orm import Session

from loyalty_server.messages.replies import waiting_for_answer
from loyalty_server.operators.roles import Right
from loyalty_server.points.adjustments import waiting_adjustments
from loyalty_server.purchases.receipt_claims import waiting_claims


def waiting_at(session: Session, rights: frozenset[Right]) -> Mapping[Right, int]:
    """Only where this operator may do something about it."""
    waits: dict[Right, int] = {}
    if Right.MEMBERS in rights:
        waits[Right.MEMBERS] = len(waiting_adjustments(session))
    if Right.MESSAGES in rights:
        waits[Right.MESSAGES] = len(waiting_for_answer(session))
    if Right.CLAIMS in rights:
        waits[Right.CLAIMS] = len(waiting_claims(session))
    return waits
