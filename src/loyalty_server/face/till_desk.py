"""How every write of a till is served: its key, one transaction, one effect per Idempotency-Key."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from http import HTTPStatus
from typing import Annotated

from fastapi import Depends, Response
from sqlalchemy.orm import Session

from loyalty_api.problems import ProblemCode
from loyalty_server.face.answers import JSON, SECRET
from loyalty_server.face.asking import Now, Settings, TillKeyAsking, TillLanguage
from loyalty_server.face.idempotency import Attempt, keeping_refusals, once
from loyalty_server.face.keyed_call import Keyed, KeyedCall
from loyalty_server.face.said import kept_in
from loyalty_server.languages import Language
from loyalty_server.problems import Refused
from loyalty_server.settings import ServerSettings
from loyalty_server.tables import TillRow
from loyalty_server.till.tills import till_of


@dataclass(frozen=True)
class TillDesk:
    """One call of one till."""

    settings: ServerSettings
    key: str
    call: KeyedCall
    now: datetime
    language: Language | None = None

    def once(
        self, payload: object, status: HTTPStatus, perform: Callable[[Session, TillRow], object]
    ) -> Response:
        """Perform for this till, or repeat the answer it got before."""

        def work(session: Session) -> Response:
            till = require_till(session, self.key)
            kept = once(
                session, self._by(till, payload), self.now, status, lambda: perform(session, till)
            )
            body = kept_in(session, kept.body, self.language, self.now)
            return Response(body, kept.status, SECRET, JSON)

        database = self.settings.database
        return keeping_refusals(
            database,
            lambda session: self._by(require_till(session, self.key), payload),
            self.now,
            lambda: database.write(work),
        )

    def _by(self, till: TillRow, payload: object) -> Attempt:
        return self.call.by(f"till:{till.id}", payload)


def require_till(session: Session, key: str) -> TillRow:
    """The till of this key. Raises `unauthenticated`."""
    till = till_of(session, key)
    if till is None:
        raise Refused(ProblemCode.UNAUTHENTICATED)
    return till


async def till_desk(
    settings: Settings, key: TillKeyAsking, call: Keyed, now: Now, language: TillLanguage
) -> TillDesk:
    """The desk for this request. Raises `idempotency_key_required`."""
    return TillDesk(settings, key, call, now, language)


Desk = Annotated[TillDesk, Depends(till_desk)]
