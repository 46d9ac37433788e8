"""`/v1/surveys`: what a member answers."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from http import HTTPStatus
from typing import Annotated

from fastapi import APIRouter, Depends, Response

from loyalty_server.face.answers import no_content
from loyalty_server.face.asking import Id, MemberAsking, Now, Settings
from loyalty_server.face.bodies import Body
from loyalty_server.face.member_desk import perform
from loyalty_server.survey_answers import answer_survey

routes = APIRouter(prefix="/v1", tags=["surveys"])


@dataclass(frozen=True)
class SurveyAnswer:
    """Body of `PUT /v1/surveys/{id}/answer`: what was answered to which question, and when."""

    at: datetime
    answers: Mapping[str, object]


@routes.put("/surveys/{survey_id}/answer", status_code=HTTPStatus.NO_CONTENT)
def answer(
    settings: Settings,
    asker: MemberAsking,
    now: Now,
    survey_id: Id,
    body: Annotated[SurveyAnswer, Depends(Body(SurveyAnswer))],
) -> Response:
    """Answer a survey, once; its points accrue once, however often this is sent."""
    perform(
        settings,
        asker,
        now,
        lambda session, program: answer_survey(
            session, program, asker.member_id, survey_id, body.answers, body.at, now
        ),
    )
    return no_content()
