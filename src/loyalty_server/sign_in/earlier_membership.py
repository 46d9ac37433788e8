"""What is given once to a person is not given again to one who was erased and joined anew.

When a member is erased, each right of that kind is remembered for up to two years as a keyed hash
(HMAC-SHA-256 with the server's secret) of the address and the right; the consent to personal data says
so. Whoever joins with that address has had these. Nothing else leads from the hash to anybody.
"""

from collections.abc import Iterator, Sequence
from datetime import date, datetime
from itertools import count, takewhile
from typing import Final

from sqlalchemy import ColumnElement, func, select
from sqlalchemy.orm import Session

from loyalty_server.calendar_days import plus_months, start_of_day
from loyalty_server.database.bulk import among
from loyalty_server.database.forgetting import Over
from loyalty_server.database.transactions import add_new
from loyalty_server.keys import ServerKeys
from loyalty_server.programme.eligibility import HAS_BOUGHT, in_year, offer_use
from loyalty_server.programme.program import Program
from loyalty_server.programme.promo_rules import promo_use
from loyalty_server.referrals.promises import A_YEAR, PAID_FRIEND, rewards_since
from loyalty_server.sign_in.addresses import counted_as
from loyalty_server.surveys.invitations import survey_right
from loyalty_server.tables import (
    ChallengeProgressRow,
    EarlierRightRow,
    MemberRow,
    OfferUseRow,
    PromoUseRow,
    PurchaseRow,
    SurveyInvitationRow,
    TasteRow,
)

REMEMBERED_MONTHS: Final = 24
PURPOSE: Final = "earlier right"
MEMBERSHIP: Final = "membership"
MAILBOX: Final = "mailbox"
BIRTHDAY: Final = "birthday"


def remember(
    session: Session, keys: ServerKeys, program: Program, member: MemberRow, now: datetime
) -> None:
    """Keep what this member was given once, under each of the member's addresses."""
    until = plus_months(program.day(now).replace(day=1), REMEMBERED_MONTHS)
    rights = {MEMBERSHIP, *_rights_of(session, program, member, now), *member.had}
    addresses = [address for address in (member.phone, member.email) if address]
    known_by = [(address, right) for address in addresses for right in rights]
    known_by += [(counted_as(address), MAILBOX) for address in addresses]
    hashes = sorted({_hash(keys, *one) for one in known_by})
    known = select(EarlierRightRow).where(EarlierRightRow.right_hash.in_(hashes))
    for row in session.scalars(known):
        row.until = until
    rows = [{"right_hash": one, "until": until} for one in hashes]
    if rows:
        add_new(session, EarlierRightRow, rows)


def recall(
    session: Session,
    keys: ServerKeys,
    program: Program,
    member: MemberRow,
    address: str,
    now: datetime,
) -> bool:
    """Mark what this newcomer has had as an earlier member; whether one was."""

    def is_known(right: str) -> bool:
        return _is_known(session, keys, address, right)

    if not is_known(MEMBERSHIP):
        return False
    today = program.day(now)
    counted = [name for offer in program.offers for name in (offer.id, in_year(offer.id, today))]
    paid_friends = (f"{PAID_FRIEND}{number}" for number in count(1))
    member.had = [
        MEMBERSHIP,
        *takewhile(is_known, paid_friends),
        *filter(is_known, (HAS_BOUGHT, BIRTHDAY)),
        *filter(is_known, (survey_right(survey.id) for survey in program.surveys)),
        *(use for name in counted for use in takewhile(is_known, _uses(name))),
    ]
    if BIRTHDAY in member.had:
        member.birthday_from = date(today.year + 1, 1, 1)
    for promo in program.promo_codes:
        uses = (promo_use(promo.id, number) for number in count(1))
        if times := len([*takewhile(is_known, uses)]):
            session.add(PromoUseRow(promo_id=promo.id, member_id=member.id, at=now, times=times))
    for challenge in program.challenges:
        if is_known(f"challenge:{challenge.id}"):
            session.add(
                ChallengeProgressRow(
                    member_id=member.id,
                    challenge_id=challenge.id,
                    done=challenge.steps,
                    last_period=challenge.period(today),
                    completed_at=now,
                    given=0,
                )
            )
    return True


