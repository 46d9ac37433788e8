"""An operator at the desk: in by their key, out by hand, after half an hour of nothing, or at the end of a shift."""

import secrets
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from hashlib import sha256
from typing import Final
from uuid import uuid4

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from loyalty_api.problems import ProblemCode
from loyalty_server.languages import Language
from loyalty_server.operators.deeds import note_deed
from loyalty_server.operators.people import operator_of
from loyalty_server.operators.roles import Right, rights_of
from loyalty_server.problems import Refused
from loyalty_server.tables import OperatorRow, OperatorSessionRow
from loyalty_server.tables.operator import DeedKind

IDLE: Final = timedelta(minutes=30)
LASTS: Final = timedelta(hours=10)
PRESENT: Final = timedelta(minutes=3)
NOTED_EACH: Final = timedelta(minutes=1)
TOKEN_BYTES: Final = 32


@dataclass(frozen=True)
class AtDesk:
    """Who sits at the desk, what they may do, and in which language they read."""

    session_id: str
    operator_id: str
    name: str
    rights: frozenset[Right]
    language: Language
    token: str = field(repr=False)


def open_desk(session: Session, key: str, language: Language, now: datetime) -> AtDesk:
    """Sign in with an operator's key. Raises `unauthenticated`."""
    operator = operator_of(session, key)
    session.execute(delete(OperatorSessionRow).where(OperatorSessionRow.ends_at <= now))
    token = secrets.token_urlsafe(TOKEN_BYTES)
    row = OperatorSessionRow(
        id=uuid4().hex,
        operator_id=operator.id,
        token_hash=_hash(token),
        language=language,
        opened_at=now,
        seen_at=now,
        ends_at=now + LASTS,
    )
    session.add(row)
    session.flush()
    note_deed(session, operator.id, DeedKind.SIGN_IN, operator.id, now)
    return _at_desk(row, operator, token)


def at_desk(session: Session, token: str, place: str, now: datetime) -> tuple[AtDesk, bool]:
    """Whose this token is, and whether it should be noted that they are at this place.

    Raises `unauthenticated`.
    """
    row = session.scalar(select(OperatorSessionRow).filter_by(token_hash=_hash(token)))
    operator = row and session.get_one(OperatorRow, row.operator_id)
    if not row or not operator or operator.revoked_at:
        raise Refused(ProblemCode.UNAUTHENTICATED)
    if row.ends_at <= now or row.seen_at + IDLE <= now:
        raise Refused(ProblemCode.UNAUTHENTICATED)
    is_news = row.seen_at + NOTED_EACH <= now or row.place != place
    return _at_desk(row, operator, token), is_news


def note_seen(session: Session, session_id: str, place: str, now: datetime) -> None:
    """They are still there, at this place."""
    if row := session.get(OperatorSessionRow, session_id):
        row.seen_at, row.place = max(row.seen_at, now), place


def places_taken(session: Session, who: AtDesk, now: datetime) -> Mapping[str, Sequence[str]]:
    """Who else is at which place just now."""
    rows = session.execute(
        select(OperatorSessionRow.place, OperatorRow.name)
        .join(OperatorRow, OperatorRow.id == OperatorSessionRow.operator_id)
        .where(
            OperatorSessionRow.seen_at > now - PRESENT,
            OperatorRow.id != who.operator_id,
            OperatorRow.revoked_at.is_(None),
        )
        .distinct()
        .order_by(OperatorRow.name)
    )
    taken: dict[str, list[str]] = {}
    for place, name in rows:
        taken.setdefault(place, []).append(name)
    return taken


def read_in(session: Session, session_id: str, language: Language) -> None:
    """They read in this language from now on."""
    session.get_one(OperatorSessionRow, session_id).language = language


def close_desk(session: Session, who: AtDesk, now: datetime) -> None:
    """They go; the token opens nothing any more."""
    session.execute(delete(OperatorSessionRow).where(OperatorSessionRow.id == who.session_id))
    note_deed(session, who.operator_id, DeedKind.SIGN_OUT, who.operator_id, now)


def _at_desk(row: OperatorSessionRow, operator: OperatorRow, token: str) -> AtDesk:
    language = Language(row.language)
    return AtDesk(row.id, operator.id, operator.name, rights_of(operator), language, token)


def _hash(token: str) -> str:
    """A token has 256 random bits, so a plain hash cannot be guessed back."""
    return sha256(token.encode()).hexdigest()
