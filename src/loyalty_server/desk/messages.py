"""Conversations with members: who waits, the thread, who else is at it, an answer."""

from http import HTTPStatus
from typing import Annotated, Any

from fastapi import Depends, Response
from sqlalchemy.orm import Session

from loyalty_api.malformed import Malformed
from loyalty_server.desk.asking import Desk, Needs, desk_routes
from loyalty_server.desk.drawing import elsewhere
from loyalty_server.desk.forms import FormSent
from loyalty_server.face.asking import Id
from loyalty_server.members.found import names_of, shown_member
from loyalty_server.messages.replies import (
    answered_lately,
    reply,
    thread_of,
    waiting_for_answer,
)
from loyalty_server.operators.roles import Right
from loyalty_server.tables.operator import DeedKind

Here = Annotated[Desk, Depends(Needs(Right.MESSAGES))]
ANSWERED_SHOWN = 20
routes = desk_routes("/messages")


@routes.get("")
def threads(desk: Here) -> Response:
    """Who waits, the longest first, and who was answered lately."""

    def look(session: Session) -> dict[str, Any]:
        waits, answered = waiting_for_answer(session), answered_lately(session, ANSWERED_SHOWN)
        names = names_of(session, (row.member_id for row in (*waits, *answered)))
        return {"waits": waits, "answered": answered, "names": names}

    return desk.page("messages.html", Right.MESSAGES, **desk.read(look))


@routes.get("/{member_id}")
def thread(desk: Here, member_id: Id) -> Response:
    """One member's thread; that somebody read it is in the log."""
    return _thread(desk, member_id)


@routes.post("/{member_id}")
def answer(desk: Here, member_id: Id, form: FormSent) -> Response:
    """Write as support."""
    text = form.text("text")
    try:
        desk.act(
            DeedKind.REPLY, lambda session: reply(session, member_id, text, desk.now), member_id
        )
    except Malformed:
        return _thread(desk, member_id, HTTPStatus.BAD_REQUEST, text)
    return elsewhere(f"/desk/messages/{member_id}", "replied")


def _thread(
    desk: Desk, member_id: str, status: int = HTTPStatus.OK, typed: str | None = None
) -> Response:
    def look(session: Session) -> dict[str, Any]:
        program = desk.rules(session).program
        member = shown_member(session, program, member_id, desk.now)
        return {"member": member, "thread": thread_of(session, member_id)}

    seen = desk.act(DeedKind.SEE_MEMBER, look, member_id)
    return desk.page("thread.html", Right.MESSAGES, status, typed=typed, **seen)
