"""The check of caps: what a member's purchases of one day and one month earned together."""

from collections import defaultdict
from collections.abc import Iterator

from sqlalchemy import select
from sqlalchemy.orm import Session

from loyalty_api.receipts import PurchaseState
from loyalty_server.programme.versions import rules_of
from loyalty_server.tables import PurchaseRow


def earned_past_caps(session: Session) -> Iterator[str]:
    """Members whose purchases of a day or a month earned more than any of the caps they were sold under."""
    earned: defaultdict[tuple[str, str], int] = defaultdict(int)
    caps: defaultdict[tuple[str, str], list[int | None]] = defaultdict(list)
    is_limited = PurchaseRow.earn_room.is_not(None), PurchaseRow.state == PurchaseState.COMPLETED
    for purchase in session.scalars(select(PurchaseRow).where(*is_limited)):
        program = rules_of(session, purchase.program_version).program
        day = program.day(purchase.at)
        for cap, time in (
            (program.earn.cap_per_day, f"{day}"),
            (program.earn.cap_per_month, f"{day:%Y-%m}"),
        ):
            earned[purchase.member_id, time] += purchase.earned - purchase.reversed
            caps[purchase.member_id, time].append(cap)
    for (member_id, time), points in earned.items():
        limits = [cap for cap in caps[member_id, time] if cap is not None]
        if len(limits) == len(caps[member_id, time]) and points > max(limits):
            yield f"member {member_id} earned {points} in {time}, where {max(limits)} is the most"
