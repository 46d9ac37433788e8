"""A member as the shop's people find them: by the number of a card, with what the shop needs to know."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from loyalty_api.card_code import canonical
from loyalty_api.problems import ProblemCode
from loyalty_server.members.plastic import whose_plastic
from loyalty_server.problems import Refused
from loyalty_server.programme.program import Program
from loyalty_server.tables import CardRow, MemberRow


@dataclass(frozen=True)
class ShownMember:
    """Who it is, as far as a shop needs it: no address and no birthday."""

    id: str
    first_name: str
    card: str
    since: datetime
    tier: str
    tier_until: datetime | None
    segments: tuple[str, ...]
    is_leaving: bool


def member_of_card(session: Session, typed: str) -> str | None:
    """Whose card has this number, as it is printed or as a scanner says it."""
    number = canonical(typed)
    owner = session.scalar(select(CardRow.member_id).filter_by(number=number))
    return owner or (whose_plastic(session, number) if number else None)


def member_named(session: Session, said: str) -> str:
    """The member whose id or whose card's number this is. Raises `not_found`."""
    if session.get(MemberRow, said):
        return said
    if found := member_of_card(session, said):
        return found
    raise Refused(ProblemCode.NOT_FOUND)


def names_of(session: Session, members: Iterable[str]) -> Mapping[str, str]:
    """What each calls themselves; empty where they do not say."""
    rows = session.execute(
        select(MemberRow.id, MemberRow.first_name).where(MemberRow.id.in_(set(members)))
    )
    return {row.id: row.first_name for row in rows}


def shown_member(session: Session, program: Program, member_id: str, now: datetime) -> ShownMember:
    """Raises `not_found`, also for somebody who was erased."""
    row = session.get(MemberRow, member_id)
    if row is None or row.erased_at:
        raise Refused(ProblemCode.NOT_FOUND)
    number = session.scalar(select(CardRow.number).filter_by(member_id=member_id))
    tiers, segments = program.tiers, row.segments_on(program.day(now))
    level = tiers.higher(tiers.level(row.tier), tiers.given(segments))
    return ShownMember(
        row.id,
        row.first_name,
        number or "",
        row.created_at,
        level.name,
        row.tier_until if level.id == row.tier else None,
        tuple(sorted(segments)),
        row.erase_at is not None,
    )
