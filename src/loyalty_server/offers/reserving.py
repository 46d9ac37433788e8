"""Uses of offers, counted when a basket is opened: what an open basket promises nobody else is promised.

A basket that is not paid gives its uses back. An offer's limits are asked and its use is counted in
one statement, so that baskets opened at the same moment share what is left. Whoever has counted keeps the
others who have the offer waiting until the transaction ends, so what has no limits is counted last.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

from sqlalchemy import select, update
from sqlalchemy.orm import Session
from sqlalchemy.sql.dml import ReturningUpdate

from loyalty_server.database.bulk import add_few
from loyalty_server.database.prepared import Prepared, connection_of, told
from loyalty_server.programme.offer_rules import OfferRule
from loyalty_server.programme.program import Program
from loyalty_server.tables import OfferTotalRow, OfferUseRow, PurchaseRow


@dataclass(frozen=True)
class Use:
    """What an offer gives for one purchase: points after every cap, and minor units off."""

    offer: OfferRule
    points: int
    money: int


def reserve_uses(session: Session, program: Program, purchase: PurchaseRow) -> frozenset[str]:
    """Count the purchase's uses of limited offers; when some have no room left, count none and return those."""
    counted, lost = [], set()
    for use in _in_turn(program, purchase, is_limited=True):
        if _is_counted(session, use):
            counted.append(use)
        else:
            lost.add(use.offer.id)
    if lost:
        for use in counted:
            _count(session, use.offer.id, -1, -use.points, -use.money)
    return frozenset(lost)


def count_unlimited(session: Session, program: Program, purchase: PurchaseRow) -> None:
    """Count the purchase's uses of all other offers; the last that its transaction does."""
    for use in _in_turn(program, purchase, is_limited=False):
        _is_counted(session, use)


def counts_claim(session: Session, program: Program, offer_id: str, points: int) -> bool:
    """Count one use more, claimed after its purchase, if the limits that the offer has now have room for it."""
    for offer in program.offers:
        if offer.id == offer_id:
            return _is_counted(session, Use(offer, points, 0))
    _count(session, offer_id, 1, points, 0)
    return True


def note_uses(session: Session, program: Program, purchase: PurchaseRow, now: datetime) -> None:
    """Keep which offers this written purchase uses; the limited ones are counted already."""
    of = {"purchase_id": purchase.id, "member_id": purchase.member_id, "at": now}
    uses = [
        {**of, "offer_id": use.offer.id, "points": use.points, "money": use.money}
        for use in uses_of(program, purchase)
    ]
    add_few(session, OfferUseRow, [use | {"is_claim": False} for use in uses])


def let_uses_go(session: Session, program: Program, purchase_id: str) -> None:
    """The purchase did not come about: its offers were not used, and their limits are free again."""
    for use in kept_uses(session, program, purchase_id):
        _count(session, use.offer_id, -1, -use.points, -use.money)
        session.delete(use)


def kept_uses(session: Session, program: Program, purchase_id: str) -> Sequence[OfferUseRow]:
    """The purchase's uses in the order in which they are counted, limited offers first: so nobody waits for
    one who waits for them.
    """
    limited = {offer.id for offer in program.offers if offer.is_limited}
    uses = session.scalars(select(OfferUseRow).filter_by(purchase_id=purchase_id)).all()
    return sorted(uses, key=lambda one: (one.offer_id not in limited, one.offer_id))


def uses_of(program: Program, purchase: PurchaseRow) -> Iterator[Use]:
    """The offers that give something for this purchase."""
    points = {grant["rule"]: grant["points"] for grant in purchase.grants}
    money = {effect["rule"]: effect["money"] for effect in purchase.breakdown}
    for offer in program.offers:
        use = Use(offer, points.get(offer.id, 0), money.get(offer.id, 0))
        if use.points or use.money:
            yield use


def _in_turn(program: Program, purchase: PurchaseRow, *, is_limited: bool) -> Sequence[Use]:
    """The uses of offers of this kind, in the order in which everybody counts them."""
    uses = (one for one in uses_of(program, purchase) if one.offer.is_limited is is_limited)
    return sorted(uses, key=lambda use: use.offer.id)


def _is_counted(session: Session, use: Use) -> bool:
    """Whether the offer's limits had room for this use, which is counted now."""
    offer = use.offer
    asked = {
        "offer": offer.id,
        "given": use.points,
        "off": use.money,
        "most_uses": offer.uses_in_all,
        "budget": offer.budget,
    }
    return _COUNTED.row(connection_of(session), asked) is not None


def _counting() -> ReturningUpdate[Any]:
    total, number = OfferTotalRow.table(), OfferTotalRow.uses.type
    points, money = told("given", number), told("off", number)
    most_uses, budget = told("most_uses", number), told("budget", number)
    cost = total.c.points + total.c.money + points + money
    return (
        update(total)
        .where(
            total.c.offer_id == told("offer"),
            most_uses.is_(None) | (total.c.uses < most_uses),
            budget.is_(None) | (cost <= budget),
        )
        .values(uses=total.c.uses + 1, points=total.c.points + points, money=total.c.money + money)
        .returning(total.c.offer_id)
    )


_COUNTED: Final = Prepared(_counting())


def _count(session: Session, offer_id: str, uses: int, points: int, money: int) -> None:
    total = OfferTotalRow
    session.execute(
        update(total)
        .where(total.offer_id == offer_id)
        .values(uses=total.uses + uses, points=total.points + points, money=total.money + money)
        .execution_options(synchronize_session=False)
    )
