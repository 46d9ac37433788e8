"""Reminders of what ends (points, coupons, offers that were activated, the tier) or begins; each comes once.

They count towards the messages that a member allows in a month, and are not written in quiet hours.
"""

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import partial
from typing import Final

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from loyalty_api.messages import MessageKind, Topic
from loyalty_api.models import Channel, Preferences
from loyalty_api.programme import ProgramKind
from loyalty_server.calendar_days import end_of_day, last_day_before, start_of_day
from loyalty_server.database.transactions import Database, take_turns
from loyalty_server.messages.broadcasting import had_this_month, preferences_of
from loyalty_server.messages.thread import keep
from loyalty_server.programme.amounts import amount_text
from loyalty_server.programme.program import Program
from loyalty_server.programme.versions import rules_at
from loyalty_server.programme.wording import words_in, words_of
from loyalty_server.pushes.wishes import quiet_until
from loyalty_server.tables import (
    CouponRow,
    EventPlaceRow,
    EventRow,
    LotRow,
    MemberRow,
    MessageRow,
    OfferActivationRow,
)
from loyalty_server.tables.ledger import NOT_EMPTY
from loyalty_server.tiers.tier import tier_of

BATCH: Final = 40
EXPIRY_DAYS: Final = {30: 3, 7: 2, 1: 1}
"""So many days before points expire, and for how many days from then a server that was down makes up
for it. Who buys each day is told of all that expires until then, and not each day."""
ENDING_WITHIN: Final = 2
HELD_FOR: Final = timedelta(days=3)
"""A coupon or an offer that the member has not had for so long is not reminded of."""
TIER_DAYS: Final = 30
A_DAY: Final = timedelta(days=1)


@dataclass(frozen=True)
class Reminder:
    """What one member is reminded of: once by this `name`, and one of a `series` in so long."""

    member_id: str
    name: str
    topic: Topic
    title: str
    text: str
    reason: str
    series: str = ""
    rest: timedelta = timedelta()


def remind(database: Database, now: datetime) -> int:
    """Everything that is due now; how many were written."""
    with database.reading() as session:
        program = rules_at(session, now).program
        due = list(_all_due(session, program, now))
    written = 0
    for start in range(0, len(due), BATCH):
        some = due[start : start + BATCH]
        written += database.write(partial(_write, program=program, due=some, now=now))
    return written


def _all_due(session: Session, program: Program, now: datetime) -> Iterator[Reminder]:
    if program.kind is not ProgramKind.DISCOUNT:
        for days, span in EXPIRY_DAYS.items():
            yield from _points(session, program, days, span, now)
    yield from _coupons(session, program, now)
    yield from _offers(session, program, now)
    yield from _tiers(session, program, now)
    yield from _events(session, program, now)


def _events(session: Session, program: Program, now: datetime) -> Iterator[Reminder]:
    """Who has booked a place is reminded within a day of the beginning."""
    words = words_in(program.language)
    soon = session.execute(
        select(EventPlaceRow.member_id, EventRow)
        .join(EventRow, EventRow.id == EventPlaceRow.event_id)
        .where(EventRow.starts_at > now, EventRow.starts_at <= now + A_DAY)
        .order_by(EventPlaceRow.member_id)
    )
    for member_id, event in soon:
        at = event.starts_at.astimezone(program.zone)
        title = f"{event.title}, {event.place}" if event.place else event.title
        told = words.event_soon_form.format(title=title, moment=f"{at:%d.%m.%Y %H:%M}")
        name, why = f"{Topic.EVENT}:{event.id}", words.event_soon_why
        yield Reminder(member_id, name, Topic.EVENT, words.event_soon, told, why)


def _points(
    session: Session, program: Program, days: int, span: int, now: datetime
) -> Iterator[Reminder]:
    """All that a member loses by the first day on which something expires so soon."""
    words = words_of(program.language, program.kind)
    today = program.day(now)
    first, last = today + timedelta(days - span + 1), today + timedelta(days)
    begins, ends = start_of_day(first, program.zone), end_of_day(last, program.zone)
    latest = func.max(LotRow.expires_at)
    sums = session.execute(
        select(LotRow.member_id, func.sum(LotRow.remaining), latest)
        .where(NOT_EMPTY, LotRow.expires_at > now, LotRow.expires_at <= ends)
        .group_by(LotRow.member_id)
        .having(latest > begins)
        .order_by(LotRow.member_id)
    )
    for member_id, points, until in sums:
        day = last_day_before(until, program.zone)
        told = words.points_expiring_form.format(
            points=amount_text(program, int(points)), day=words.day(day)
        )
        series = f"{Topic.EXPIRY}:{days}:"
        yield Reminder(
            member_id,
            f"{series}{day}",
            Topic.EXPIRY,
            words.points_expiring,
            told,
            words.points_expiring_why,
            series,
            (days - span) * A_DAY,
        )


