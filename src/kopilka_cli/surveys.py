"""`kopilka surveys report`: what members answered, as a table and as a chart."""

import argparse
from collections.abc import Sequence
from datetime import date, timedelta
from pathlib import Path

from kopilka_cli.charts import Chart
from kopilka_cli.database_option import add_database_option
from kopilka_cli.tables import print_table
from loyalty_server.database.transactions import Database
from loyalty_server.publishing import rules_at
from loyalty_server.settings import utc_now
from loyalty_server.surveys.report import Figure, figures, ratings_in

HEAD = ("survey", "question", "store", "month", "answers", "mean", "NPS", "CSAT %")


def register(verbs: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """Add the verb `surveys`."""
    surveys = verbs.add_parser("surveys", help="what members answered")
    report = surveys.add_subparsers(metavar="WHAT", required=True).add_parser(
        "report", help="NPS, CSAT and ratings by store and month"
    )
    report.add_argument("--survey", help="this survey only, by its id")
    report.add_argument("--days", type=int, default=365, help="how far back (365)")
    report.add_argument("--svg", type=Path, help="also draw the months into this file")
    report.set_defaults(run=_report)
    add_database_option(report)


def _report(chosen: argparse.Namespace) -> int:
    now = utc_now()
    with Database(chosen.database_url).reading() as session:
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
    month = f"{figure.month:%Y-%m}" if figure.month else "all"
    return (
        figure.survey,
        figure.question,
        figure.store or "all",
        month,
        figure.answers,
        figure.mean,
        figure.nps,
        figure.csat,
    )
