"""The end of a member's passes: they belong to nobody, show nothing of the card, and go."""

from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import Final

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from loyalty_server.database.forgetting import Over
from loyalty_server.database.transactions import wake
from loyalty_server.tables import CredentialRow, PassRow
from loyalty_server.tables.member import IN_GOOGLES_WALLET

TOPIC: Final = "wallet passes"
KEPT_FOR: Final = timedelta(days=30)
"""So long a phone that was off may still come and learn that the card was closed."""


def end_passes(session: Session, member_id: str, now: datetime) -> None:
    """Let go of the passes of a member who is erased; their codes are refused at once."""
    session.execute(
        update(CredentialRow)
        .where(CredentialRow.member_id == member_id, CredentialRow.platform == IN_GOOGLES_WALLET)
        .values(revoked_at=now)
        .execution_options(synchronize_session="fetch")
    )
    for row in session.scalars(select(PassRow).filter_by(member_id=member_id)):
        # The credential names the member, so what is kept of a Google pass names it no more.
        row.member_id, row.kid, row.ended_at = None, None, now
        row.mark, row.looked_at = "", now - KEPT_FOR
    wake(session, TOPIC)


def passes_over(now: datetime) -> Iterator[Over]:
    """What ended long enough ago, with its devices."""
    yield Over(PassRow, PassRow.ended_at < now - KEPT_FOR)
