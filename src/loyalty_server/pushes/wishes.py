"""Whether a member wants to be notified of a message now, later or not at all."""

from datetime import datetime, time, timedelta, tzinfo
from typing import Final

from sqlalchemy import select
from sqlalchemy.orm import Session

from loyalty_api.messages import MessageKind
from loyalty_api.models import Channel, Preferences
from loyalty_server.tables import ConsentRow, MessageRow

ADVERTISING: Final = (MessageKind.NEWS, MessageKind.EVENT)
PUSH_CONSENT: Final = "advertising_push"


def quiet_until(preferences: Preferences, zone: tzinfo, now: datetime) -> datetime | None:
    """When the member's quiet hours end; None where it is not one of them now."""
    if preferences.quiet_from is None or preferences.quiet_until is None:
        return None
    begins, ends = map(time.fromisoformat, (preferences.quiet_from, preferences.quiet_until))
    here = now.astimezone(zone)
    clock = here.time()
    is_quiet = begins <= clock < ends if begins <= ends else clock >= begins or clock < ends
    if not is_quiet:
        return None
    day = here.date() if clock < ends else here.date() + timedelta(days=1)
    return max(now, datetime.combine(day, ends, zone).astimezone(now.tzinfo))


def allows_advertising(session: Session, member_id: str) -> bool:
    """Whether the member agreed to be sent advertising by notification, and has not taken it back."""
    newest = (
        select(ConsentRow.granted)
        .filter_by(member_id=member_id, purpose=PUSH_CONSENT)
        .order_by(ConsentRow.id.desc())
        .limit(1)
    )
    return bool(session.scalar(newest))


def is_wanted(session: Session, message: MessageRow, preferences: Preferences) -> bool:
    """Not what was read meanwhile or is on a topic to be spared, and advertising only where it was allowed."""
    if message.read_at is not None or preferences.spares(message.topic, Channel.PUSH):
        return False
    return message.kind not in ADVERTISING or allows_advertising(session, message.member_id)
