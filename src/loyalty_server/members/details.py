"""What a member tells of themselves, and how the programme may write to them."""

import re
from datetime import date, datetime
from typing import Final

from sqlalchemy.orm import Session

from loyalty_api.codec import decode, encode
from loyalty_api.malformed import Malformed
from loyalty_api.models import Channel, Member, Preferences
from loyalty_api.requests import MemberChange
from loyalty_server.calendar_days import is_zone
from loyalty_server.languages import Language
from loyalty_server.members.names import is_name, name_kept
from loyalty_server.points.account import lock_member
from loyalty_server.tables import MemberRow, PreferencesRow

MAX_NAME: Final = 80
OLDEST_BIRTHDAY: Final = date(1900, 1, 1)
CHANNELS: Final = frozenset({"push", "sms", "email"})
MAX_TOPICS: Final = 20
MAX_TOPIC: Final = 40
MAX_MESSAGES: Final = 31
_TIME_OF_DAY: Final = re.compile(r"([01]\d|2[0-3]):[0-5]\d", re.ASCII)


def member_seen(member: MemberRow) -> Member:
    """The member's own details."""
    return Member(
        id=member.id,
        first_name=member.first_name,
        phone=member.phone,
        email=member.email,
        birthday=member.birthday,
        referral_code=member.referral_code,
        erased_at=member.erase_at,
    )


def change_member(member: MemberRow, change: MemberChange, today: date) -> None:
    """Take over what is said; a birthday instead of another counts from next year. Raises `Malformed` with the place of what cannot be."""
    if change.first_name is not None:
        call(member, change.first_name)
    if change.birthday is not None:
        if not OLDEST_BIRTHDAY <= change.birthday <= today:
            raise Malformed("$.birthday", "a day of the past is needed")
        if member.birthday not in (None, change.birthday):
            member.birthday_from = date(today.year + 1, 1, 1)
        member.birthday = change.birthday


def call(member: MemberRow, first_name: str) -> None:
    """What the member is called from now on. Raises `Malformed`."""
    name = name_kept(first_name)
    if len(name) > MAX_NAME or not is_name(name):
        raise Malformed("$.first_name", f"at most {MAX_NAME} printable characters are needed")
    member.first_name = name


def preferences_in(row: PreferencesRow | None) -> Preferences:
    """How the programme may write to the member."""
    return decode(Preferences, row.body) if row else Preferences()


def set_preferences(
    session: Session,
    member_id: str,
    preferences: Preferences,
    at: datetime,
    language: Language | None = None,
) -> None:
    """Replace those set before, in this language or in the one before. Raises `Malformed` with the place
    of what cannot be."""
    _require_sound(preferences)
    lock_member(session, member_id)
    kept = session.get(PreferencesRow, member_id)
    if kept is None or kept.set_at is None or kept.set_at <= at:
        body = encode(preferences)
        spoken = language or (kept.language if kept else None)
        session.merge(PreferencesRow(member_id=member_id, set_at=at, body=body, language=spoken))


def _require_sound(preferences: Preferences) -> None:
    if not CHANNELS.issuperset(preferences.channels):
        raise Malformed("$.preferences.channels", f"only {', '.join(sorted(CHANNELS))} are known")
    if len(preferences.topics) > MAX_TOPICS or any(
        not 0 < len(topic) <= MAX_TOPIC for topic in preferences.topics
    ):
        raise Malformed("$.preferences.topics", f"at most {MAX_TOPICS} short names are needed")
    if len(preferences.without) > MAX_TOPICS * len(Channel) or any(
        not 0 < len(one.topic) <= MAX_TOPIC for one in preferences.without
    ):
        raise Malformed("$.preferences.without", "so many topics with short names are needed")
    for name in ("quiet_from", "quiet_until"):
        time_of_day = getattr(preferences, name)
        if time_of_day is not None and not _TIME_OF_DAY.fullmatch(time_of_day):
            raise Malformed(f"$.preferences.{name}", "a time of day like 22:00 is needed")
    if preferences.time_zone is not None and not is_zone(preferences.time_zone):
        raise Malformed("$.preferences.time_zone", "a name like Europe/Moscow is needed")
    if not 0 <= preferences.messages_per_month <= MAX_MESSAGES:
        raise Malformed("$.preferences.messages_per_month", f"0 to {MAX_MESSAGES} are needed")
