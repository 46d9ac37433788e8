"""`/v1/promo-codes`: what a member types."""

from http import HTTPStatus
from typing import Annotated

from fastapi import APIRouter, Depends, Response

from loyalty_api.offers import PromoApplied
from loyalty_api.requests import PromoCode
from loyalty_server.engines.port import Can
from loyalty_server.face.asking import RequestLanguage
from loyalty_server.face.bodies import Body
from loyalty_server.face.engine_desk import OnceThere, once_there
from loyalty_server.face.keyed_desk import Desk
from loyalty_server.offers.promo_codes import apply_promo_code

routes = APIRouter(prefix="/v1/promo-codes", tags=["promo codes"])


@routes.post("", status_code=HTTPStatus.CREATED, response_model=PromoApplied)
def enter(
    desk: Desk,
    language: RequestLanguage,
    body: Annotated[PromoCode, Depends(Body(PromoCode))],
) -> Response:
    """Apply a promo code; each gives its points once."""
    if behind := desk.settings.engine:
        return once_there(desk, behind, body, _applied_there(body.code))
    member_id = desk.asker.member_id
    return desk.once(
        body,
        HTTPStatus.CREATED,
        lambda session, program: apply_promo_code(
            session, desk.settings.keys, program, member_id, body.code, desk.now
        ),
        language,
    )


def _applied_there(code: str) -> OnceThere[PromoApplied]:
    return OnceThere(
        Can.PROMO_CODES,
        HTTPStatus.CREATED,
        lambda engine, key, ref: engine.apply_promo(key, ref, code),
        lambda done: {"earned": done.points, "balance": done.balance, "reason": done.title},
    )
