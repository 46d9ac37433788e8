"""Receipts paid without the card, which the shop decides on."""

from http import HTTPStatus
from typing import Annotated, Any

from fastapi import Depends, Response
from sqlalchemy.orm import Session

from loyalty_server.desk.asking import Desk, Needs, desk_routes
from loyalty_server.desk.drawing import elsewhere
from loyalty_server.desk.forms import FormSent
from loyalty_server.face.asking import Id
from loyalty_server.members.found import names_of
from loyalty_server.operators.roles import Right
from loyalty_server.purchases.receipt_claims import grant_claim, refuse_claim, waiting_claims
from loyalty_server.tables.operator import DeedKind

Here = Annotated[Desk, Depends(Needs(Right.CLAIMS))]
LONGEST_WHY = 500
routes = desk_routes("/claims")


@routes.get("")
def claims(desk: Here) -> Response:
    """What waits, the longest first."""
    return _claims(desk)


@routes.post("/{claim_id}/grant")
def grant(desk: Here, claim_id: Id) -> Response:
    """The receipt's points go to the member."""
    desk.act(
        DeedKind.GRANT_CLAIM,
        lambda session: grant_claim(session, claim_id, desk.now),
        claim_id,
        lambda points: {"points": points},
    )
    return elsewhere("/desk/claims", "granted")


@routes.post("/{claim_id}/refuse")
def refuse(desk: Here, claim_id: Id, form: FormSent) -> Response:
    """The member reads why."""
    why = form.text("why")
    if not 0 < len(why) <= LONGEST_WHY:
        return _claims(desk, HTTPStatus.BAD_REQUEST, claim_id)
    desk.act(
        DeedKind.REFUSE_CLAIM,
        lambda session: refuse_claim(session, claim_id, why, desk.now),
        claim_id,
    )
    return elsewhere("/desk/claims", "not_granted")


def _claims(desk: Desk, status: int = HTTPStatus.OK, lacking: str = "") -> Response:
    def look(session: Session) -> dict[str, Any]:
        waits = waiting_claims(session)
        return {"waits": waits, "names": names_of(session, (row.member_id for row in waits))}

    return desk.page("claims.html", Right.CLAIMS, status, lacking=lacking, **desk.read(look))
