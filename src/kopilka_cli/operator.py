"""`kopilka operator`: give the people who run the programme keys of their own, and take them away."""

import argparse
from datetime import UTC, datetime

from kopilka_cli.database_option import add_database_option, database_of
from kopilka_cli.terminal import complain, say
from loyalty_server.operators import add_operator, all_operators, revoke_operator
from loyalty_server.problems import Refused


def register(verbs: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """Add `kopilka operator add|list|revoke`."""
    nouns = verbs.add_parser("operator", help="who runs the programme").add_subparsers(
        metavar="VERB", required=True
    )
    adding = nouns.add_parser("add", help="print a new operator's key; it is shown once")
    adding.set_defaults(run=_add)
    listing = nouns.add_parser("list", help="names, and whether they are revoked")
    listing.set_defaults(run=_list)
    revoking = nouns.add_parser("revoke", help="refuse this operator from now on")
    revoking.set_defaults(run=_revoke)
    for verb in (adding, revoking):
        verb.add_argument("name", help="the person's name, one person's only")
    for verb in (adding, listing, revoking):
        add_database_option(verb)


def _add(chosen: argparse.Namespace) -> int:
    try:
        with database_of(chosen) as database, database.writing() as session:
            operator = add_operator(session, chosen.name, datetime.now(UTC))
    except ValueError as fault:
        complain(fault)
        return 1
    say(operator.key)
    return 0


def _list(chosen: argparse.Namespace) -> int:
    with database_of(chosen) as database, database.reading() as session:
        for row in all_operators(session):
            revoked = f" revoked {row.revoked_at:%Y-%m-%d %H:%M}" if row.revoked_at else ""
            say(f"{row.name} since {row.created_at:%Y-%m-%d %H:%M}{revoked}")
    return 0


def _revoke(chosen: argparse.Namespace) -> int:
    try:
        with database_of(chosen) as database, database.writing() as session:
            revoke_operator(session, chosen.name, datetime.now(UTC))
    except Refused:
        complain(f"there is no operator {chosen.name!r}")
        return 1
    return 0
