"""Contests: what stands, the draw when it is due, its proof to hand on, and what each winner was given."""

from collections.abc import Sequence
from datetime import timedelta
from typing import Annotated, Any, Final

from fastapi import Depends, Response
from sqlalchemy.orm import Session

from loyalty_api.codec import dumps
from loyalty_server.contests.drawing import draw, drawn, give_prizes, list_entries
from loyalty_server.contests.overview import Standing, standings, winners
from loyalty_server.desk.asking import Desk, Needs, desk_routes
from loyalty_server.desk.drawing import HEADERS, elsewhere
from loyalty_server.face.asking import Id
from loyalty_server.members.found import names_of
from loyalty_server.operators.roles import Right
from loyalty_server.tables.operator import DeedKind

Here = Annotated[Desk, Depends(Needs(Right.CONTESTS))]
A_FILE: Final = {"Content-Disposition": 'attachment; filename="draw.json"'}
A_DAY: Final = timedelta(days=1)
routes = desk_routes("/contests")


@routes.get("")
def contests(desk: Here) -> Response:
    """Those of the programme, and those that were drawn."""

    def look(session: Session) -> dict[str, Any]:
        found = standings(session, desk.now)
        return {"contests": found, **_won(desk, session, found)}

    seen = desk.read(look)
    return desk.page("contests.html", Right.CONTESTS, now=desk.now, a_day=A_DAY, **seen)


@routes.post("/{contest_id}/draw")
def draw_now(desk: Here, contest_id: Id) -> Response:
    """Once its last day is over; drawn again it stays as it is."""
    list_entries(desk.settings.database, contest_id, desk.now)
    desk.act(
        DeedKind.DRAW_CONTEST,
        lambda session: draw(session, contest_id, desk.now),
        contest_id,
        lambda said: {"numbers": len(said.numbers), "wins": len(said.wins)},
    )
    give_prizes(desk.settings.database, desk.settings.clock)
    return elsewhere("/desk/contests", "drawn")


@routes.get("/{contest_id}/proof")
def proof(desk: Here, contest_id: Id) -> Response:
    """What anybody needs to draw again; it names nobody."""
    text = dumps(desk.read(lambda session: drawn(session, contest_id)))
    return Response(text, headers={**HEADERS, **A_FILE}, media_type="application/json")


def _won(desk: Desk, session: Session, found: Sequence[Standing]) -> dict[str, Any]:
    """Who it was is for those who look after members."""
    won_in = {one.id: winners(session, one.id) for one in found if one.drawn_at}
    may_know = Right.MEMBERS in desk.who.rights
    whose = [one.member_id for some in won_in.values() for one in some if may_know]
    return {"won_in": won_in, "who_won": names_of(session, whose)}
