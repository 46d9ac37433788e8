"""Live events: of the member's wallet, and of the display beside a till."""

from datetime import timedelta
from functools import partial
from typing import Annotated

from fastapi import APIRouter, Header, Query, Response
from sqlalchemy.orm import Session

from loyalty_api.problems import ProblemCode
from loyalty_server.events.pulse import is_quiet
from loyalty_server.events.reading import display_log, event_before, newest_event, wallet_log
from loyalty_server.face.asking import (
    MemberAsking,
    RequestLanguage,
    Settings,
    TillLanguage,
)
from loyalty_server.face.event_stream import EventStream, Listening, event_stream, last_event_of
from loyalty_server.face.till_asking import TillAsking
from loyalty_server.problems import Refused
from loyalty_server.sign_in.devices import is_signed_in, read_as
from loyalty_server.tables import TillRow
from loyalty_server.till.tills import till_beside

LastEventId = Annotated[str | None, Header(alias="Last-Event-ID")]
Once = Annotated[bool, Query(description="end with the first events, or with what would be a ping")]
Recent = Annotated[
    float,
    Query(
        ge=0,
        le=60,
        description="without Last-Event-ID: begin with what happened in the last so many seconds",
    ),
]
routes = APIRouter(prefix="/v1", tags=["events"])


@routes.get("/wallet/events", response_class=EventStream)
def wallet_events(
    settings: Settings,
    asker: MemberAsking,
    language: RequestLanguage,
    last_event_id: LastEventId = None,
    once: Once = False,
    recent: Recent = 0,
) -> Response:
    """What happens to the member's wallet, until the access token ends.

    `once` is for who sits behind something that holds an answer back until it has ended; `recent` for who
    could not listen as soon as the code was shown.
    """
    log = wallet_log(asker.member_id)
    since = settings.clock() - timedelta(seconds=recent)
    newest = read_as(settings.database, asker, lambda session: event_before(session, log, since))
    last = last_event_of(last_event_id, newest)
    return event_stream(
        settings,
        Listening(
            log,
            last,
            asker.until,
            lambda session: is_signed_in(session, asker),
            once,
            language,
            partial(is_quiet, settings.database, asker.member_id, asker.device_id),
        ),
    )


@routes.get("/till/display/events", response_class=EventStream)
def display_events(
    settings: Settings,
    asker: TillAsking,
    language: TillLanguage,
    last_event_id: LastEventId = None,
) -> Response:
    """What the display beside this till shows, until the till is revoked."""

    def till_in(session: Session) -> TillRow | None:
        return till_beside(session, settings.keys, asker.key)

    with settings.database.reading() as session:
        till = till_in(session)
        if till is None:
            raise Refused(ProblemCode.UNAUTHENTICATED)
        log = display_log(till.id)
        last = last_event_of(last_event_id, newest_event(session, log))
    return event_stream(
        settings,
        Listening(log, last, None, lambda session: till_in(session) is not None, language=language),
    )
