"""`/v1/devices/this/push`: whether the browser that asks is notified."""

from http import HTTPStatus
from typing import Annotated

from fastapi import APIRouter, Depends, Response
from sqlalchemy.orm import Session

from loyalty_api.devices import PushSubscription
from loyalty_api.problems import ProblemCode
from loyalty_server.face.answers import no_content
from loyalty_server.face.asking import RequestLanguage
from loyalty_server.face.bodies import Body
from loyalty_server.face.member_desk import Desk
from loyalty_server.problems import Refused
from loyalty_server.pushes.devices import require_sound, subscribe, unsubscribe
from loyalty_server.sign_in.devices import require_signed_in

routes = APIRouter(prefix="/v1/devices/this/push", tags=["account"])


@routes.put("", status_code=HTTPStatus.NO_CONTENT)
def notify_device(
    desk: Desk,
    language: RequestLanguage,
    body: Annotated[PushSubscription, Depends(Body(PushSubscription))],
) -> Response:
    """Notify this device of messages, in the language it asks in; repeating changes nothing."""
    settings = desk.settings
    if settings.pusher is None:
        raise Refused(ProblemCode.NOT_FOUND)
    require_sound(settings.pusher.services, body)

    def work(session: Session) -> None:
        device = require_signed_in(session, desk.asker)
        subscribe(session, settings.keys, device, body, language, desk.now)

    desk.write(work)
    return no_content()


@routes.delete("", status_code=HTTPStatus.NO_CONTENT)
def leave_device_alone(desk: Desk) -> Response:
    """Notify this device no more; repeating changes nothing."""
    desk.write(lambda session: unsubscribe(session, desk.asker.device_id))
    return no_content()
