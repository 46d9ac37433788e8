"""What one member was sent, why it came, and how it went by each channel; no address is in it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from sqlalchemy import select
from sqlalchemy.orm import Session

from loyalty_server.tables import MessageDispatchRow, MessageRow

WAITING: Final = "waiting"


@dataclass(frozen=True)
class Logged:
    """One message; `channels` are those beside the inbox, with how each ended."""

    at: datetime
    kind: str
    title: str
    reason: str
    channels: Mapping[str, str]


def log_of(session: Session, member_id: str) -> Sequence[Logged]:
    """Everything that was written to this member, oldest first."""
    sent = (MessageRow.member_id == member_id) & MessageRow.is_mine.is_(False)
    ways: dict[int, dict[str, str]] = {}
    rows = select(MessageDispatchRow).join(MessageRow).where(sent)
    for row in session.scalars(rows.order_by(MessageDispatchRow.channel)):
        ways.setdefault(row.message_id, {})[row.channel] = row.outcome or WAITING
    messages = session.scalars(select(MessageRow).where(sent).order_by(MessageRow.id))
    return [
        Logged(one.at, one.kind, one.title, one.reason, ways.get(one.id, {})) for one in messages
    ]
