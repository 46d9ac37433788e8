"""`/v1/contests/{id}`: taking part by a tap, and everything that is published of the draw."""

from fastapi import APIRouter, Response

from loyalty_api.contests import Contest, Draw
from loyalty_server.contests.drawing import drawn
from loyalty_server.contests.entering import enter
from loyalty_server.face.answers import answer
from loyalty_server.face.asking import Id, RequestLanguage
from loyalty_server.face.member_desk import Desk

routes = APIRouter(prefix="/v1/contests", tags=["contests"])


@routes.put("/{contest_id}/entry", response_model=Contest)
def take_part(desk: Desk, language: RequestLanguage, contest_id: Id) -> Response:
    """Take part; repeating keeps the number."""
    return answer(
        desk.write(
            lambda session: enter(
                session,
                desk.member_id,
                desk.rules(session, language).program,
                contest_id,
                desk.now,
            )
        )
    )


@routes.get("/{contest_id}/draw", response_model=Draw)
def read_draw(desk: Desk, contest_id: Id) -> Response:
    """The seed, every number and who won; before the draw there is none."""
    return answer(desk.read(lambda session: drawn(session, contest_id)))
