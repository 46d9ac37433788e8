"""`kopilka surveys`: whether a definition can be asked, and what members answered."""

import argparse
from collections.abc import Sequence
from datetime import date, timedelta
from pathlib import Path

from kopilka_cli.charts import Chart
from kopilka_cli.database_option import database_as_it_is
from kopilka_cli.reports import EVERY, add_report_to, month_cell
from kopilka_cli.tables import print_table
from kopilka_cli.terminal import complain, say
from loyalty_api.codec import Malformed
from loyalty_api.survey_definition import read_definition
from loyalty_server.programme.survey_rules import parsed_definition
from loyalty_server.programme.versions import rules_at
from loyalty_server.settings import utc_now
from loyalty_server.surveys.report import Figure, figures, ratings_in
from loyalty_server.toml_file import FileRefused, read_text

HEAD = ("survey", "question", "store", "month", "answers", "mean", "NPS", "± 95 %", "CSAT %")


def register(verbs: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """Add the verb `surveys`."""
    nouns = verbs.add_parser("surveys", help="what members are asked, and answered").add_subparsers(
        metavar="WHAT", required=True
    )
    checking = nouns.add_parser("check", help="whether a survey builder's JSON can be asked")
    checking.add_argument("file", type=Path, metavar="FILE", help="a definition of SurveyJS")
    checking.set_defaults(run=_check)
    report = add_report_to(nouns, "NPS, CSAT and ratings by store and month", 365, _report)
    report.add_argument("--survey", help="this survey only, by its id")
    report.add_argument("--svg", type=Path, help="also draw the months into this file")


def _check(chosen: argparse.Namespace) -> int:
    try:
        definition = parsed_definition(read_text(chosen.file))
        read = read_definition(definition, refuse_unknown=True, path=chosen.file.name)
    except (Malformed, FileRefused, OSError) as fault:
        complain(fault)
        return 1
    for place in read.passed_over:
        say(f"{place}: decoration, passed over")
    say(f"{chosen.file.name}: {len(read.pages)} pages, {len(read.questions)} questions")
    return 0


def _report(chosen: argparse.Namespace) -> int:
    now = utc_now()
    with database_as_it_is(chosen) as database, database.reading() as session:
        zone = rules_at(session, now).program.zone
        since = now - timedelta(days=chosen.days)
        found = figures(ratings_in(session, zone, since, chosen.survey))
    print_table(HEAD, map(_row, found))
    if chosen.svg:
        chosen.svg.write_text(chart_of(found).svg(), "utf-8")
    return 0


def chart_of(found: Sequence[Figure]) -> Chart:
    """The mean of each question month by month."""
    monthly = [figure for figure in found if figure.month]
    months = sorted({figure.month for figure in monthly if figure.month})
    means: dict[str, dict[date, float]] = {}
    for figure in monthly:
        if figure.month:
            means.setdefault(figure.question, {})[figure.month] = figure.mean
    lines = {
        question: [by_month.get(month) for month in months] for question, by_month in means.items()
    }
    return Chart("Mean rating by month", [f"{month:%Y-%m}" for month in months], lines, 0, 10)


def _row(figure: Figure) -> Sequence[object]:
    return (
        figure.survey,
        figure.question,
        figure.store or EVERY,
        month_cell(figure.month),
        figure.answers,
        figure.mean,
        figure.nps,
        figure.nps_margin,
        figure.csat,
    )
