"""Figures of the whole programme, as the database has them; each is one cheap statement."""

from collections.abc import Mapping
from dataclasses import dataclass
from threading import Lock
from typing import Final

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from loyalty_server.database.transactions import Database
from loyalty_server.settings import ServerSettings
from loyalty_server.sweep import waits_since
from loyalty_server.tables import (
    BalanceRow,
    CodeDeliveryRow,
    EntryRow,
    PurchaseRow,
    SupportLetterRow,
)
from loyalty_server.tables.ledger import Account
from loyalty_server.tables.purchase import OPEN

MOVED: Final[Mapping[tuple[Account, bool], str]] = {
    (Account.ISSUED, False): "issued",
    (Account.ISSUED, True): "taken_back",
    (Account.REDEEMED, True): "burned",
    (Account.REDEEMED, False): "given_back",
    (Account.EXPIRED, True): "expired",
}
"""What the programme's side of a movement means, by account and whether points came to it."""


OUTBOXES: Final = {"sign_in_codes": CodeDeliveryRow, "support_notices": SupportLetterRow}


@dataclass(frozen=True)
class Figures:
    """How much there is of each. `lag` is in seconds, `outbox` by kind."""

    purchases: int
    liability: int
    lag: float
    outbox: Mapping[str, int]


def figures_now(settings: ServerSettings) -> Figures:
    """Raises what SQLAlchemy raises where the database does not answer."""
    now = settings.clock()
    with settings.database.reading() as session:
        since = waits_since(session, now)
        waiting = {
            kind: session.scalar(select(func.count()).select_from(row)) or 0
            for kind, row in OUTBOXES.items()
        }
        open_ones = session.scalar(select(func.count()).select_from(PurchaseRow).where(OPEN))
        owed = session.scalar(select(func.sum(BalanceRow.posted + BalanceRow.pending)))
    lag = (now - since).total_seconds() if since else 0.0
    return Figures(open_ones or 0, int(owed or 0), lag, waiting)


class Totals:
    """Points moved since this was made, read entry by entry and each once.

    Every server of one database tells the same, so replicas are not to be added up.
    """

    def __init__(self, database: Database) -> None:
        self._database = database
        self._lock = Lock()
        self._last: int | None = None
        self._moved: dict[str, int] = dict.fromkeys(MOVED.values(), 0)

    def so_far(self) -> Mapping[str, int]:
        """By what the movement means. Raises what SQLAlchemy raises."""
        with self._lock, self._database.reading() as session:
            newest = session.scalar(select(func.max(EntryRow.id))) or 0
            if self._last is not None and newest > self._last:
                self._add(session, self._last, newest)
            self._last = newest
            return dict(self._moved)

    def _add(self, session: Session, after: int, until: int) -> None:
        came = EntryRow.points > 0
        for account, is_gain, points in session.execute(
            select(EntryRow.account, came, func.sum(EntryRow.points))
            .where(EntryRow.id > after, EntryRow.id <= until)
            .group_by(EntryRow.account, came)
        ):
            if meaning := MOVED.get((account, bool(is_gain))):
                self._moved[meaning] += abs(int(points))
