"""The first page: the programme in a few numbers."""

from typing import Annotated, Any

from fastapi import Depends, Response
from sqlalchemy.orm import Session

from loyalty_server.desk.asking import Desk, Needs, desk_routes
from loyalty_server.operators.roles import Right
from loyalty_server.overview.figures import WINDOW
from loyalty_server.programme.promo_rules import promo_use

Here = Annotated[Desk, Depends(Needs(Right.FIGURES))]
routes = desk_routes("/figures")


@routes.get("")
def figures(desk: Here) -> Response:
    """Of the last three months."""

    def look(session: Session) -> dict[str, Any]:
        rules = desk.rules(session)
        program = rules.program
        names = {one.id: one.title for one in program.offers}
        names |= {promo_use(one.id): one.title for one in program.promo_codes}
        return {"seen": desk.settings.overviews.of(session, rules, desk.now), "names": names}

    return desk.page("figures.html", Right.FIGURES, days=WINDOW.days, **desk.read(look))
