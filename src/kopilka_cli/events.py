"""`kopilka events list`: which events have places, how many are booked, and who came."""

import argparse
from dataclasses import astuple

from kopilka_cli.options.database import add_database_option, database_as_it_is
from kopilka_cli.tables import print_table
from loyalty_server.messages.events import Attendance, attendances

HEAD = ("event", "title", "starts (UTC)", "places", "booked", "came")


def register(verbs: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """Add `kopilka events list`."""
    nouns = verbs.add_parser("events", help="events with places to book").add_subparsers(
        metavar="VERB", required=True
    )
    listing = nouns.add_parser("list", help="places, bookings and who came, the latest first")
    listing.set_defaults(run=_list)
    add_database_option(listing)


def _list(chosen: argparse.Namespace) -> int:
    with database_as_it_is(chosen) as database, database.reading() as session:
        print_table(HEAD, map(_row, attendances(session)))
    return 0


def _row(one: Attendance) -> tuple[object, ...]:
    event_id, title, starts_at, *counts = astuple(one)
    return (event_id, title, f"{starts_at:%Y-%m-%d %H:%M}", *counts)
