"""Events of the wallet and of the display, written in the transaction of what they tell.

Each member and each till counts its own events; the row that counts is updated last, so that
events become visible in the order of their numbers.
"""

from collections.abc import Mapping
from datetime import datetime
from enum import StrEnum
from typing import Any, Final

from sqlalchemy import update
from sqlalchemy.orm import Session

from loyalty_api.codec import encode
from loyalty_server.database.bulk import add_few
from loyalty_server.database.prepared import Prepared, told
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
    counted = _NEXT_OF_MEMBER.row(session.connection(), {"member": member_id})
    if counted is None:
        return
    (sequence,) = counted
    event = {"member_id": member_id, "sequence": sequence, "at": now, "kind": kind}
    add_few(session, MemberEventRow, [event | {"body": encode(body)}])
    wake(session, wallet_topic(member_id))


def tell_display(
    session: Session, till_id: str, kind: DisplayEvent, body: Mapping[str, Any], now: datetime
) -> None:
    """Add one event to the display beside this till; nothing personal but an initial."""
    sequence, till = _NEXT_OF_TILL.one(session.connection(), {"till": till_id})
    event = {"till_id": till_id, "sequence": sequence, "at": now, "kind": kind}
    add_few(session, TillEventRow, [event | {"body": encode({"till": till, **body})}])
    wake(session, display_topic(till_id))


_MEMBER, _TILL = MemberRow.table(), TillRow.table()
_NEXT_OF_MEMBER: Final = Prepared(
    update(_MEMBER)
    .where(_MEMBER.c.id == told("member"), _MEMBER.c.erased_at.is_(None))
    .values(event_sequence=_MEMBER.c.event_sequence + 1)
    .returning(_MEMBER.c.event_sequence)
)
_NEXT_OF_TILL: Final = Prepared(
    update(_TILL)
    .where(_TILL.c.id == told("till"))
    .values(event_sequence=_TILL.c.event_sequence + 1)
    .returning(_TILL.c.event_sequence, _TILL.c.name)
)


def wallet_topic(member_id: str) -> str:
    """What is rung when this member's wallet was told something."""
    return f"member:{member_id}"


def display_topic(till_id: str) -> str:
    """What is rung when the display beside this till was told something."""
    return f"till:{till_id}"
