"""`kopilka reviews report|public`: how members rated their visits, what they said, and what of it others may read."""

import argparse
from collections.abc import Sequence
from dataclasses import asdict, astuple
from datetime import timedelta
from pathlib import Path

from kopilka_cli.days import days_given
from kopilka_cli.handed_on import hand_on, json_lines
from kopilka_cli.options.database import add_database_option, database_as_it_is
from kopilka_cli.reports import EVERY, add_report_to, month_cell
from kopilka_cli.tables import print_table
from kopilka_cli.terminal import complain, say
from loyalty_server.programme.versions import rules_at
from loyalty_server.settings import utc_now
from loyalty_server.surveys.report import Figure, figures
from loyalty_server.surveys.reviews import review_ratings, reviews_with_text

RATINGS = ("store", "tier", "month", "reviews", "mean", "satisfied %")
TEXTS = ("on", "store", "rating", "text")


def register(verbs: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """Add `kopilka reviews report|public`."""
    nouns = verbs.add_parser("reviews", help="how members rated their visits").add_subparsers(
        metavar="VERB", required=True
    )
    shows = "ratings by store, tier and month, and what was said"
    report = add_report_to(nouns, shows, 90, _report)
    public = nouns.add_parser("public", help="what others may read, as JSON, with nobody's name")
    public.add_argument("--days", type=days_given, default=90, help="how far back (90)")
    public.add_argument("--out", type=Path, metavar="FILE", help="where to write it (else here)")
    public.set_defaults(run=_public)
    add_database_option(public)
    for verb in (report, public):
        verb.add_argument("--store", metavar="ID", help="of this store only, by its id")


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


def _public(chosen: argparse.Namespace) -> int:
    now = utc_now()
    since = now - timedelta(days=chosen.days)
    with database_as_it_is(chosen) as database, database.reading() as session:
        zone = rules_at(session, now).program.zone
        said = reviews_with_text(session, zone, since, chosen.store, only_public=True)
    try:
        hand_on(json_lines(asdict(one) | {"on": f"{one.on}"} for one in said), chosen.out, "utf-8")
    except OSError as fault:
        complain(fault)
        return 1
    return 0


def _row(figure: Figure) -> Sequence[object]:
    month = month_cell(figure.month)
    store, tier = figure.store or EVERY, figure.tier or EVERY
    return (store, tier, month, figure.answers, figure.mean, figure.csat)
