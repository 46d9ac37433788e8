"""`/v1/chosen-categories`: what a member chooses for a month."""

from datetime import date
from http import HTTPStatus
from typing import Annotated

from fastapi import APIRouter, Depends, Path, Response
from sqlalchemy.orm import Session

from loyalty_api.requests import ChosenCategories
from loyalty_server.face.answers import no_content
from loyalty_server.face.bodies import Body
from loyalty_server.face.engine_desk import OwnLedger
from loyalty_server.face.member_desk import Desk
from loyalty_server.offers.chosen_categories import choose_categories

routes = APIRouter(prefix="/v1", tags=["member"])
Month = Annotated[str, Path(pattern=r"^20[0-9]{2}-(0[1-9]|1[0-2])$", description="Like `2026-12`.")]


@routes.put(
    "/chosen-categories/{month}", status_code=HTTPStatus.NO_CONTENT, dependencies=[OwnLedger]
)
def choose(
    desk: Desk, month: Month, body: Annotated[ChosenCategories, Depends(Body(ChosenCategories))]
) -> Response:
    """Choose the categories of a month: of the next one until it begins, of this one once; repeating
    changes nothing.
    """

    def work(session: Session) -> None:
        program, first = desk.program(session), date.fromisoformat(f"{month}-01")
        choose_categories(session, program, desk.member_id, first, body.categories, desk.now)

    desk.write(work)
    return no_content()
