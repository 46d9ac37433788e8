"""What the cashier's page is told: which till it is, who may sign in, who is signed in."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy.orm import Session

from loyalty_api.currencies import minor_digits
from loyalty_api.programme import ProgramKind
from loyalty_server.cashiers.devices import device_of
from loyalty_server.cashiers.shifts import duty_at
from loyalty_server.cashiers.staff import staff_of
from loyalty_server.programme.versions import rules_at
from loyalty_server.tables import StoreRow


@dataclass(frozen=True)
class Colleague:
    """Somebody who may sign in here."""

    id: str
    name: str


@dataclass(frozen=True)
class OpenShift:
    """Who is signed in, and until when without another PIN."""

    id: str
    cashier: Colleague
    ends_at: datetime


@dataclass(frozen=True)
class PageState:
    """A paired device."""

    program: str
    till: str
    store: str
    currency: str
    minor_digits: int
    kind: ProgramKind
    staff: tuple[Colleague, ...]
    shift: OpenShift | None


def page_state(session: Session, key: str, now: datetime) -> PageState:
    """As this device is to be drawn. Raises `unauthenticated`."""
    device, till = device_of(session, key)
    program = rules_at(session, now).program
    duty = duty_at(session, device, till, now)
    return PageState(
        program=program.name,
        till=till.name,
        store=session.get_one(StoreRow, till.store_id).name,
        currency=program.currency,
        minor_digits=minor_digits(program.currency),
        kind=program.kind,
        staff=tuple(Colleague(one.id, one.name) for one in staff_of(session, till.store_id)),
        shift=OpenShift(
            duty.shift.id, Colleague(duty.cashier.id, duty.cashier.name), duty.shift.ends_at
        )
        if duty
        else None,
    )
