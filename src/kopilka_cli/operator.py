"""`kopilka operator`: give the people who run the programme keys of their own, and take them away; what they did."""

import argparse
from datetime import UTC, datetime

from kopilka_cli.options.database import add_database_option, database_of
from kopilka_cli.tables import print_table
from kopilka_cli.terminal import complain, say
from loyalty_server.operators.deeds import deeds_before
from loyalty_server.operators.people import (
    add_operator,
    all_operators,
    give_key,
    revoke_operator,
)
from loyalty_server.operators.roles import Role
from loyalty_server.problems import Refused

HEAD = ("at", "operator", "what", "about", "with")


def register(verbs: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """Add `kopilka operator add|list|key|revoke|log`."""
    nouns = verbs.add_parser("operator", help="who runs the programme").add_subparsers(
        metavar="VERB", required=True
    )
    adding = nouns.add_parser("add", help="print a new operator's key; it is shown once")
    adding.add_argument(
        "--role",
        action="append",
        choices=[str(role) for role in Role],
        help=f"what for; may be said again ({Role.OWNER})",
    )
    adding.set_defaults(run=_add)
    listing = nouns.add_parser("list", help="names, roles, and whether they are revoked")
    listing.set_defaults(run=_list)
    revoking = nouns.add_parser("revoke", help="refuse this operator from now on")
    revoking.set_defaults(run=_revoke)
    rekeying = nouns.add_parser("key", help="print another key in place of one that was lost")
    rekeying.set_defaults(run=_key)
    logging = nouns.add_parser("log", help="what operators did, the newest first")
    logging.add_argument("--name", help="of this operator alone")
    logging.set_defaults(run=_log)
    for verb in (adding, rekeying, revoking):
        verb.add_argument("name", help="the person's name, one person's only")
    for verb in (adding, listing, rekeying, revoking, logging):
        add_database_option(verb)


def _add(chosen: argparse.Namespace) -> int:
    try:
        with database_of(chosen) as database, database.writing() as session:
            roles = chosen.role or (Role.OWNER,)
            operator = add_operator(session, chosen.name, datetime.now(UTC), roles)
    except ValueError as fault:
        complain(fault)
        return 1
    say(operator.key)
    return 0


def _list(chosen: argparse.Namespace) -> int:
    with database_of(chosen) as database, database.reading() as session:
        for row in all_operators(session):
            revoked = f" revoked {row.revoked_at:%Y-%m-%d %H:%M}" if row.revoked_at else ""
            roles = ", ".join(row.roles)
            say(f"{row.name} since {row.created_at:%Y-%m-%d %H:%M} as {roles}{revoked}")
    return 0


def _key(chosen: argparse.Namespace) -> int:
    try:
        with database_of(chosen) as database, database.writing() as session:
            key = give_key(session, chosen.name)
    except Refused:
        complain(f"there is no operator {chosen.name!r}")
        return 1
    say(key)
    return 0


def _log(chosen: argparse.Namespace) -> int:
    with database_of(chosen) as database, database.reading() as session:
        print_table(
            HEAD,
            (
                (f"{one.at:%Y-%m-%d %H:%M}", one.operator, one.kind, one.about, _told(one.told))
                for one in deeds_before(session, operator=chosen.name)
            ),
        )
    return 0


def _told(told: dict[str, object]) -> str:
    return ", ".join(f"{name} {value}" for name, value in told.items())


def _revoke(chosen: argparse.Namespace) -> int:
    try:
        with database_of(chosen) as database, database.writing() as session:
            revoke_operator(session, chosen.name, datetime.now(UTC))
    except Refused:
        complain(f"there is no operator {chosen.name!r}")
        return 1
    return 0
