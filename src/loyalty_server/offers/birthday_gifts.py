"""What members are given on a birthday: a coupon, once a year, said to wallet and till."""

from collections.abc import Iterable, Iterator, Sequence
from datetime import date, datetime, timedelta
from functools import partial
from typing import Final

from sqlalchemy import and_, extract, or_, select
from sqlalchemy.orm import Session

from loyalty_server.challenges.prizes import win_coupon
from loyalty_server.database.transactions import Database
from loyalty_server.offers.tastes import birthday_that_counts
from loyalty_server.points.account import lock_member
from loyalty_server.programme.eligibility import nearest_birthday
from loyalty_server.programme.program import Program
from loyalty_server.programme.versions import rules_at
from loyalty_server.tables import CouponRow, MemberRow
from loyalty_server.tiers.tier import gift_of

MADE_UP_FOR: Final = 3
"""Days: so long after a birthday a server that was down gives what was due."""
BATCH: Final = 40
LEAP_DAY: Final = (2, 29)


def give_birthday_gifts(database: Database, now: datetime) -> int:
    """Give what is due by now; returns how many coupons."""
    with database.reading() as session:
        program = rules_at(session, now).program
        if not program.birthday_gifts:
            return 0
        due = _born_on(session, _days(program.day(now)))
    return sum(
        database.write(partial(_give, program=program, members=due[start : start + BATCH], now=now))
        for start in range(0, len(due), BATCH)
    )


def gifts_waiting(
    session: Session, program: Program, member_id: str, now: datetime
) -> Sequence[CouponRow]:
    """What the member was given and has not used; one statement where the programme gives such."""
    if not program.birthday_gifts:
        return ()
    return session.scalars(
        select(CouponRow)
        .where(
            CouponRow.member_id == member_id,
            CouponRow.given_for.is_not(None),
            CouponRow.used_at.is_(None),
            CouponRow.purchase_id.is_(None),
            CouponRow.cancelled_at.is_(None),
            CouponRow.valid_until > now,
        )
        .order_by(CouponRow.valid_until, CouponRow.id)
    ).all()


def occasion(birthday: date) -> str:
    """What a coupon of this birthday is kept as given for."""
    return f"birthday:{birthday.year}"


def _days(today: date) -> Iterator[date]:
    return (today - timedelta(ago) for ago in range(MADE_UP_FOR + 1))


def _born_on(session: Session, days: Iterable[date]) -> Sequence[str]:
    """Who may have a birthday on one of these days, the 29th of February always."""
    born = MemberRow.birthday
    wanted = {LEAP_DAY, *((day.month, day.day) for day in days)}
    on = [
        and_(extract("month", born) == month, extract("day", born) == day) for month, day in wanted
    ]
    found = select(MemberRow.id).where(born.is_not(None), MemberRow.erased_at.is_(None), or_(*on))
    return session.scalars(found.order_by(MemberRow.id)).all()


def _give(session: Session, program: Program, members: Sequence[str], now: datetime) -> int:
    return sum(_give_one(session, program, member_id, now) for member_id in members)


def _give_one(session: Session, program: Program, member_id: str, now: datetime) -> bool:
    lock_member(session, member_id)
    member = session.get_one(MemberRow, member_id, populate_existing=True)
    today = program.day(now)
    born, gift = birthday_that_counts(member, today), gift_of(program, member, now)
    if born is None or gift is None or member.erased_at:
        return False
    birthday = nearest_birthday(born, today)
    if birthday not in {*_days(today)} or _was_given(session, member_id, birthday):
        return False
    coupon = win_coupon(session, program, member_id, gift, now)
    if coupon:
        coupon.given_for = occasion(birthday)
    return True


def _was_given(session: Session, member_id: str, birthday: date) -> bool:
    given = select(CouponRow.id).filter_by(member_id=member_id, given_for=occasion(birthday))
    return session.scalar(given) is not None
