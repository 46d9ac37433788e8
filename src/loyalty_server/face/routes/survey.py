"""`/v1/surveys`: what a member answers."""

from http import HTTPStatus
from typing import Annotated

from fastapi import APIRouter, Depends, Response
from sqlalchemy.orm import Session

from loyalty_api.requests import SurveyAnswer
from loyalty_server.face.answers import no_content
from loyalty_server.face.asking import Id
from loyalty_server.face.bodies import Body
from loyalty_server.face.member_desk import Desk
from loyalty_server.surveys.answers import answer_survey

routes = APIRouter(prefix="/v1", tags=["surveys"])


@routes.put("/surveys/{survey_id}/answer", status_code=HTTPStatus.NO_CONTENT)
def answer(
    desk: Desk, survey_id: Id, body: Annotated[SurveyAnswer, Depends(Body(SurveyAnswer))]
) -> Response:
    """Answer a survey, once; its points accrue once, however often this is sent."""

    def work(session: Session) -> None:
        program = desk.program(session)
        answer_survey(session, program, desk.member_id, survey_id, body.answers, body.at, desk.now)

    desk.write(work)
    return no_content()