def _coupons(session: Session, program: Program, now: datetime) -> Iterator[Reminder]:
    words = words_in(program.language)
    ending = session.scalars(
        select(CouponRow)
        .where(
            CouponRow.valid_until > now,
            CouponRow.valid_until <= now + ENDING_WITHIN * A_DAY,
            CouponRow.valid_from <= now - HELD_FOR,
            CouponRow.used_at.is_(None),
            CouponRow.cancelled_at.is_(None),
        )
        .order_by(CouponRow.id)
    )
    for row in ending:
        day = last_day_before(row.valid_until, program.zone)
        told = words.ending_form.format(title=row.title, day=words.day(day))
        name, why = f"{Topic.COUPON}:{row.id}", words.coupon_ending_why
        yield Reminder(row.member_id, name, Topic.COUPON, words.coupon_ending, told, why)


def _offers(session: Session, program: Program, now: datetime) -> Iterator[Reminder]:
    words, today = words_in(program.language), program.day(now)
    last = today + timedelta(ENDING_WITHIN)
    for offer in program.offers:
        if not isinstance(offer.ends_on, date) or not today <= offer.ends_on <= last:
            continue
        activated = session.scalars(
            select(OfferActivationRow.member_id)
            .where(OfferActivationRow.offer_id == offer.id, OfferActivationRow.at <= now - HELD_FOR)
            .order_by(OfferActivationRow.member_id)
        )
        told = words.ending_form.format(title=offer.title, day=words.day(offer.ends_on))
        name = f"{Topic.OFFER}:{offer.id}:{offer.ends_on}"
        for member_id in activated:
            why = words.offer_ending_why
            yield Reminder(member_id, name, Topic.OFFER, words.offer_ending, told, why)


def _tiers(session: Session, program: Program, now: datetime) -> Iterator[Reminder]:
    """Whose tier would be another one if its date were today."""
    words = words_in(program.language)
    members = session.scalars(
        select(MemberRow)
        .where(
            MemberRow.erased_at.is_(None),
            MemberRow.tier_until > now,
            MemberRow.tier_until <= now + TIER_DAYS * A_DAY,
        )
        .order_by(MemberRow.id)
    )
    for member in members:
        tier = tier_of(session, program, member, now)
        if tier.keep is None or tier.keep.done >= tier.keep.needs:
            continue
        day = words.day(tier.keep.by)
        told = words.tier_ending_form.format(tier=tier.name, day=day)
        name, why = f"{Topic.TIER}:{tier.keep.by}", words.tier_ending_why
        yield Reminder(member.id, name, Topic.TIER, words.tier_ending, told, why)


def _write(session: Session, program: Program, due: Sequence[Reminder], now: datetime) -> int:
    take_turns(session, "broadcast")
    whom = {one.member_id for one in due}
    members = session.scalars(
        select(MemberRow.id).where(MemberRow.id.in_(whom), MemberRow.erased_at.is_(None))
    ).all()
    had = dict(had_this_month(session, program, members, now))
    wishes = preferences_of(session, members)
    before = _written_before(session, members)
    written = 0
    for one in due:
        wanted, count = wishes.get(one.member_id, Preferences()), had.get(one.member_id, 0)
        known = before.get(one.member_id)
        if known is None or _is_known(one, known, now):
            continue
        if _is_welcome(program, wanted, one, count, now):
            keep(session, _message(one, now), now)
            had[one.member_id] = count + 1
            known[one.name] = now
            written += 1
    return written


def _is_welcome(
    program: Program, wishes: Preferences, one: Reminder, had: int, now: datetime
) -> bool:
    is_quiet = quiet_until(wishes, program.zone, now) is not None
    is_spared = wishes.spares(one.topic, Channel.APP)
    return had < wishes.messages_per_month and not is_quiet and not is_spared


def _is_known(one: Reminder, before: Mapping[str, datetime], now: datetime) -> bool:
    """Whether the member was reminded of it, or of another one in its series lately."""
    is_resting = one.series and any(
        name.startswith(one.series) and at > now - one.rest for name, at in before.items()
    )
    return bool(is_resting) or one.name in before


def _written_before(session: Session, members: Collection[str]) -> dict[str, dict[str, datetime]]:
    """Of each member, by the names of what they were reminded of."""
    rows = session.scalars(
        select(MessageRow).where(
            MessageRow.member_id.in_(members), MessageRow.reminds_of.is_not(None)
        )
    )
    before: dict[str, dict[str, datetime]] = {member_id: {} for member_id in members}
    for row in rows:
        before[row.member_id][row.reminds_of or ""] = row.at
    return before


def _message(one: Reminder, now: datetime) -> MessageRow:
    return MessageRow(
        member_id=one.member_id,
        at=now,
        kind=MessageKind.REMINDER,
        is_mine=False,
        title=one.title,
        text=one.text,
        reason=one.reason,
        topic=one.topic,
        reminds_of=one.name,
    )
