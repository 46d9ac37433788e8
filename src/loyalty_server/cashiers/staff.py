"""A store's cashiers: added with a PIN that is shown once, given another, revoked."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Final
from uuid import uuid4

from sqlalchemy import select
from sqlalchemy.orm import Session

from loyalty_api.problems import ProblemCode
from loyalty_server.cashiers.pins import new_pin, new_salt, pin_hash
from loyalty_server.keys import ServerKeys
from loyalty_server.problems import Refused
from loyalty_server.tables import CashierRow, StoreRow

LONGEST_NAME: Final = 40


@dataclass(frozen=True)
class NewCashier:
    """Somebody just added; the PIN is shown this once."""

    id: str
    pin: str = field(repr=False)


def add_cashier(
    session: Session, keys: ServerKeys, store_id: str, name: str, now: datetime
) -> NewCashier:
    """Raises `not_found` when there is no such store, `ValueError` for a name that is none or that
    a colleague there has."""
    name = name.strip()
    if session.get(StoreRow, store_id) is None:
        raise Refused(ProblemCode.NOT_FOUND, detail=f"no store {store_id!r}")
    if not 1 <= len(name) <= LONGEST_NAME:
        raise ValueError(f"a cashier's name has 1 to {LONGEST_NAME} characters")
    if any(one.name == name for one in staff_of(session, store_id)):
        raise ValueError(f"there is a cashier {name!r} in this store")
    pin, salt = new_pin(), new_salt()
    row = CashierRow(
        id=uuid4().hex,
        store_id=store_id,
        name=name,
        pin_salt=salt,
        pin_hash=pin_hash(keys, pin, salt),
        pin_secret=keys.fingerprint,
        created_at=now,
    )
    session.add(row)
    session.flush()
    return NewCashier(row.id, pin)


def staff_of(session: Session, store_id: str) -> Sequence[CashierRow]:
    """Who may sign in on this store's devices, by name."""
    there = select(CashierRow).filter_by(store_id=store_id, revoked_at=None)
    return session.scalars(there.order_by(CashierRow.name)).all()


def all_cashiers(session: Session) -> Sequence[CashierRow]:
    """Everybody there ever was, by store and name."""
    in_order = select(CashierRow).order_by(CashierRow.store_id, CashierRow.name)
    return session.scalars(in_order).all()


def give_pin(session: Session, keys: ServerKeys, cashier_id: str) -> str:
    """Another PIN, shown this once; the one before opens nothing any more. Raises `not_found`."""
    row = _cashier(session, cashier_id)
    pin = new_pin()
    row.pin_salt = new_salt()
    row.pin_hash = pin_hash(keys, pin, row.pin_salt)
    row.pin_secret = keys.fingerprint
    return pin


def revoke_cashier(session: Session, cashier_id: str, now: datetime) -> None:
    """Refuse them from now on, also in a shift that is open. Raises `not_found`."""
    row = _cashier(session, cashier_id)
    row.revoked_at = row.revoked_at or now


def _cashier(session: Session, cashier_id: str) -> CashierRow:
    row = session.get(CashierRow, cashier_id)
    if row is None:
        raise Refused(ProblemCode.NOT_FOUND)
    return row
