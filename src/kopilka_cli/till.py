"""`kopilka till`: give a till and its display their keys, list the tills, take the keys away."""

import argparse
import sys
from datetime import UTC, datetime
from pathlib import Path

from kopilka_cli.database_option import add_database_option, database_of
from loyalty_server.keys import keys_in
from loyalty_server.problems import Refused
from loyalty_server.till.tills import add_till, all_tills, display_key, revoke_till


def register(verbs: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """Add `kopilka till add|display|list|revoke`."""
    nouns = verbs.add_parser("till", help="tills and their keys").add_subparsers(
        metavar="VERB", required=True
    )
    adding = nouns.add_parser("add", help="print a new till's id and key; the key is shown once")
    adding.add_argument("store", help="the store's id in the programme file")
    adding.add_argument("name", help="what the cashiers call it")
    adding.set_defaults(run=_add)
    listing = nouns.add_parser("list", help="id, store, name and whether it is revoked")
    listing.set_defaults(run=_list)
    revoking = nouns.add_parser("revoke", help="refuse this till from now on")
    revoking.add_argument("till", help="the till's id")
    revoking.set_defaults(run=_revoke)
    display = nouns.add_parser("display", help="print the key of the display beside a till")
    display.add_argument("till", help="the till's id")
    display.add_argument("--keys", type=Path, default=Path("kopilka.key"), metavar="FILE")
    display.set_defaults(run=_display)
    for verb in (adding, listing, revoking):
        add_database_option(verb)


def _add(chosen: argparse.Namespace) -> int:
    try:
        with database_of(chosen).writing() as session:
            till = add_till(session, chosen.store, chosen.name, datetime.now(UTC))
    except Refused:
        print(f"the programme has no store {chosen.store!r}", file=sys.stderr)
        return 1
    print(f"{till.id} {till.key}")
    return 0


def _list(chosen: argparse.Namespace) -> int:
    with database_of(chosen).reading() as session:
        for till in all_tills(session):
            revoked = f" revoked {till.revoked_at:%Y-%m-%d %H:%M}" if till.revoked_at else ""
            print(f"{till.id} {till.store_id} {till.name}{revoked}")
    return 0


def _display(chosen: argparse.Namespace) -> int:
    """The key opens nothing where there is no such till."""
    print(display_key(keys_in(chosen.keys), chosen.till))
    return 0


def _revoke(chosen: argparse.Namespace) -> int:
    try:
        with database_of(chosen).writing() as session:
            revoke_till(session, chosen.till, datetime.now(UTC))
    except Refused:
        print(f"there is no till {chosen.till!r}", file=sys.stderr)
        return 1
    return 0
