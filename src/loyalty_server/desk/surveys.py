"""What members answered: scores with how sure they are, choices as bars, and what was written."""

from datetime import timedelta
from typing import Annotated, Any, Final

from fastapi import Depends, Query, Response
from sqlalchemy.orm import Session

from loyalty_server.desk.asking import Desk, Needs, desk_routes
from loyalty_server.operators.roles import Right
from loyalty_server.surveys.counts import counted
from loyalty_server.surveys.report import figures, ratings_in
from loyalty_server.surveys.results import open_answers, results

Here = Annotated[Desk, Depends(Needs(Right.SURVEYS))]
SINCE: Final = timedelta(days=365)
WRITTEN_SHOWN: Final = 50
routes = desk_routes("/surveys")


@routes.get("")
def surveys(desk: Here, survey: Annotated[str, Query(max_length=64)] = "") -> Response:
    """The programme's surveys, and the results of one: of the last year."""

    def look(session: Session) -> dict[str, Any]:
        program = desk.rules(session).program
        chosen = survey or next((one.id for one in program.surveys), "")
        since, reader = desk.now - SINCE, desk.who.language
        found = results(session, program.zone, desk.now, since, chosen, reader)
        told = figures(ratings_in(found.answers))
        return {
            "surveys": program.surveys,
            "chosen": chosen,
            "answers": len(found.answers),
            "held_back": found.held_back,
            "scores": [one for one in told if not (one.store or one.tier or one.month)],
            "by_store": [one for one in told if one.store],
            "counts": counted(found.answers),
            "written": list(open_answers(found.answers))[:WRITTEN_SHOWN],
        }

    return desk.page("surveys.html", Right.SURVEYS, **desk.read(look))
