"""How a member's POSTs are served: one transaction, one effect per Idempotency-Key."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from http import HTTPStatus
from typing import Annotated

from fastapi import Depends, Request, Response
from sqlalchemy.orm import Session

from loyalty_api.problems import ProblemCode
from loyalty_server.access import Asker
from loyalty_server.devices import require_signed_in
from loyalty_server.face.answers import JSON, SECRET
from loyalty_server.face.asking import MemberAsking, Now, Settings
from loyalty_server.face.till_desk import IdempotencyKey
from loyalty_server.idempotency import Attempt, once
from loyalty_server.problems import Refused
from loyalty_server.program import Program
from loyalty_server.settings import ServerSettings
from loyalty_server.versions import rules_at

Verb = Callable[[Session, Program], object]
"""What is done for the member by today's rules; returns the answer."""


@dataclass(frozen=True)
class KeyedDesk:
    """One POST of one member."""

    settings: ServerSettings
    asker: Asker
    idempotency_key: str
    operation: str
    now: datetime

    def once(self, payload: object, status: HTTPStatus, perform: Verb) -> Response:
        """Perform for this member, or repeat the answer given before."""

        def work(session: Session) -> Response:
            require_signed_in(session, self.asker)
            program = rules_at(session, self.now).program
            client = f"member:{self.asker.member_id}"
            attempt = Attempt(client, self.idempotency_key, self.operation, payload)
            kept = once(session, attempt, self.now, status, lambda: perform(session, program))
            return Response(kept.body, kept.status, SECRET, JSON)

        return self.settings.database.write(work)


async def keyed_desk(
    request: Request,
    settings: Settings,
    asker: MemberAsking,
    now: Now,
    idempotency_key: IdempotencyKey = None,
) -> KeyedDesk:
    """The desk for this request. Raises `idempotency_key_required`."""
    if not idempotency_key:
        raise Refused(ProblemCode.IDEMPOTENCY_KEY_REQUIRED)
    operation = f"{request.method} {request.url.path}"
    return KeyedDesk(settings, asker, idempotency_key, operation, now)


Desk = Annotated[KeyedDesk, Depends(keyed_desk)]
