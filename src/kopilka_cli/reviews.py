"""`kopilka reviews report`: how members rated their visits, by store and month, and what they said."""

import argparse
from collections.abc import Sequence
from dataclasses import astuple
from datetime import timedelta

from kopilka_cli.database_option import add_database_option
from kopilka_cli.tables import print_table
from loyalty_server.database.transactions import Database
from loyalty_server.publishing import rules_at
from loyalty_server.settings import utc_now
from loyalty_server.surveys.report import Figure, figures
from loyalty_server.surveys.reviews import review_ratings, reviews_with_text

RATINGS = ("store", "month", "reviews", "mean", "satisfied %")
TEXTS = ("on", "store", "rating", "text")


def register(verbs: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """Add the verb `reviews`."""
    reviews = verbs.add_parser("reviews", help="how members rated their visits")
    report = reviews.add_subparsers(metavar="WHAT", required=True).add_parser(
        "report", help="ratings by store and month, and what was said"
    )
    report.add_argument("--days", type=int, default=90, help="how far back (90)")
    report.set_defaults(run=_report)
    add_database_option(report)


def _report(chosen: argparse.Namespace) -> int:
    now = utc_now()
    since = now - timedelta(days=chosen.days)
    with Database(chosen.database_url).reading() as session:
        zone = rules_at(session, now).program.zone
        rated = figures(review_ratings(session, zone, since))
        said = reviews_with_text(session, zone, since)
    print_table(RATINGS, map(_row, rated))
    print()
    print_table(TEXTS, map(astuple, said))
    return 0


def _row(figure: Figure) -> Sequence[object]:
    month = f"{figure.month:%Y-%m}" if figure.month else "all"
    return (figure.store or "all", month, figure.answers, figure.mean, figure.csat)
