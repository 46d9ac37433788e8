"""What offers did: shown, activated, used, what they cost; and members with and without personal ones."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import ColumnElement, Subquery, func, select
from sqlalchemy.orm import Session

from loyalty_server.offers.groups import Group, groups
from loyalty_server.programme.program import Program
from loyalty_server.tables import OfferActivationRow, OfferShownRow, OfferTotalRow


@dataclass(frozen=True)
class OfferFigures:
    """One offer: members it was shown to and who opted in, its uses, points given, minor units off."""

    offer: str
    shown: int
    activated: int
    used: int
    points: int
    money: int


@dataclass(frozen=True)
class GroupFigures:
    """Members who get personal offers, or the holdout: what they bought per member, in minor units."""

    group: str
    members: int
    purchases: float
    paid: float


def offer_figures(session: Session) -> Sequence[OfferFigures]:
    """Every offer there ever was."""
    total = OfferTotalRow
    shown = _members(OfferShownRow, OfferShownRow.held_out.is_(False))
    activated = _members(OfferActivationRow)
    counted = (func.coalesce(one.c.members, 0) for one in (shown, activated))
    rows = session.execute(
        select(total.offer_id, *counted, total.uses, total.points, total.money)
        .outerjoin(shown, shown.c.offer_id == total.offer_id)
        .outerjoin(activated, activated.c.offer_id == total.offer_id)
        .order_by(total.offer_id)
    )
    return [OfferFigures(*row) for row in rows]


def group_figures(session: Session, program: Program, since: datetime) -> Iterator[GroupFigures]:
    """What each group bought since then."""
    found = groups(session, program, since)
    for name, is_held_out in (("offered", False), ("holdout", True)):
        group = found.get(is_held_out, Group())
        size = group.members or 1
        yield GroupFigures(name, group.members, group.purchases / size, group.paid / size)


def _members(
    table: type[OfferShownRow] | type[OfferActivationRow], *which: ColumnElement[bool]
) -> Subquery:
    """How many members an offer has there; each table is looked through once."""
    counted = select(table.offer_id, func.count().label("members")).where(*which)
    return counted.group_by(table.offer_id).subquery()
