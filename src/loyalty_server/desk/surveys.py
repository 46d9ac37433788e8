"""What members answered: scores with how sure they are, choices as bars, and what was written."""

from datetime import timedelta
from typing import Annotated, Any, Final

from fastapi import Depends, Query, Response
from sqlalchemy.orm import Session

from loyalty_server.desk.asking import Desk, Needs, desk_routes
from loyalty_server.desk.drawing import HEADERS
from loyalty_server.desk.forms import FormSent
from loyalty_server.moving.csv_files import csv_text
from loyalty_server.operators.roles import Right
from loyalty_server.surveys.counts import counted
from loyalty_server.surveys.report import figures, ratings_in
from loyalty_server.surveys.results import Results, open_answers, results
from loyalty_server.surveys.table import table
from loyalty_server.tables.operator import DeedKind

Here = Annotated[Desk, Depends(Needs(Right.SURVEYS))]
SINCE: Final = timedelta(days=365)
WRITTEN_SHOWN: Final = 50
CSV: Final = "text/csv; charset=utf-8"
A_FILE: Final = {"Content-Disposition": 'attachment; filename="answers.csv"'}
routes = desk_routes("/surveys")


@routes.post("/answers")
def take_answers(desk: Here, form: FormSent) -> Response:
    """The answers as a table for a spreadsheet, those not yet told left out as on the page."""
    survey = form.text("survey")

    def work(session: Session) -> Results:
        zone = desk.rules(session).program.zone
        since, reader = desk.now - SINCE, desk.who.language
        return results(session, zone, desk.now, since, survey, reader)

    found = desk.act(
        DeedKind.TAKE_ANSWERS, work, survey, lambda found: {"answers": len(found.answers)}
    )
    text = csv_text(*table(found.answers))
    return Response(text.encode("utf-8-sig"), headers={**HEADERS, **A_FILE}, media_type=CSV)


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
