"""The people who run the programme, each with a key of their own: what two must approve, two keys do."""

import secrets
import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from hashlib import sha256
from typing import Final
from uuid import uuid4

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from loyalty_api.problems import ProblemCode
from loyalty_server.operators.roles import Role, roles_named
from loyalty_server.problems import Refused
from loyalty_server.tables import OperatorRow, OperatorSessionRow

KEY_BYTES: Final = 32
LONGEST_NAME: Final = 64


@dataclass(frozen=True)
class NewOperator:
    """Somebody just added; the key is shown this once and kept only as a hash."""

    id: str
    key: str = field(repr=False)


def add_operator(
    session: Session, name: str, now: datetime, roles: Iterable[str] = (Role.OWNER,)
) -> NewOperator:
    """Raises `ValueError` for no role, and for a name that is none, or that somebody has or had, in whatever
    letters: "ANNA" beside "Anna" would read as two people's approvals."""
    name = " ".join(name.split())
    if not 1 <= len(name) <= LONGEST_NAME or not name.isprintable():
        raise ValueError(f"an operator's name has 1 to {LONGEST_NAME} characters")
    if any(_as_read(one.name) == _as_read(name) for one in all_operators(session)):
        raise ValueError(f"there is or was an operator {name!r}")
    key = secrets.token_urlsafe(KEY_BYTES)
    row = OperatorRow(
        id=uuid4().hex,
        name=name,
        key_hash=_hash(key),
        created_at=now,
        roles=roles_named(roles),
    )
    session.add(row)
    session.flush()
    return NewOperator(row.id, key)


def operator_of(session: Session, key: str) -> OperatorRow:
    """Whose key this is. Raises `unauthenticated` for nobody's, and for one that was revoked."""
    operator = session.scalar(select(OperatorRow).filter_by(key_hash=_hash(key)))
    if operator is None or operator.revoked_at:
        raise Refused(ProblemCode.UNAUTHENTICATED)
    return operator


def operator_by_id(session: Session, operator_id: str) -> OperatorRow:
    """Who signed in. Raises `unauthenticated` for one that was revoked meanwhile."""
    operator = session.get(OperatorRow, operator_id)
    if operator is None or operator.revoked_at:
        raise Refused(ProblemCode.UNAUTHENTICATED)
    return operator


def all_operators(session: Session) -> Sequence[OperatorRow]:
    """Everybody there ever was, by name."""
    return session.scalars(select(OperatorRow).order_by(OperatorRow.name)).all()


def revoke_operator(session: Session, name: str, now: datetime) -> None:
    """Their key opens nothing from now on, and approvals of theirs count for nothing that is not
    applied yet; doing it again changes nothing. Raises `not_found`."""
    operator = session.scalar(select(OperatorRow).filter_by(name=name.strip()))
    if operator is None:
        raise Refused(ProblemCode.NOT_FOUND)
    operator.revoked_at = operator.revoked_at or now


def give_key(session: Session, name: str) -> str:
    """Another key, shown this once; the one before opens nothing any more, nor does what was opened by it.

    Raises `not_found`, also for somebody who was revoked.
    """
    operator = session.scalar(select(OperatorRow).filter_by(name=name.strip(), revoked_at=None))
    if operator is None:
        raise Refused(ProblemCode.NOT_FOUND)
    key = secrets.token_urlsafe(KEY_BYTES)
    operator.key_hash = _hash(key)
    session.execute(delete(OperatorSessionRow).where(OperatorSessionRow.operator_id == operator.id))
    return key


def _as_read(name: str) -> str:
    return unicodedata.normalize("NFKC", name).casefold()


def _hash(key: str) -> str:
    """A key has 256 random bits, so a plain hash cannot be guessed back."""
    return sha256(key.encode()).hexdigest()
