"""Batches of single-use promo codes: how many were made and used, and new ones to take away."""

from http import HTTPStatus
from typing import Annotated, Any, Final

from fastapi import Depends, Response
from sqlalchemy.orm import Session

from loyalty_server.desk.asking import Desk, Needs, desk_routes
from loyalty_server.desk.drawing import HEADERS
from loyalty_server.desk.forms import FormSent
from loyalty_server.offers.promo_codes import batches, make_promo_codes
from loyalty_server.operators.roles import Right
from loyalty_server.tables.operator import DeedKind

Here = Annotated[Desk, Depends(Needs(Right.PROMO))]
MOST: Final = 10_000
A_FILE: Final = {"Content-Disposition": 'attachment; filename="promo-codes.txt"'}
routes = desk_routes("/promo")


@routes.get("")
def promo(desk: Here) -> Response:
    """What the programme has, and what was made of it."""
    return _promo(desk)


@routes.post("")
def make(desk: Here, form: FormSent) -> Response:
    """New codes as a file; only their keyed hashes stay here."""
    promo_id, count = form.text("promo"), form.whole("count") or 0
    if not 1 <= count <= MOST or promo_id not in desk.read(lambda session: _single(desk, session)):
        return _promo(desk, HTTPStatus.BAD_REQUEST, is_wrong=True)
    codes = desk.act(
        DeedKind.MAKE_PROMO,
        lambda session: tuple(
            make_promo_codes(session, desk.settings.keys, promo_id, count, desk.now)
        ),
        promo_id,
        lambda made: {"count": len(made)},
    )
    text = "".join(f"{code}\n" for code in codes)
    return Response(text, headers={**HEADERS, **A_FILE}, media_type="text/plain")


def _single(desk: Desk, session: Session) -> dict[str, Any]:
    program = desk.rules(session).program
    return {one.id: one for one in program.promo_codes if one.code is None}


def _promo(desk: Desk, status: int = HTTPStatus.OK, *, is_wrong: bool = False) -> Response:
    def look(session: Session) -> dict[str, Any]:
        return {
            "single": _single(desk, session),
            "shared": [one for one in desk.rules(session).program.promo_codes if one.code],
            "made": batches(session),
        }

    seen = desk.read(look)
    return desk.page("promo.html", Right.PROMO, status, is_wrong=is_wrong, most=MOST, **seen)
