"""Tills and their keys: a key opens one till of one store until it is revoked.

The display beside a till stands among shoppers, so it has a key that only lets it listen.
"""

import secrets
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256
from typing import Final
from uuid import uuid4

from sqlalchemy import select
from sqlalchemy.orm import Session
from sqlalchemy.orm.attributes import set_committed_value

from loyalty_api.problems import ProblemCode
from loyalty_server.database.prepared import Prepared, told
from loyalty_server.keys import ServerKeys
from loyalty_server.problems import Refused
from loyalty_server.tables import StoreRow, TillRow

KEY_BYTES = 32


@dataclass(frozen=True)
class NewTill:
    """A till just added; the key is shown this once and kept only as a hash."""

    id: str
    key: str


def add_till(session: Session, store_id: str, name: str, now: datetime) -> NewTill:
    """A new till of this store. Raises `not_found` when there is no such store."""
    if session.get(StoreRow, store_id) is None:
        raise Refused(ProblemCode.NOT_FOUND, detail=f"no store {store_id!r}")
    key = secrets.token_urlsafe(KEY_BYTES)
    till = TillRow(
        id=uuid4().hex, store_id=store_id, name=name, key_hash=_hash(key), created_at=now
    )
    session.add(till)
    session.flush()
    return NewTill(till.id, key)


def till_of(session: Session, key: str) -> TillRow | None:
    """The till that this key opens, if it is not revoked."""
    found = _OPENED.row(session, {"key": _hash(key)})
    if found is None or found[0].revoked_at is not None:
        return None
    till: TillRow = found[0]
    set_committed_value(till, "store", found[1])
    return till


_OPENED: Final = Prepared(
    select(TillRow, StoreRow)
    .select_from(TillRow)
    .join(StoreRow, StoreRow.id == TillRow.store_id)
    .where(TillRow.key_hash == told("key"))
)


def display_key(keys: ServerKeys, till_id: str) -> str:
    """What the display beside this till listens with; it holds as long as the till is not revoked."""
    return f"{till_id}.{keys.sign(_display_of(till_id))}"


def till_beside(session: Session, keys: ServerKeys, key: str) -> TillRow | None:
    """The till that a display may listen to with this key: its own, or the till's."""
    till_id, _, signature = key.partition(".")
    if not keys.has_signed(_display_of(till_id), signature):
        return till_of(session, key)
    till = session.get(TillRow, till_id)
    return till if till and till.revoked_at is None else None


def all_tills(session: Session) -> Sequence[TillRow]:
    """Every till there ever was, by store and name."""
    return session.scalars(select(TillRow).order_by(TillRow.store_id, TillRow.name)).all()


def revoke_till(session: Session, till_id: str, now: datetime) -> None:
    """Refuse this till's key from now on; doing it again changes nothing. Raises `not_found`."""
    till = session.get(TillRow, till_id)
    if till is None:
        raise Refused(ProblemCode.NOT_FOUND)
    till.revoked_at = till.revoked_at or now


def take_returns(session: Session, till_id: str, *, of_all_stores: bool) -> None:
    """Let this till take back what any store sold, or only what its own did. Raises `not_found`."""
    till = session.get(TillRow, till_id)
    if till is None:
        raise Refused(ProblemCode.NOT_FOUND)
    till.takes_all_returns = of_all_stores


def _display_of(till_id: str) -> str:
    return f"display of {till_id}"


def _hash(key: str) -> str:
    """A key has 256 random bits, so a plain hash cannot be guessed back."""
    return sha256(key.encode()).hexdigest()
