"""`/v1/joins`: a receipt's points for the shopper who opens its link."""

from typing import Annotated

from fastapi import APIRouter, Path, Response

from loyalty_api.till import JoinOffer, Resolved
from loyalty_server.devices import require_signed_in
from loyalty_server.face.answers import PERSONAL, answer
from loyalty_server.face.asking import MemberAsking, Now, Settings
from loyalty_server.joins import join_offered, take_join

JoinCode = Annotated[str, Path(pattern=r"^[\w-]{1,64}$")]
PUBLIC = {"Cache-Control": "no-store"}
routes = APIRouter(prefix="/v1/joins", tags=["join"])


@routes.get("/{code}", response_model=JoinOffer)
def join_offer(settings: Settings, now: Now, code: JoinCode) -> Response:
    """What waits under this link; the code itself is the permission to see it."""
    with settings.database.reading() as session:
        return answer(join_offered(session, code, now), headers=PUBLIC)


@routes.put("/{code}", response_model=Resolved)
def take(settings: Settings, asker: MemberAsking, now: Now, code: JoinCode) -> Response:
    """Take the receipt's points; repeating gives the same answer."""
    with settings.database.writing() as session:
        require_signed_in(session, asker)
        return answer(take_join(session, asker.member_id, code, now), headers=PERSONAL)
