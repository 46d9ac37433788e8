"""Events of the wallet and of the display, written in the transaction of what they tell.

Each member and each till counts its own events (`database.event_counts`); the row that counts is kept from
then on, so that events become visible in the order of their numbers.
"""

from collections.abc import Mapping
from datetime import datetime
from enum import StrEnum
from typing import Any, Final

from sqlalchemy import ColumnElement, Table, insert, select
from sqlalchemy.orm import Session

from loyalty_api.codec import encode
from loyalty_server.database.prepared import Prepared, connection_of, told
from loyalty_server.database.transactions import wake
from loyalty_server.tables import MemberEventRow, MemberRow, TillEventRow, TillRow


class WalletEvent(StrEnum):
    """What the wallet is told (contract, `GET /v1/wallet/events`)."""

    SCANNED = "scanned"
    POINTS = "points"
    TIER = "tier"
    CANCELLED = "cancelled"
    OFFER = "offer"
    SURVEY = "survey"
    MESSAGE = "message"
    REVOKED = "revoked"


class DisplayEvent(StrEnum):
    """What the display beside a till shows."""

    IDLE = "idle"
    JOIN = "join"
    SCANNED = "scanned"
    THANKS = "thanks"


def tell_member(
    session: Session, member_id: str, kind: WalletEvent, body: Mapping[str, Any], now: datetime
) -> None:
    """Add one event to the member's wallet; one who was erased is told nothing."""
    event = {"whose": member_id, "at": now, "kind": kind, "body": encode(body)}
    if _TO_MEMBER.row(connection_of(session), event):
        wake(session, wallet_topic(member_id))


def tell_display(
    session: Session, till_id: str, kind: DisplayEvent, body: Mapping[str, Any], now: datetime
) -> None:
    """Add one event to the display beside this till; nothing personal but an initial."""
    said = encode({"till": session.get_one(TillRow, till_id).name, **body})
    _TO_DISPLAY.one(
        connection_of(session), {"whose": till_id, "at": now, "kind": kind, "body": said}
    )
    wake(session, display_topic(till_id))


def _telling(event: Table, owner: Table, *only: ColumnElement[bool]) -> Prepared:
    """One statement: the next event of this owner; others wait with theirs until it is committed."""
    names = [column.key for column in event.c]
    whose, number = owner.c.id, owner.c.event_sequence + 1
    said = (told(name, event.c[name].type) for name in names[2:])
    next_one = select(whose, number, *said).where(whose == told("whose"), *only)
    adding = insert(event).from_select(names, next_one.with_for_update(key_share=True))
    return Prepared(adding.returning(event.c.sequence))


_TO_MEMBER: Final = _telling(
    MemberEventRow.table(), MemberRow.table(), MemberRow.table().c.erased_at.is_(None)
)
_TO_DISPLAY: Final = _telling(TillEventRow.table(), TillRow.table())


def wallet_topic(member_id: str) -> str:
    """What is rung when this member's wallet was told something."""
    return f"member:{member_id}"


def display_topic(till_id: str) -> str:
    """What is rung when the display beside this till was told something."""
    return f"till:{till_id}"
