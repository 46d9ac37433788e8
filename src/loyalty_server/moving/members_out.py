"""Members as lines of a file that `kopilka members import` reads."""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from datetime import datetime
from typing import Final

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from loyalty_server.members.consents import ConsentTexts
from loyalty_server.moving.cells import (
    BETWEEN,
    ConsentSaid,
    PointsSaid,
    written_consents,
    written_points,
)
from loyalty_server.moving.members_file import READERS
from loyalty_server.programme.program import Program
from loyalty_server.tables import (
    AllocationRow,
    BalanceRow,
    CardRow,
    ConsentRow,
    LotRow,
    MemberRow,
    PlasticCardRow,
)

AT_ONCE: Final = 1000


def lines_of_members(
    session: Session, program: Program, texts: ConsentTexts, now: datetime
) -> Iterator[Sequence[object]]:
    """A line a member, in a fixed number of statements for so many; who asked to be erased has none."""
    last = ""
    stays = MemberRow.erased_at.is_(None), MemberRow.erase_at.is_(None)
    while True:
        page = select(MemberRow).where(MemberRow.id > last, *stays)
        members = session.scalars(page.order_by(MemberRow.id).limit(AT_ONCE)).all()
        if not members:
            return
        last = members[-1].id
        of = [member.id for member in members]
        cards, points = _cards(session, of), _points(session, of, now)
        agreed = _consents(session, of, texts)
        for member in members:
            said = {
                "card": f" {BETWEEN} ".join(cards[member.id]),
                "phone": member.phone,
                "email": member.email,
                "first_name": member.first_name,
                "birthday": member.birthday,
                "points": written_points(iter(points[member.id])),
                "joined": program.day(member.created_at),
                "consents": written_consents(iter(agreed[member.id])),
                **_tier(program, member, now),
            }
            yield [said.get(name) for name in READERS]
        session.expunge_all()


def _tier(program: Program, member: MemberRow, now: datetime) -> dict[str, object]:
    level = program.tiers.level(member.tier)
    if level is program.tiers.levels[0]:
        return {}
    until = member.tier_until if member.tier_until and member.tier_until > now else None
    return {"tier": level.id, "tier_until": until}


def _cards(session: Session, of: Sequence[str]) -> dict[str, list[str]]:
    """The app's own number first: it becomes the app's again."""
    found: defaultdict[str, list[str]] = defaultdict(list)
    own = select(CardRow.member_id, CardRow.number).where(CardRow.member_id.in_(of))
    plastic = select(PlasticCardRow.member_id, PlasticCardRow.printed)
    plastic = plastic.where(PlasticCardRow.member_id.in_(of)).order_by(PlasticCardRow.number)
    for statement in (own, plastic):
        for member_id, number in session.execute(statement):
            found[member_id].append(number)
    return found


def _points(session: Session, of: Sequence[str], now: datetime) -> dict[str, list[PointsSaid]]:
    """What is left of each lot, with what open purchases hold; a debt is paid from what is spendable."""
    held = (
        select(AllocationRow.lot_id, func.sum(AllocationRow.held).label("held"))
        .join(LotRow, LotRow.id == AllocationRow.lot_id)
        .where(LotRow.member_id.in_(of))
        .group_by(AllocationRow.lot_id)
        .subquery()
    )
    owed = select(BalanceRow.member_id, BalanceRow.debt)
    owed = owed.where(BalanceRow.member_id.in_(of), BalanceRow.debt > 0)
    debts: dict[str, int] = {row[0]: row[1] for row in session.execute(owed)}
    lots = (
        select(LotRow, LotRow.remaining + func.coalesce(held.c.held, 0))
        .outerjoin(held, held.c.lot_id == LotRow.id)
        .where(LotRow.member_id.in_(of), LotRow.expires_at > now)
        .order_by(LotRow.expires_at, LotRow.id)
    )
    found: defaultdict[str, list[PointsSaid]] = defaultdict(list)
    for lot, left in session.execute(lots):
        is_pending = lot.pending and lot.spendable_at > now
        paid = 0 if is_pending else min(left, debts.get(lot.member_id, 0))
        if paid:
            debts[lot.member_id] -= paid
        if left > paid:
            since = lot.spendable_at if is_pending else None
            found[lot.member_id].append(PointsSaid(left - paid, lot.expires_at, since))
    for member_id, debt in debts.items():
        if debt:
            found[member_id].insert(0, PointsSaid(-debt))
    return found


def _consents(
    session: Session, of: Sequence[str], texts: ConsentTexts
) -> dict[str, list[ConsentSaid]]:
    """What holds: the newest word about each purpose that the programme still asks for."""
    newest = select(func.max(ConsentRow.id)).where(ConsentRow.member_id.in_(of))
    newest = newest.group_by(ConsentRow.member_id, ConsentRow.purpose)
    rows = select(ConsentRow).where(ConsentRow.id.in_(newest), ConsentRow.granted)
    found: defaultdict[str, list[ConsentSaid]] = defaultdict(list)
    for row in session.scalars(rows.order_by(ConsentRow.id)):
        if texts.about(row.purpose):
            said = ConsentSaid(row.purpose, row.at, row.version, row.text_hash)
            found[row.member_id].append(said)
    return found
