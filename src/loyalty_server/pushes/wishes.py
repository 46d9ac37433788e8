"""Whether a member wants a message by a channel now, later or not at all."""

from collections.abc import Iterable, Mapping
from datetime import datetime, time, timedelta, tzinfo
from typing import Final

from sqlalchemy import select
from sqlalchemy.orm import Session

from loyalty_api.messages import MessageKind
from loyalty_api.models import Channel, Preferences
from loyalty_server.pushes.endings import Ending
from loyalty_server.tables import ConsentRow, MessageRow

ADVERTISING: Final = (MessageKind.NEWS, MessageKind.EVENT)
PUSH_CONSENT: Final = "advertising_push"
CONSENTS: Final[Mapping[Channel, str]] = {
    Channel.PUSH: PUSH_CONSENT,
    Channel.EMAIL: "advertising_email",
    Channel.SMS: "advertising_sms",
}
"""What a member agrees to before advertising comes this way."""


def advertising_by(channels: Iterable[str]) -> frozenset[str]:
    """The purposes that a member is asked to agree to where these channels reach them."""
    return frozenset(CONSENTS[Channel(one)] for one in channels)


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


def allows_advertising(session: Session, member_id: str, channel: Channel) -> bool:
    """Whether the member agreed to be sent advertising this way, and has not taken it back."""
    newest = (
        select(ConsentRow.granted)
        .filter_by(member_id=member_id, purpose=CONSENTS[channel])
        .order_by(ConsentRow.id.desc())
        .limit(1)
    )
    return bool(session.scalar(newest))


def why_not(
    session: Session, message: MessageRow, preferences: Preferences, channel: Channel
) -> Ending | None:
    """Why it is not sent: it was read meanwhile, is on a topic to be spared, or is advertising that was
    not allowed."""
    if message.read_at is not None:
        return Ending.READ
    if preferences.spares(message.topic, channel):
        return Ending.TOPIC
    if message.kind in ADVERTISING and not allows_advertising(session, message.member_id, channel):
        return Ending.CONSENT
    return None
