"""Stores as the programme names them, their tills with keys, and codes that make a browser a till."""

from http import HTTPStatus
from typing import Annotated, Any

from fastapi import Depends, Response
from sqlalchemy.orm import Session

from loyalty_server.cashiers.devices import all_devices, offer_pairing
from loyalty_server.desk.asking import Desk, Needs, desk_routes
from loyalty_server.desk.drawing import elsewhere
from loyalty_server.desk.forms import FormSent
from loyalty_server.face.asking import Id
from loyalty_server.operators.roles import Right
from loyalty_server.tables.operator import DeedKind
from loyalty_server.till.tills import add_till, all_tills, revoke_till

Here = Annotated[Desk, Depends(Needs(Right.TILLS))]
LONGEST_NAME = 40
routes = desk_routes("/tills")


@routes.get("")
def tills(desk: Here) -> Response:
    """Every store with its tills."""
    return _tills(desk)


@routes.post("")
def add(desk: Here, form: FormSent) -> Response:
    """A new till; its key is on this page and on no other."""
    store, name = form.text("store"), form.text("name")
    if not 0 < len(name) <= LONGEST_NAME:
        return _tills(desk, HTTPStatus.BAD_REQUEST)
    till = desk.act(
        DeedKind.ADD_TILL,
        lambda session: add_till(session, store, name, desk.now),
        lambda done: done.id,
        lambda _: {"store": store},
    )
    return _tills(desk, shown_once=till.key, shown_for=name, kind="key")


@routes.post("/{till_id}/revoke")
def revoke(desk: Here, till_id: Id) -> Response:
    """Its key opens nothing from now on."""
    desk.act(DeedKind.REVOKE_TILL, lambda session: revoke_till(session, till_id, desk.now), till_id)
    return elsewhere("/desk/tills", "revoked")


@routes.post("/{till_id}/pair")
def pair(desk: Here, till_id: Id) -> Response:
    """A one-time code for the page of the cashier."""
    keys = desk.settings.keys
    code = desk.act(
        DeedKind.PAIR_TILL,
        lambda session: offer_pairing(session, keys, till_id, desk.now),
        till_id,
    )
    return _tills(desk, shown_once=code, shown_for="/cashier", kind="code")


def _tills(
    desk: Desk,
    status: int = HTTPStatus.OK,
    *,
    shown_once: str = "",
    shown_for: str = "",
    kind: str = "",
) -> Response:
    def look(session: Session) -> dict[str, Any]:
        return {
            "stores": desk.rules(session).program.stores,
            "tills": all_tills(session),
            "devices": [one for one in all_devices(session) if not one.revoked_at],
        }

    once = {"shown_once": shown_once, "shown_for": shown_for, "kind": kind}
    return desk.page("tills.html", Right.TILLS, status, **once, **desk.read(look))
