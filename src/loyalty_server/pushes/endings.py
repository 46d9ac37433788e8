"""How the way of a message by one channel ended; the rows are the log of it."""

from datetime import datetime
from enum import StrEnum

from sqlalchemy.orm import Session

from loyalty_api.models import Channel
from loyalty_server.database.transactions import add_new
from loyalty_server.tables import MessageDispatchRow


class Ending(StrEnum):
    """Sent, or why not: read before, on a topic to be spared, advertising without consent, too late,
    turned off since, or not taken by who carries it."""

    SENT = "sent"
    READ = "read"
    TOPIC = "topic"
    CONSENT = "consent"
    LATE = "late"
    OFF = "off"
    FAILED = "failed"


def note_ending(
    session: Session, message_id: int, channel: Channel, ending: Ending, now: datetime
) -> None:
    """Of a channel with deliveries of its own; the first ending of a message holds."""
    own = {"message_id": message_id, "channel": channel.value, "tries": 1}
    add_new(session, MessageDispatchRow, [own | {"outcome": ending.value, "at": now}])
