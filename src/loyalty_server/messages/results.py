"""What a message to many did: who got it, who did not and why, and what both bought afterwards."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Final

from sqlalchemy import ColumnElement, func, select
from sqlalchemy.orm import InstrumentedAttribute, Session

from loyalty_api.receipts import PurchaseState
from loyalty_server.comparing import Difference, Share, of_shares
from loyalty_server.messages.broadcasting import Why
from loyalty_server.pushes.endings import Ending
from loyalty_server.tables import (
    BroadcastHeldRow,
    BroadcastRow,
    MessageDispatchRow,
    MessageRow,
    PurchaseRow,
)

BOUGHT_WITHIN: Final = timedelta(days=14)


@dataclass(frozen=True)
class ByChannel:
    """Of those told, whom one channel beside the inbox reached too: how many of them read it in the wallet
    and bought, how many wait yet, and why it did not go to others."""

    sent: int = 0
    opened: int = 0
    bought: int = 0
    waiting: int = 0
    held: Mapping[str, int] = field(default_factory=dict)


@dataclass(frozen=True)
class Results:
    """`held` says for each reason how many; of those told and held out so many bought within two weeks; `stopped` whether an operator ended it."""

    broadcast_id: str
    sent: int
    opened: int
    held: Mapping[str, int]
    told: Share
    held_out: Share
    stopped: bool
    channels: Mapping[str, ByChannel] = field(default_factory=dict)

    @property
    def difference(self) -> Difference | None:
        """How much larger the share of buyers is among those told; None while there are too few."""
        return of_shares(self.told, self.held_out)


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
        {channel: _by(session, channel, sent) for channel in _channels_of(session, sent)},
    )


def _channels_of(session: Session, whose: ColumnElement[bool]) -> Sequence[str]:
    rows = select(MessageDispatchRow.channel).join(MessageRow).where(whose).distinct()
    return session.scalars(rows.order_by(MessageDispatchRow.channel)).all()


def _by(session: Session, channel: str, whose: ColumnElement[bool]) -> ByChannel:
    own = whose & (MessageDispatchRow.channel == channel)
    ending = MessageDispatchRow.outcome
    rows = session.execute(
        select(ending, func.count().label("members"), func.count(MessageRow.read_at).label("read"))
        .select_from(MessageDispatchRow)
        .join(MessageRow)
        .where(own)
        .group_by(ending)
    )
    found = {row.outcome: (row.members, row.read) for row in rows}
    sent, opened = found.pop(Ending.SENT.value, (0, 0))
    waiting, _ = found.pop(None, (0, 0))
    told = select(MessageDispatchRow.message_id).where(own, ending == Ending.SENT)
    reached = whose & MessageRow.id.in_(told.join(MessageRow))
    bought = _buyers(session, MessageRow.member_id, MessageRow.at, reached)
    held = {str(why): members for why, (members, _) in found.items()}
    return ByChannel(sent, opened, bought, waiting, held)


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
