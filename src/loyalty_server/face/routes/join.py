"""`/v1/joins`: a receipt's points for the shopper who opens its link."""

from typing import Annotated, Any

from fastapi import APIRouter, Path, Response
from sqlalchemy.orm import Session

from loyalty_api.till import JoinOffer, Resolved
from loyalty_server.face.answers import answer
from loyalty_server.face.asking import Now, RequestLanguage, Settings
from loyalty_server.face.engine_desk import OwnLedger
from loyalty_server.face.member_desk import Desk
from loyalty_server.face.said import body_in
from loyalty_server.purchases.joins import join_offered, take_join

JoinCode = Annotated[str, Path(pattern=r"^[\w-]{1,64}$")]
PUBLIC = {"Cache-Control": "no-store"}
routes = APIRouter(prefix="/v1/joins", tags=["join"], dependencies=[OwnLedger])


@routes.get("/{code}", response_model=JoinOffer)
def join_offer(settings: Settings, now: Now, language: RequestLanguage, code: JoinCode) -> Response:
    """What waits under this link; the code itself is the permission to see it."""
    with settings.database.reading() as session:
        offered = body_in(session, join_offered(session, code, now), language, now)
        return answer(offered, headers=PUBLIC)


@routes.put("/{code}", response_model=Resolved)
def take(desk: Desk, language: RequestLanguage, code: JoinCode) -> Response:
    """Take the receipt's points; repeating gives the same answer."""

    def work(session: Session) -> dict[str, Any]:
        taken = take_join(session, desk.member_id, code, desk.now)
        return body_in(session, taken, language, desk.now)

    return answer(desk.write(work))
