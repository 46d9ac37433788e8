"""`kopilka offers report`: what each offer did, and what personal offers change."""

import argparse
from dataclasses import astuple
from datetime import timedelta

from kopilka_cli.database_option import add_database_option
from kopilka_cli.tables import print_table
from loyalty_server.database.transactions import Database
from loyalty_server.offers.report import (
    GroupFigures,
    OfferFigures,
    group_figures,
    offer_figures,
)
from loyalty_server.publishing import rules_at
from loyalty_server.settings import utc_now

OFFERS = ("offer", "shown", "activated", "used", "points", "money off")
GROUPS = ("group", "members", "purchases each", "paid each")


def register(verbs: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """Add the verb `offers`."""
    offers = verbs.add_parser("offers", help="what offers did")
    report = offers.add_subparsers(metavar="WHAT", required=True).add_parser(
        "report", help="shown, activated, used; members with and without personal offers"
    )
    report.add_argument("--days", type=int, default=90, help="purchases of how many days (90)")
    report.set_defaults(run=_report)
    add_database_option(report)


def _report(chosen: argparse.Namespace) -> int:
    now = utc_now()
    since = now - timedelta(days=chosen.days)
    with Database(chosen.database_url).reading() as session:
        program = rules_at(session, now).program
        print_table(OFFERS, map(_with_money, offer_figures(session)))
        print()
        print_table(GROUPS, map(_with_money, group_figures(session, program, since)))
        print(f"\nmoney in {program.currency}")
    return 0


def _with_money(figures: OfferFigures | GroupFigures) -> tuple[object, ...]:
    """A row whose last cell is money, out of minor units."""
    *rest, minor = astuple(figures)
    return (*rest, f"{minor / 100:.2f}")
