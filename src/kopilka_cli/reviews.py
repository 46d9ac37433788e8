"""`kopilka reviews report`: how members rated their visits, by store, tier and month, and what they said."""

import argparse
from collections.abc import Sequence
from dataclasses import astuple
from datetime import timedelta

from kopilka_cli.database_option import database_as_it_is
from kopilka_cli.reports import EVERY, add_report, month_cell
from kopilka_cli.tables import print_table
from kopilka_cli.terminal import say
from loyalty_server.programme.versions import rules_at
from loyalty_server.settings import utc_now
from loyalty_server.surveys.report import Figure, figures
from loyalty_server.surveys.reviews import review_ratings, reviews_with_text

RATINGS = ("store", "tier", "month", "reviews", "mean", "satisfied %")
TEXTS = ("on", "store", "rating", "text")


def register(verbs: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """Add the verb `reviews`."""
    shows = "ratings by store, tier and month, and what was said"
    report = add_report(verbs, "reviews", "how members rated their visits", shows, 90, _report)
    report.add_argument("--store", metavar="ID", help="of this store only, by its id")


def _report(chosen: argparse.Namespace) -> int:
    now = utc_now()
    since = now - timedelta(days=chosen.days)
    with database_as_it_is(chosen) as database, database.reading() as session:
        zone = rules_at(session, now).program.zone
        rated = figures(review_ratings(session, zone, since, chosen.store))
        said = reviews_with_text(session, zone, since, chosen.store)
    print_table(RATINGS, map(_row, rated))
    say("")
    print_table(TEXTS, map(astuple, said))
    return 0


def _row(figure: Figure) -> Sequence[object]:
    month = month_cell(figure.month)
    store, tier = figure.store or EVERY, figure.tier or EVERY
    return (store, tier, month, figure.answers, figure.mean, figure.csat)
