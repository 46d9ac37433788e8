"""How a member's POSTs are served: one transaction, one effect per Idempotency-Key."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from http import HTTPStatus
from typing import Annotated, TypeVar

from fastapi import Depends, Request, Response
from sqlalchemy.orm import Session

from loyalty_server.face.answers import JSON, SECRET
from loyalty_server.face.asking import MemberAsking, now_of, settings_of
from loyalty_server.face.idempotency import keeping_refusals, once
from loyalty_server.face.keyed_call import Keyed, KeyedCall
from loyalty_server.face.said import kept_in
from loyalty_server.languages import Language
from loyalty_server.programme.program import Program
from loyalty_server.programme.versions import rules_at
from loyalty_server.settings import ServerSettings
from loyalty_server.sign_in.access import Asker
from loyalty_server.sign_in.devices import write_as

T = TypeVar("T")
Verb = Callable[[Session, Program], object]
"""What is done for the member by today's rules; returns the answer."""


@dataclass(frozen=True)
class KeyedDesk:
    """One POST of one member."""

    settings: ServerSettings
    asker: Asker
    call: KeyedCall
    now: datetime

    def write(self, work: Callable[[Session], T]) -> T:
        """Do the work in one transaction, outside of which something else is done. Raises `unauthenticated`."""
        return write_as(self.settings.database, self.asker, work)

    def once(
        self,
        payload: object,
        status: HTTPStatus,
        perform: Verb,
        language: Language | None = None,
    ) -> Response:
        """Perform for this member, or repeat the answer given before, its texts in this language."""

        attempt = self.call.by(f"member:{self.asker.member_id}", payload)

        def work(session: Session) -> Response:
            program = rules_at(session, self.now).program
            kept = once(session, attempt, self.now, status, lambda: perform(session, program))
            body = kept_in(session, kept.body, language, self.now)
            return Response(body, kept.status, SECRET, JSON)

        database = self.settings.database
        return keeping_refusals(
            database, lambda _: attempt, self.now, lambda: write_as(database, self.asker, work)
        )


async def keyed_desk(request: Request, asker: MemberAsking, call: Keyed) -> KeyedDesk:
    """The desk for this request. Raises `idempotency_key_required`."""
    return KeyedDesk(await settings_of(request), asker, call, await now_of(request))


Desk = Annotated[KeyedDesk, Depends(keyed_desk)]
