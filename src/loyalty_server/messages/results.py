"""What a message to many did: who got it, who did not and why, and what both bought afterwards."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from math import sqrt
from typing import Final

from sqlalchemy import ColumnElement, func, select
from sqlalchemy.orm import InstrumentedAttribute, Session

from loyalty_api.receipts import PurchaseState
from loyalty_server.messages.broadcasting import Why
from loyalty_server.tables import BroadcastHeldRow, BroadcastRow, MessageRow, PurchaseRow

BOUGHT_WITHIN: Final = timedelta(days=14)
ENOUGH: Final = 30
"""So many members on each side, or the difference says nothing yet."""
TWO_SIGMA: Final = 1.96


@dataclass(frozen=True)
class Share:
    """Of so many members so many bought within two weeks."""

    members: int
    bought: int

    @property
    def value(self) -> float:
        return self.bought / self.members if self.members else 0.0


@dataclass(frozen=True)
class Results:
    """`held` says for each reason how many; `stopped` whether an operator ended it."""

    broadcast_id: str
    sent: int
    opened: int
    held: Mapping[str, int]
    told: Share
    held_out: Share
    stopped: bool

    @property
    def difference(self) -> tuple[float, float] | None:
        """How much larger the share of buyers is among those told, and its margin at 95 per cent; None
        while there are too few."""
        sides = (self.told, self.held_out)
        if min(side.members for side in sides) < ENOUGH:
            return None
        spread = sum(side.value * (1 - side.value) / side.members for side in sides)
        return self.told.value - self.held_out.value, TWO_SIGMA * sqrt(spread)


def results_of(session: Session, broadcast_id: str) -> Results:
    """What is known by now."""
    row = session.get(BroadcastRow, broadcast_id)
    sent = MessageRow.broadcast_id == broadcast_id
    count, opened = session.execute(
        select(func.count(), func.count(MessageRow.read_at)).where(sent)
    ).one()
    told = select(MessageRow.member_id).where(sent)
    still_held = (BroadcastHeldRow.broadcast_id == broadcast_id) & (
        BroadcastHeldRow.member_id.not_in(told)
    )
    reasons = select(BroadcastHeldRow.why, func.count().label("members")).where(still_held)
    by_why = session.execute(reasons.group_by(BroadcastHeldRow.why))
    held = {row.why: row.members for row in by_why}
    out = still_held & (BroadcastHeldRow.why == Why.HOLDOUT)
    return Results(
        broadcast_id,
        count,
        opened,
        held,
        Share(count, _buyers(session, MessageRow.member_id, MessageRow.at, sent)),
        Share(
            held.get(Why.HOLDOUT, 0),
            _buyers(session, BroadcastHeldRow.member_id, BroadcastHeldRow.at, out),
        ),
        row is not None and row.stopped_at is not None,
    )


def _buyers(
    session: Session,
    member: InstrumentedAttribute[str],
    at: InstrumentedAttribute[datetime],
    whose: ColumnElement[bool],
) -> int:
    """How many of them completed a purchase within two weeks."""
    rows = session.execute(
        select(member, at, PurchaseRow.at)
        .join(PurchaseRow, PurchaseRow.member_id == member)
        .where(whose, PurchaseRow.state == PurchaseState.COMPLETED, PurchaseRow.at > at)
    )
    return len({who for who, since, bought in rows if bought <= since + BOUGHT_WITHIN})
