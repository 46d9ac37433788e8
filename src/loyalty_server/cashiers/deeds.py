"""The log of what each cashier did: written in the transaction of what it tells of, never changed."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from loyalty_api.messages import Guest
from loyalty_api.receipts import PurchaseState
from loyalty_api.till import Delivery, Join, JoinRequest, Quote, Refunded, Resolved, Scan
from loyalty_server.tables import (
    CashierDeedRow,
    CashierRow,
    CashierShiftRow,
    PurchaseRow,
    ScanRow,
    TillDeviceRow,
)
from loyalty_server.tables.cashier import DeedKind


@dataclass(frozen=True)
class Sender:
    """Who sends a till's call: the cashier on duty, and the shift in which it was done as the device says."""

    cashier: CashierRow
    device: TillDeviceRow
    shift: str | None


@dataclass(frozen=True)
class _About:
    """What a deed was about."""

    scan_id: str | None = None
    purchase_id: str | None = None
    receipt_id: str | None = None
    money: int | None = None
    earned: int | None = None
    burned: int | None = None


NOTHING = _About()
CODE_HOLDS = timedelta(seconds=90)
"""A code counts so long after it was made, and nothing says when within it the till read it."""


def add_deed(
    session: Session,
    kind: DeedKind,
    cashier: CashierRow,
    device: TillDeviceRow,
    now: datetime,
    about: _About = NOTHING,
    happened_at: datetime | None = None,
    sent_by: str | None = None,
) -> None:
    """One more line of the log."""
    session.add(
        CashierDeedRow(
            at=now,
            happened_at=happened_at or now,
            kind=kind,
            cashier_id=cashier.id,
            sent_by=sent_by,
            device_id=device.id,
            till_id=device.till_id,
            **vars(about),
        )
    )
    session.flush()


def note_answer(
    session: Session, sender: Sender, asked: object, answer: object, now: datetime
) -> None:
    """Tell of a till's call by what it was answered.

    What was sold before a change of cashiers is the deed of whoever sold it, whoever sends it.
    """
    kind, about = _deed(session, asked, answer)
    scan = session.get(ScanRow, about.scan_id) if about.scan_id else None
    cashier = _seller(session, sender, scan) if scan else sender.cashier
    add_deed(
        session,
        kind,
        cashier,
        sender.device,
        now,
        about,
        scan.bought_at if scan and scan.late else now,
        sender.cashier.id if cashier.id != sender.cashier.id else None,
    )


def _deed(session: Session, asked: object, answer: object) -> tuple[DeedKind, _About]:
    match answer:
        case Scan():
            return DeedKind.SCAN, _About(scan_id=answer.scan_id)
        case Quote():
            return DeedKind.OPEN, _of_purchase(session, answer.purchase_id)
        case Resolved(state=PurchaseState.COMPLETED):
            sums = (answer.paid, answer.earned, answer.burned)
            return DeedKind.COMPLETE, _of_purchase(session, answer.purchase_id, *sums)
        case Resolved():
            return DeedKind.CANCEL, _of_purchase(session, answer.purchase_id)
        case Refunded():
            sums = (-answer.amount.amount, -answer.reversed, -answer.restored)
            done = _of_purchase(session, answer.purchase_id, *sums)
            return DeedKind.REFUND, _About(**{**vars(done), "scan_id": None})
        case Join() if isinstance(asked, JoinRequest):
            return DeedKind.JOIN, _About(receipt_id=asked.receipt_id, money=asked.total)
        case Delivery():
            return DeedKind.DELIVER, _About(purchase_id=answer.purchase_id)
        case Guest() if isinstance(asked, str):
            return DeedKind.LET_IN, _About(scan_id=asked)
    raise TypeError(f"no deed is known by {type(answer).__name__}")


def _of_purchase(
    session: Session,
    purchase_id: str,
    money: int | None = None,
    earned: int | None = None,
    burned: int | None = None,
) -> _About:
    purchase = session.get_one(PurchaseRow, purchase_id)
    return _About(purchase.scan_id, purchase_id, purchase.receipt_id, money, earned, burned)


def _seller(session: Session, sender: Sender, scan: ScanRow) -> CashierRow:
    """Who was on duty at this device when the code was read, as far as the device's word can be true:
    the shift that it names was open then, and what follows from a scan is by whoever made it."""
    shift = session.get(CashierShiftRow, sender.shift) if sender.shift else None
    if shift is None or shift.device_id != sender.device.id:
        return sender.cashier
    noted = select(CashierDeedRow.cashier_id).filter_by(scan_id=scan.id, kind=DeedKind.SCAN)
    if scanned_by := session.scalar(noted):
        is_theirs = scanned_by == shift.cashier_id
    else:
        ended = shift.closed_at or shift.ends_at
        is_theirs = shift.opened_at <= scan.bought_at <= ended + CODE_HOLDS
    return session.get_one(CashierRow, shift.cashier_id) if is_theirs else sender.cashier


def deeds(
    session: Session, since: datetime, until: datetime, cashier_id: str | None = None
) -> Sequence[CashierDeedRow]:
    """What the server heard of in this time, everybody's or one cashier's, in order."""
    heard = select(CashierDeedRow).where(CashierDeedRow.at >= since, CashierDeedRow.at < until)
    if cashier_id:
        heard = heard.where(CashierDeedRow.cashier_id == cashier_id)
    return session.scalars(heard.order_by(CashierDeedRow.id)).all()
