"""What members may do with what is known about them: see all of it, and have it destroyed."""

from dataclasses import replace
from http import HTTPStatus

from fastapi import APIRouter, Response
from sqlalchemy.orm import Session

from loyalty_api.requests import Erasure, Export
from loyalty_server.engines.accounts import known_standing
from loyalty_server.face.answers import SECRET, answer, no_content
from loyalty_server.face.member_desk import Desk
from loyalty_server.privacy.erasure import ask_erasure, undo_erasure
from loyalty_server.privacy.export import records_of
from loyalty_server.sign_in.devices import require_signed_in

AS_FILE = SECRET | {"Content-Disposition": 'attachment; filename="loyalty-export.json"'}
routes = APIRouter(prefix="/v1", tags=["privacy"])


@routes.post("/privacy/exports", response_model=Export)
def export(desk: Desk) -> Response:
    """Everything the programme holds about the member; nothing is changed by asking."""
    records = desk.read(lambda session: records_of(session, desk.member_id))
    return answer(Export(desk.now, records), headers=AS_FILE)


@routes.delete("/member", status_code=HTTPStatus.ACCEPTED, response_model=Erasure)
def leave(desk: Desk) -> Response:
    """Leave the programme: after two weeks everything personal is destroyed and the points are lost.

    The device must have signed in within the last ten minutes.
    """

    def work(session: Session) -> Erasure:
        asked = ask_erasure(session, require_signed_in(session, desk.asker), desk.now)
        if desk.settings.engine is None:
            return asked
        known = known_standing(session, desk.member_id)
        return replace(asked, points_lost=max(0, known.standing.balance) if known else 0)

    return answer(desk.write(work), HTTPStatus.ACCEPTED)


@routes.delete("/member/erasure", status_code=HTTPStatus.NO_CONTENT)
def stay(desk: Desk) -> Response:
    """Undo leaving; repeating changes nothing."""
    desk.write(lambda session: undo_erasure(session, desk.member_id))
    return no_content()
