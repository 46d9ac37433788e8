"""What the programme and its partners owe each other, by the ledger: the points of their sales and returns."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime
from fractions import Fraction
from typing import Any, Final

from sqlalchemy import ColumnElement, Select, case, func, literal, select
from sqlalchemy.orm import Session

from loyalty_api.receipts import PurchaseState
from loyalty_server.calendar_days import plus_months, start_of_day
from loyalty_server.programme.partner_rules import PartnerTerms
from loyalty_server.programme.program import Program, exact
from loyalty_server.programme.versions import rules_of
from loyalty_server.tables import EntryRow, PurchaseRow, RefundRow, TransferRow
from loyalty_server.tables.ledger import Account


@dataclass(frozen=True)
class Sold:
    """What moved at a partner under one version of its terms: money in minor units, and points; what
    went back is taken off.
    """

    purchases: int = 0
    paid: int = 0
    earned: int = 0
    burned: int = 0

    def __add__(self, other: "Sold") -> "Sold":
        return Sold(
            self.purchases + other.purchases,
            self.paid + other.paid,
            self.earned + other.earned,
            self.burned + other.burned,
        )


@dataclass(frozen=True)
class Owed:
    """Exact minor units: what the partner owes for points earned, and is owed for points that paid."""

    by_partner: Fraction = Fraction()
    to_partner: Fraction = Fraction()

    def __add__(self, other: "Owed") -> "Owed":
        return Owed(self.by_partner + other.by_partner, self.to_partner + other.to_partner)


@dataclass(frozen=True)
class Settlement:
    """One partner's month, rounded once, to the nearest minor unit.

    `to_programme` is what is left of both debts; below zero the programme pays.
    """

    partner: str
    sold: Sold
    by_partner: int
    to_partner: int

    @property
    def to_programme(self) -> int:
        return self.by_partner - self.to_partner


def owed(sold: Sold, terms: PartnerTerms, worth: Fraction) -> Owed:
    """What these points cost either side, where a point is worth so many minor units."""
    return Owed(
        sold.earned * worth * exact(terms.pays),
        sold.burned * worth * exact(terms.gets),
    )


def settlements(session: Session, program: Program, month: date) -> Sequence[Settlement]:
    """Of each partner with terms, in the programme's order, then of those that sold and have none any more.

    A sale counts in the month in which it was paid, a return in that in which it was made, each by the
    terms of the sale.
    """
    begins, ends = (start_of_day(day, program.zone) for day in (month, plus_months(month, 1)))
    moved = sold_at_partners(session, begins, ends)
    now = [partner.id for partner in program.partners if partner.terms]
    gone = sorted({partner for partner, _ in moved} - {*now})
    return [_settlement(session, partner, moved) for partner in (*now, *gone)]


EVER: Final = (datetime(1970, 1, 1, tzinfo=UTC), datetime(9999, 1, 1, tzinfo=UTC))
Moved = Mapping[tuple[str, int], Sold]
"""By partner and version of the programme."""


def sold_at_partners(
    session: Session, begins: datetime = EVER[0], ends: datetime = EVER[1]
) -> Moved:
    """What the ledger and the receipts say of this time."""
    found: defaultdict[tuple[str, int], Sold] = defaultdict(Sold)
    for told in (_points, _sales, _returns):
        for version, store_id, *figures in session.execute(told(begins, ends)):
            if partner := rules_of(session, version).program.partner_at(store_id):
                found[partner.id, version] += Sold(*map(int, figures))
    return found


def _points(begins: datetime, ends: datetime) -> Select[*tuple[Any, ...]]:
    """Every movement of a purchase's points, with its sign."""
    nothing = literal(0)
    return (
        _by_store(nothing, nothing, _sum(Account.ISSUED, -1), _sum(Account.REDEEMED, 1))
        .join(TransferRow, TransferRow.purchase_id == PurchaseRow.id)
        .join(EntryRow, EntryRow.transfer_id == TransferRow.id)
        .where(TransferRow.at >= begins, TransferRow.at < ends)
    )


def _sales(begins: datetime, ends: datetime) -> Select[*tuple[Any, ...]]:
    nothing = literal(0)
    return _by_store(func.count(), func.sum(PurchaseRow.to_pay), nothing, nothing).where(
        PurchaseRow.state == PurchaseState.COMPLETED,
        PurchaseRow.resolved_at >= begins,
        PurchaseRow.resolved_at < ends,
    )


def _returns(begins: datetime, ends: datetime) -> Select[*tuple[Any, ...]]:
    nothing = literal(0)
    return (
        _by_store(nothing, -func.sum(RefundRow.amount), nothing, nothing)
        .join(RefundRow, RefundRow.purchase_id == PurchaseRow.id)
        .where(RefundRow.at >= begins, RefundRow.at < ends)
    )


def _by_store(*figures: ColumnElement[int]) -> Select[*tuple[Any, ...]]:
    """The figures of a `Sold`, one row for each store and version of the programme."""
    of = (PurchaseRow.program_version, PurchaseRow.store_id)
    return select(*of, *figures).select_from(PurchaseRow).group_by(*of)


def _sum(account: Account, sign: int) -> ColumnElement[int]:
    return func.sum(case((EntryRow.account == account, sign * EntryRow.points), else_=0))


def _settlement(session: Session, partner_id: str, moved: Moved) -> Settlement:
    sold, debts = Sold(), Owed()
    for (whose, version), part in moved.items():
        program = rules_of(session, version).program
        partner = program.partner(whose)
        if whose == partner_id and partner and partner.terms:
            sold += part
            debts += owed(part, partner.terms, program.burn.exact_worth)
    return Settlement(partner_id, sold, round(debts.by_partner), round(debts.to_partner))
