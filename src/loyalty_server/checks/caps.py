"""The check of caps: what a member's purchases of one day and one month earned together."""

from collections import defaultdict
from collections.abc import Iterator
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from loyalty_api.claims import ClaimState
from loyalty_api.receipts import PurchaseState
from loyalty_server.programme.program import Program
from loyalty_server.programme.versions import rules_at, rules_of
from loyalty_server.tables import PurchaseRow, ReceiptClaimRow


def earned_past_caps(session: Session) -> Iterator[str]:
    """Members whose purchases of a day or a month, those they missed among them, earned more than any of the
    caps they were sold under.
    """
    earned: defaultdict[tuple[str, str], int] = defaultdict(int)
    caps: defaultdict[tuple[str, str], list[int | None]] = defaultdict(list)
    for member_id, points, at, program in (*_bought(session), *_granted(session)):
        day = program.day(at)
        for cap, time in (
            (program.earn.cap_per_day, f"{day}"),
            (program.earn.cap_per_month, f"{day:%Y-%m}"),
        ):
            earned[member_id, time] += points
            caps[member_id, time].append(cap)
    for (member_id, time), points in earned.items():
        limits = [cap for cap in caps[member_id, time] if cap is not None]
        if len(limits) == len(caps[member_id, time]) and points > max(limits):
            yield f"member {member_id} earned {points} in {time}, where {max(limits)} is the most"


_Earned = tuple[str, int, datetime, Program]
"""Who earned how many points by what was paid when, under which rules."""


def _bought(session: Session) -> Iterator[_Earned]:
    is_limited = PurchaseRow.earn_room.is_not(None), PurchaseRow.state == PurchaseState.COMPLETED
    for purchase in session.scalars(select(PurchaseRow).where(*is_limited)):
        program = rules_of(session, purchase.program_version).program
        points = purchase.earned - purchase.reversed
        yield purchase.member_id, points, purchase.at, program


def _granted(session: Session) -> Iterator[_Earned]:
    """Receipts whose points an operator gave, without a purchase of their own."""
    granted = select(ReceiptClaimRow).filter_by(state=ClaimState.GRANTED, purchase_id=None)
    for claim in session.scalars(granted):
        yield claim.member_id, claim.points, claim.paid_at, rules_at(session, claim.paid_at).program
