"""Messages to many: written, tried on one member, sent or put off, stopped, and what they did."""

from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime
from http import HTTPStatus
from typing import Annotated, Any, Final
from uuid import uuid4
from zoneinfo import ZoneInfo

from fastapi import Depends, Response
from sqlalchemy.orm import Session

from loyalty_api.malformed import Malformed
from loyalty_api.messages import MessageKind
from loyalty_server.desk.asking import Desk, Needs, desk_routes
from loyalty_server.desk.drawing import elsewhere
from loyalty_server.desk.forms import Form, FormSent
from loyalty_server.face.asking import Id
from loyalty_server.languages import Language
from loyalty_server.members.found import member_of_card
from loyalty_server.messages.broadcasts import WORDS, Broadcast, Wording, require_sound
from loyalty_server.messages.events import attendances
from loyalty_server.messages.results import results_of
from loyalty_server.messages.schedule import all_broadcasts, put_off, stop, try_on
from loyalty_server.operators.roles import Right
from loyalty_server.programme.eligibility import Eligibility
from loyalty_server.programme.file import other_languages
from loyalty_server.programme.versions import text_of
from loyalty_server.tables.operator import DeedKind

Here = Annotated[Desk, Depends(Needs(Right.BROADCASTS))]
SHOWN: Final = 30
ID_LENGTH: Final = 12
routes = desk_routes("/broadcasts")


@routes.get("")
def broadcasts(desk: Here) -> Response:
    """Those there are, and a form for another one."""
    return _page(desk)


@routes.post("")
def send(desk: Here, form: FormSent) -> Response:
    """Try it on one member, or have it sent: at once or at its hour, while a server runs."""
    try:
        broadcast = desk.read(lambda session: _written(desk, session, form))
    except Malformed as fault:
        return _page(desk, HTTPStatus.BAD_REQUEST, form, f"{fault.path.lstrip('$.')}: {fault.what}")
    if "try" in form.fields:
        return _tried(desk, form, broadcast)
    desk.act(
        DeedKind.SEND_BROADCAST,
        lambda session: put_off(session, broadcast),
        broadcast.id,
        lambda at: {"at": at.isoformat()},
    )
    return elsewhere(f"/desk/broadcasts/{broadcast.id}", "sent")


@routes.get("/{broadcast_id}")
def one(desk: Here, broadcast_id: Id) -> Response:
    """What became of it."""

    def look(session: Session) -> dict[str, Any]:
        known = {row.broadcast.id: row for row in all_broadcasts(session, desk.now)}
        return {
            "row": known.get(broadcast_id),
            "results": results_of(session, broadcast_id),
            "event": next(iter(attendances(session, broadcast_id)), None),
        }

    return desk.page("broadcast.html", Right.BROADCASTS, **desk.read(look))


@routes.post("/{broadcast_id}/stop")
def stop_it(desk: Here, broadcast_id: Id) -> Response:
    """Nobody more gets it."""
    desk.act(
        DeedKind.STOP_BROADCAST,
        lambda session: stop(session, broadcast_id, desk.now),
        broadcast_id,
    )
    return elsewhere(f"/desk/broadcasts/{broadcast_id}", "stopped")


def _tried(desk: Desk, form: Form, broadcast: Broadcast) -> Response:
    member = desk.read(lambda session: member_of_card(session, form.text("card")))
    if member is None:
        return _page(desk, HTTPStatus.NOT_FOUND, form, is_nobody=True)
    desk.act(
        DeedKind.TRY_BROADCAST,
        lambda session: try_on(session, broadcast, member, desk.now),
        member,
    )
    return _page(desk, form=form, is_tried=True)


def _written(desk: Desk, session: Session, form: Form) -> Broadcast:
    """What the form says. Raises `Malformed`."""
    program, others = desk.rules(session).program, _others(session, desk)
    is_event = form.text("kind") == MessageKind.EVENT
    broadcast = Broadcast(
        id=uuid4().hex[:ID_LENGTH],
        kind=MessageKind.EVENT if is_event else MessageKind.NEWS,
        title=form.text("title"),
        text=form.text("text"),
        topic=form.text("topic") or None,
        said=dict(_said(form, others)),
        starts_at=_moment("starts_at", form, program.zone) if is_event else None,
        place=form.text("place") if is_event else "",
        places=form.whole("places") if is_event else None,
        eligible=Eligibility(
            tiers=_chosen(form, "tier"),
            stores=_chosen(form, "store"),
            segments=_chosen(form, "segment"),
            likes=form.text("likes") or None,
            lapsed_days=form.whole("lapsed_days"),
        ),
        holdout=form.whole("holdout") or 0,
        send_at=_moment("send_at", form, program.zone) or desk.now,
    )
    require_sound(program, broadcast)
    return broadcast


def _said(form: Form, others: Iterable[Language]) -> Iterator[tuple[str, Wording]]:
    """What it says in languages that are not the programme's own, where something was typed."""
    for language in others:
        words = [form.text(f"{name}_{language}") for name in WORDS]
        if any(words):
            yield str(language), Wording(*words)


def _others(session: Session, desk: Desk) -> Sequence[Language]:
    return other_languages(text_of(session, desk.rules(session).number))


def _chosen(form: Form, name: str) -> tuple[str, ...]:
    return (form.text(name),) if form.text(name) else ()


def _moment(name: str, form: Form, zone: ZoneInfo) -> datetime | None:
    """In the programme's time, as a browser writes it. Raises `Malformed`."""
    if not form.text(name):
        return None
    try:
        return datetime.fromisoformat(form.text(name)).replace(tzinfo=zone)
    except ValueError as error:
        raise Malformed(f"$.{name}", "a day and an hour are needed") from error


def _page(
    desk: Desk,
    status: int = HTTPStatus.OK,
    form: Form | None = None,
    fault: str = "",
    **found: bool,
) -> Response:
    def look(session: Session) -> dict[str, Any]:
        program = desk.rules(session).program
        others = _others(session, desk)
        return {
            "rules": program,
            "others": others,
            "sent": all_broadcasts(session, desk.now, SHOWN),
        }

    told = {"is_nobody": False, "is_tried": False, **found}
    seen = desk.read(look)
    return desk.page(
        "broadcasts.html",
        Right.BROADCASTS,
        status,
        form=form or Form(),
        fault=fault,
        **told,
        **seen,
    )
