"""`kopilka surveys`: whether a definition can be asked, what members answered, and that handed on."""

import argparse
from collections.abc import Sequence
from dataclasses import astuple
from datetime import date, timedelta
from pathlib import Path

from kopilka_cli.charts import Chart
from kopilka_cli.days import days_given
from kopilka_cli.handed_on import csv_lines, hand_on, json_lines
from kopilka_cli.options.database import add_database_option, database_as_it_is
from kopilka_cli.reports import EVERY, add_report_to, month_cell
from kopilka_cli.tables import print_table
from kopilka_cli.terminal import complain, say
from loyalty_api.malformed import Malformed
from loyalty_api.surveys.definition import read_definition
from loyalty_server.programme.survey_rules import parsed_definition
from loyalty_server.programme.versions import rules_at
from loyalty_server.settings import utc_now
from loyalty_server.surveys.crowds import FEWEST
from loyalty_server.surveys.report import Figure, figures, ratings_in
from loyalty_server.surveys.results import Results, open_answers, results
from loyalty_server.surveys.table import table
from loyalty_server.toml_file import FileRefused, read_text

HEAD = (
    *("survey", "question", "store", "tier", "month"),
    *("answers", "mean", "NPS", "NPS 95 %", "CSAT %"),
)
WRITTEN = ("on", "store", "question", "text")
FOR_SPREADSHEETS = "utf-8-sig"
"""Some take a file without this mark for one in an old encoding."""


def register(verbs: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """Add the verb `surveys`."""
    nouns = verbs.add_parser("surveys", help="what members are asked, and answered").add_subparsers(
        metavar="WHAT", required=True
    )
    checking = nouns.add_parser("check", help="whether a survey builder's JSON can be asked")
    checking.add_argument("file", type=Path, metavar="FILE", help="a definition of SurveyJS")
    checking.set_defaults(run=_check)
    _add_export(nouns)
    report = add_report_to(nouns, "NPS, CSAT and ratings by store, tier and month", 365, _report)
    report.add_argument("--survey", help="this survey only, by its id")
    report.add_argument("--svg", type=Path, help="also draw the months into this file")


def _add_export(nouns: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    export = nouns.add_parser("export", help="the answers to one survey, for other programs")
    export.add_argument("survey", metavar="ID", help="the survey's id in the programme")
    form = export.add_mutually_exclusive_group(required=True)
    form.add_argument("--csv", action="store_true", help="a table with a column for each question")
    form.add_argument("--json", action="store_true", help="objects as SurveyJS keeps them")
    export.add_argument("--days", type=days_given, help="how far back (all)")
    export.add_argument("--to", type=Path, metavar="FILE", help="into this file")
    add_database_option(export)
    export.set_defaults(run=_export)


def _check(chosen: argparse.Namespace) -> int:
    try:
        definition = parsed_definition(read_text(chosen.file))
        read = read_definition(definition, refuse_unknown=True, path=chosen.file.name)
    except (Malformed, FileRefused) as fault:
        complain(fault)
        return 1
    for place in read.passed_over:
        say(f"{place}: passed over, changes nothing")
    say(f"{chosen.file.name}: {len(read.pages)} pages, {len(read.questions)} questions")
    return 0


def _report(chosen: argparse.Namespace) -> int:
    found = _results(chosen)
    rated = list(ratings_in(found.answers))
    print_table(HEAD, map(_row, figures(rated)))
    say("")
    print_table(WRITTEN, map(astuple, open_answers(found.answers)))
    _say_what_waits(found)
    if chosen.svg:
        scales = figures(one for one in rated if not one.question.is_number)
        chosen.svg.write_text(chart_of(scales).svg(), "utf-8")
    return 0


def _export(chosen: argparse.Namespace) -> int:
    found = _results(chosen)
    if not found.answers and not found.held_back:
        complain(f"there are no answers to a survey {chosen.survey!r}")
        return 1
    if chosen.csv:
        hand_on(csv_lines(*table(found.answers)), chosen.to, FOR_SPREADSHEETS)
    else:
        hand_on(json_lines(one.values for one in found.answers), chosen.to, "utf-8")
    _say_what_waits(found)
    return 0


def _results(chosen: argparse.Namespace) -> Results:
    now = utc_now()
    since = None if chosen.days is None else now - timedelta(days=chosen.days)
    with database_as_it_is(chosen) as database, database.reading() as session:
        program = rules_at(session, now).program
        return results(session, program.zone, now, since, chosen.survey, program.language)


def _say_what_waits(found: Results) -> None:
    if found.held_back:
        complain(
            f"{found.held_back} unlinkable answers wait until their month is over"
            f" and {FEWEST} can be told together"
        )


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
        figure.tier or EVERY,
        month_cell(figure.month),
        figure.answers,
        figure.mean,
        figure.nps,
        figure.nps_within,
        figure.csat,
    )
