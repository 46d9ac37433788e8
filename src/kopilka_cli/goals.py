"""`kopilka goals list`: each round of personal goals, how many members have one and got there."""

import argparse
from dataclasses import astuple

from kopilka_cli.options.database import add_database_option, database_as_it_is
from kopilka_cli.tables import print_table
from loyalty_server.challenges.personal import round_results

HEAD = ("round from", "members", "days asked (median)", "reached", "points")


def register(verbs: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """Add `kopilka goals list`."""
    nouns = verbs.add_parser("goals", help="personal goals").add_subparsers(
        metavar="VERB", required=True
    )
    listing = nouns.add_parser("list", help="every round, the latest first")
    listing.set_defaults(run=_list)
    add_database_option(listing)


def _list(chosen: argparse.Namespace) -> int:
    with database_as_it_is(chosen) as database, database.reading() as session:
        print_table(HEAD, map(astuple, round_results(session)))
    return 0
