"""`/v1/claims`: receipts that were paid without the card."""

from http import HTTPStatus
from typing import Annotated

from fastapi import APIRouter, Depends, Response
from sqlalchemy.orm import Session

from loyalty_api.claims import Claim, ClaimRequest, Claims
from loyalty_server.face.answers import answer
from loyalty_server.face.bodies import Body
from loyalty_server.face.engine_desk import OwnLedger
from loyalty_server.face.keyed_desk import Desk as KeyedDesk
from loyalty_server.face.member_desk import Desk
from loyalty_server.purchases.receipt_claims import claim_receipt, claims_of

routes = APIRouter(prefix="/v1/claims", tags=["claims"], dependencies=[OwnLedger])


@routes.get("", response_model=Claims)
def made_claims(desk: Desk) -> Response:
    """What the member claimed, the newest first."""

    def work(session: Session) -> Claims:
        program = desk.program(session)
        return Claims(claims_of(session, program, desk.member_id))

    return answer(desk.read(work))


@routes.post("", status_code=HTTPStatus.CREATED, response_model=Claim)
def claim_missed_receipt(
    desk: KeyedDesk, body: Annotated[ClaimRequest, Depends(Body(ClaimRequest))]
) -> Response:
    """Claim a receipt's points: given at once when a till told of it, otherwise the shop decides."""
    member_id = desk.asker.member_id
    return desk.once(
        body,
        HTTPStatus.CREATED,
        lambda session, program: claim_receipt(session, program, member_id, body, desk.now),
    )
