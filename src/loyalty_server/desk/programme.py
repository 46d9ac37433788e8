"""The programme: what holds, another file checked and compared, a basket tried on it, published, taken back."""

from dataclasses import dataclass, field
from http import HTTPStatus
from typing import Annotated, Any, Final

from fastapi import Depends, Path, Response
from sqlalchemy.orm import Session

from loyalty_api.malformed import Malformed
from loyalty_api.problems import ProblemCode
from loyalty_server.desk.asking import Desk, Needs, desk_routes
from loyalty_server.desk.baskets import basket_typed
from loyalty_server.desk.drawing import elsewhere
from loyalty_server.desk.formats import decimals_of
from loyalty_server.desk.forms import Form, FormSent
from loyalty_server.operators.roles import Right
from loyalty_server.problems import Refused
from loyalty_server.programme.changes import Change, changes
from loyalty_server.programme.file import kept_program, parse_program
from loyalty_server.programme.program import Program
from loyalty_server.programme.versions import published_versions, text_of
from loyalty_server.publishing import NAME, publish_over
from loyalty_server.purchases.past_baskets import PastBaskets, past_baskets
from loyalty_server.purchases.rehearsal import AHEAD, Month, beside
from loyalty_server.purchases.trial import Trial, Tried, tried
from loyalty_server.tables.operator import DeedKind
from loyalty_server.toml_file import FileRefused

Here = Annotated[Desk, Depends(Needs(Right.PROGRAMME))]
Number = Annotated[int, Path(ge=1, le=2**31)]
SHOWN: Final = 20
routes = desk_routes("/programme")


@dataclass(frozen=True)
class Looked:
    """What a look at a file found: its `fault`, or what it changes and what a basket comes to."""

    text: str
    fault: str = ""
    program: Program | None = None
    changes: tuple[Change, ...] = ()
    form: Form = field(default_factory=Form)
    tried: Tried | None = None
    not_tried: str = ""
    month: Month | None = None


@routes.get("")
def programme(desk: Here) -> Response:
    """The file that holds, and those before it."""
    return _page(desk, None)


@routes.post("")
def look(desk: Here, form: FormSent) -> Response:
    """Check the file, say what it changes, try the basket if there is one; publish it if that was pressed."""
    text = form.files.get("file") or form.fields.get("text", "")
    looked = _looked(desk, text, form)
    if looked.fault or "publish" not in form.fields:
        return _page(desk, looked, HTTPStatus.BAD_REQUEST if looked.fault else HTTPStatus.OK)
    over = form.whole("over") or 0
    return _published(desk, looked, DeedKind.PUBLISH, over, "published")


@routes.get("/{number}")
def version(desk: Here, number: Number) -> Response:
    """An earlier file, and what going back to it would change."""
    return _page(desk, _looked(desk, desk.read(lambda session: text_of(session, number)), Form()))


@routes.post("/{number}")
def roll_back(desk: Here, number: Number, form: FormSent) -> Response:
    """Make it the rules again, as a new version with its own pictures."""
    looked = _looked(desk, desk.read(lambda session: text_of(session, number)), form)
    over = form.whole("over") or 0
    return _published(desk, looked, DeedKind.ROLL_BACK, over, "rolled_back", number)


def _published(
    desk: Desk, looked: Looked, kind: DeedKind, over: int, said: str, number: int | None = None
) -> Response:
    try:
        desk.act(
            kind,
            lambda session: publish_over(session, looked.text, over, desk.now, number),
            lambda done: str(done.number),
            lambda _: {"in_place_of": over},
        )
    except FileRefused as fault:
        refused = Looked(looked.text, str(fault), form=looked.form)
        return _page(desk, refused, HTTPStatus.BAD_REQUEST)
    except Refused as refusal:
        if refusal.code is not ProblemCode.PRECONDITION_FAILED:
            raise
        return _page(desk, looked, HTTPStatus.CONFLICT, is_late=True)
    return elsewhere("/desk/programme", said)


def _looked(desk: Desk, text: str, form: Form) -> Looked:
    try:
        program = parse_program(text, NAME)
    except FileRefused as fault:
        return Looked(text, str(fault), form=form)
    held = desk.read(lambda session: text_of(session, desk.rules(session).number))
    found, not_tried = None, ""
    if form.text("basket"):
        try:
            found = tried(program, text, _trial(desk, program, form))
        except (Malformed, LookupError) as fault:
            not_tried = getattr(fault, "what", str(fault))
        except Refused as refusal:
            not_tried = str(refusal.code)
    month = _month(desk, program) if form.text("month") else None
    return Looked(text, "", program, tuple(changes(held, text)), form, found, not_tried, month)


def _month(desk: Desk, program: Program) -> Month:
    def look(session: Session) -> tuple[Program, PastBaskets]:
        held = desk.rules(session).program
        return held, past_baskets(session, held, desk.now - AHEAD, desk.now)

    held, past = desk.read(look)
    return beside(held, program, past)


def _trial(desk: Desk, program: Program, form: Form) -> Trial:
    return Trial(
        basket_typed(form.text("basket"), program.currency),
        desk.now,
        tier=form.text("tier") or None,
        store=form.text("store") or None,
        burn=form.minor("burn", decimals_of(program)) or 0,
    )


def _page(
    desk: Desk, looked: Looked | None, status: int = HTTPStatus.OK, *, is_late: bool = False
) -> Response:
    def look(session: Session) -> dict[str, Any]:
        held = desk.rules(session)
        text = text_of(session, held.number)
        return {
            "held": held,
            "text": text,
            "shown": kept_program(text, desk.who.language),
            "versions": published_versions(session, SHOWN),
        }

    seen = desk.read(look)
    return desk.page(
        "programme.html", Right.PROGRAMME, status, looked=looked, is_late=is_late, **seen
    )