def is_mailbox_known(session: Session, keys: ServerKeys, mailbox: str) -> bool:
    """Whether an erased member had this mailbox (`counted_as`), under whatever address."""
    return _is_known(session, keys, mailbox, MAILBOX)


def who_left(session: Session, keys: ServerKeys, addresses: Sequence[str]) -> frozenset[str]:
    """Those of the addresses whose members were erased, as long as that is remembered."""
    by_hash = {
        one.digest(PURPOSE, f"{address}\0{MEMBERSHIP}"): address
        for address in addresses
        for one in (keys, *keys.before)
    }
    known = select(EarlierRightRow.right_hash).where(
        among(session, EarlierRightRow.right_hash, by_hash)
    )
    return frozenset(by_hash[found] for found in session.scalars(known))


def remembered_until(session: Session, since: datetime, now: datetime) -> date | None:
    """When the last of what may have been remembered before `since` is forgotten."""
    latest = plus_months(since.date().replace(day=1), REMEMBERED_MONTHS + 1)
    own = EarlierRightRow.until > now.date(), EarlierRightRow.until <= latest
    return session.scalar(select(func.max(EarlierRightRow.until)).where(*own))


def earlier_rights_over(now: datetime) -> Iterator[Over]:
    """What was remembered long enough."""
    yield Over(EarlierRightRow, EarlierRightRow.until <= now.date())


def _rights_of(
    session: Session, program: Program, member: MemberRow, now: datetime
) -> Iterator[str]:
    own = {"member_id": member.id}
    paid = rewards_since(session, member, now - A_YEAR)
    yield from (f"{PAID_FRIEND}{number + 1}" for number in range(paid))
    taste = session.get(TasteRow, member.id)
    if taste and taste.purchases:
        yield HAS_BOUGHT
    if member.birthday or BIRTHDAY in member.had:
        yield BIRTHDAY
    answered = select(SurveyInvitationRow.survey_id).filter_by(**own)
    for survey in session.scalars(answered.where(SurveyInvitationRow.answered_at.is_not(None))):
        yield survey_right(survey)
    for promo in session.scalars(select(PromoUseRow).filter_by(**own)):
        yield from (promo_use(promo.promo_id, number + 1) for number in range(promo.times))
    completed = select(ChallengeProgressRow.challenge_id).filter_by(**own)
    for challenge in session.scalars(
        completed.where(ChallengeProgressRow.completed_at.is_not(None))
    ):
        yield f"challenge:{challenge}"
    yield from _offer_uses(session, program, member, now)


def _offer_uses(
    session: Session, program: Program, member: MemberRow, now: datetime
) -> Iterator[str]:
    """The uses of offers that a member has so many of, those of an earlier membership before them."""
    today = program.day(now)
    new_year = start_of_day(today.replace(month=1, day=1), program.zone)
    for offer in program.offers:
        own = OfferUseRow.member_id == member.id, OfferUseRow.offer_id == offer.id
        if offer.uses_per_member is not None:
            yield from _more_uses(session, member, offer.id, own)
        if offer.uses_per_year is not None:
            since = (*own, OfferUseRow.purchase_id == PurchaseRow.id, PurchaseRow.at >= new_year)
            yield from _more_uses(session, member, in_year(offer.id, today), since)


def _more_uses(
    session: Session, member: MemberRow, name: str, these: tuple[ColumnElement[bool], ...]
) -> Iterator[str]:
    before = len([*takewhile(member.had.__contains__, _uses(name))])
    times = session.scalars(select(func.count()).select_from(OfferUseRow).where(*these)).one()
    yield from (offer_use(name, number) for number in range(before + 1, before + times + 1))


def _uses(offer_id: str) -> Iterator[str]:
    return (offer_use(offer_id, number) for number in count(1))


def _is_known(session: Session, keys: ServerKeys, address: str, right: str) -> bool:
    own = EarlierRightRow.right_hash.in_(keys.digests(PURPOSE, f"{address}\0{right}"))
    return session.scalar(select(EarlierRightRow.right_hash).where(own).limit(1)) is not None


def _hash(keys: ServerKeys, address: str, right: str) -> str:
    return keys.digest(PURPOSE, f"{address}\0{right}")
