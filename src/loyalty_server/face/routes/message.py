"""`/v1/messages`: the thread with support and the inbox."""

from http import HTTPStatus
from typing import Annotated

from fastapi import APIRouter, Depends, Query, Response
from sqlalchemy.orm import Session

from loyalty_api.messages import Folder, Message, Messages, MessagesRead, NewMessage
from loyalty_server.cursors import LONGEST, NotACursor
from loyalty_server.face.answers import PERSONAL, answer, no_content
from loyalty_server.face.asking import RequestLanguage
from loyalty_server.face.bodies import Body
from loyalty_server.face.keyed_desk import Desk as KeyedDesk
from loyalty_server.face.member_desk import Desk
from loyalty_server.face.refusals import invalid
from loyalty_server.messages.support_webhook import post_notice
from loyalty_server.messages.thread import (
    Reader,
    message_seen,
    message_sent_as,
    messages_page,
    read_messages,
    write_to_support,
)
from loyalty_server.programme.program import Program
from loyalty_server.programme.translation import SAME

routes = APIRouter(prefix="/v1/messages", tags=["messages"])


@routes.get("", response_model=Messages)
def messages(
    desk: Desk,
    language: RequestLanguage,
    folder: Annotated[Folder | None, Query()] = None,
    cursor: Annotated[str | None, Query(max_length=LONGEST)] = None,
) -> Response:
    """One page of the member's messages, newest first; `next` and the `Link` header lead on."""

    def work(session: Session) -> Messages:
        translator = desk.rules(session, language).translator
        reader = None if translator is SAME else Reader(language, translator)
        return messages_page(session, desk.member_id, folder, cursor, reader)

    try:
        page = desk.read(work)
    except NotACursor as error:
        raise invalid("cursor", str(error)) from error
    return answer(page, headers=PERSONAL | _link(page, folder))


@routes.post("", status_code=HTTPStatus.CREATED, response_model=Message)
def write(desk: KeyedDesk, body: Annotated[NewMessage, Depends(Body(NewMessage))]) -> Response:
    """Write to support."""

    def work(session: Session, _: Program) -> Message:
        member_id, key = desk.asker.member_id, desk.call.key
        row = message_sent_as(session, member_id, key, body.text)
        if row is None:
            row = write_to_support(
                session, member_id, body.text, desk.now, key=key, call_back=body.call_back
            )
            post_notice(session, desk.settings.support, row)
        return message_seen(row)

    return desk.once(body, HTTPStatus.CREATED, work)


@routes.put("/read", status_code=HTTPStatus.NO_CONTENT)
def read(desk: Desk, body: Annotated[MessagesRead, Depends(Body(MessagesRead))]) -> Response:
    """These messages were seen; repeating changes nothing."""
    desk.write(
        lambda session: read_messages(session, desk.member_id, body.message_ids, body.at, desk.now)
    )
    return no_content()


def _link(page: Messages, folder: Folder | None) -> dict[str, str]:
    if page.next is None:
        return {}
    of_folder = f"&folder={folder}" if folder else ""
    return {"Link": f'</v1/messages?cursor={page.next}{of_folder}>; rel="next"'}
