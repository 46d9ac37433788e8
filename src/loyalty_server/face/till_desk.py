"""How every write of a till is served: its key, one transaction, one effect per Idempotency-Key; what a
cashier did is noted in that transaction too."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from http import HTTPStatus
from typing import Annotated

from fastapi import Depends, Request, Response
from sqlalchemy.orm import Session

from loyalty_server.cashiers.deeds import note_answer
from loyalty_server.face.answers import JSON, SECRET
from loyalty_server.face.asking import now_of, settings_of, till_language_of
from loyalty_server.face.idempotency import Attempt, keeping_refusals, once
from loyalty_server.face.keyed_call import Keyed, KeyedCall
from loyalty_server.face.said import kept_in
from loyalty_server.face.till_asking import KnownTill, TillAsker, TillAsking, known_till
from loyalty_server.languages import Language
from loyalty_server.settings import ServerSettings
from loyalty_server.tables import TillRow


@dataclass(frozen=True)
class TillDesk:
    """One call of one till."""

    settings: ServerSettings
    asker: TillAsker
    call: KeyedCall
    now: datetime
    language: Language | None = None

    def once(
        self, payload: object, status: HTTPStatus, perform: Callable[[Session, TillRow], object]
    ) -> Response:
        """Perform for this till, or repeat the answer it got before."""

        def work(session: Session) -> Response:
            till = known_till(session, self.asker, self.now)

            def noted() -> object:
                done = perform(session, till.row)
                if till.sender:
                    note_answer(session, till.sender, payload, done, self.now)
                return done

            kept = once(session, self._by(till, payload), self.now, status, noted)
            body = kept_in(session, kept.body, self.language, self.now)
            return Response(body, kept.status, SECRET, JSON)

        database = self.settings.database
        return keeping_refusals(
            database,
            lambda session: self._by(known_till(session, self.asker, self.now), payload),
            self.now,
            lambda: database.write(work),
        )

    def _by(self, till: KnownTill, payload: object) -> Attempt:
        return self.call.by(f"till:{till.row.id}", payload)


async def till_desk(request: Request, asker: TillAsking, call: Keyed) -> TillDesk:
    """The desk for this request. Raises `idempotency_key_required`."""
    settings, now = await settings_of(request), await now_of(request)
    return TillDesk(settings, asker, call, now, await till_language_of(request))


Desk = Annotated[TillDesk, Depends(till_desk)]
