"""`kopilka till`: give a till and its display their keys, list the tills, take the keys away."""

import argparse
from datetime import UTC, datetime

from kopilka_cli.database_option import add_database_option, database_of
from kopilka_cli.keys_option import add_keys_option, keys_of
from kopilka_cli.terminal import complain, say
from loyalty_server.problems import Refused
from loyalty_server.till.tills import add_till, all_tills, display_key, revoke_till, take_returns


def register(verbs: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """Add `kopilka till add|display|list|returns|revoke`."""
    nouns = verbs.add_parser("till", help="tills and their keys").add_subparsers(
        metavar="VERB", required=True
    )
    adding = nouns.add_parser("add", help="print a new till's id and key; the key is shown once")
    adding.add_argument("store", help="the store's id in the programme file")
    adding.add_argument("name", help="what the cashiers call it")
    adding.set_defaults(run=_add)
    listing = nouns.add_parser(
        "list", help="id, store, name, whose goods it takes back, whether it is revoked"
    )
    listing.set_defaults(run=_list)
    revoking = nouns.add_parser("revoke", help="refuse this till from now on")
    revoking.add_argument("till", help="the till's id")
    revoking.set_defaults(run=_revoke)
    returns = nouns.add_parser("returns", help="which stores' goods this till takes back")
    returns.add_argument("till", help="the till's id")
    returns.add_argument("stores", choices=("own", "all"), help="its own store's, or every store's")
    returns.set_defaults(run=_returns)
    display = nouns.add_parser("display", help="print the key of the display beside a till")
    display.add_argument("till", help="the till's id")
    add_keys_option(display)
    display.set_defaults(run=_display)
    for verb in (adding, listing, revoking, returns, display):
        add_database_option(verb)


def _add(chosen: argparse.Namespace) -> int:
    try:
        with database_of(chosen) as database, database.writing() as session:
            till = add_till(session, chosen.store, chosen.name, datetime.now(UTC))
    except Refused:
        complain(f"the programme has no store {chosen.store!r}")
        return 1
    say(f"{till.id} {till.key}")
    return 0


def _list(chosen: argparse.Namespace) -> int:
    with database_of(chosen) as database, database.reading() as session:
        for till in all_tills(session):
            revoked = f" revoked {till.revoked_at:%Y-%m-%d %H:%M}" if till.revoked_at else ""
            returns = " takes all returns" if till.takes_all_returns else ""
            say(f"{till.id} {till.store_id} {till.name}{returns}{revoked}")
    return 0


def _display(chosen: argparse.Namespace) -> int:
    """The key opens nothing where there is no such till."""
    with database_of(chosen) as database:
        say(display_key(keys_of(chosen, database), chosen.till))
    return 0


def _returns(chosen: argparse.Namespace) -> int:
    try:
        with database_of(chosen) as database, database.writing() as session:
            take_returns(session, chosen.till, of_all_stores=chosen.stores == "all")
    except Refused:
        complain(f"there is no till {chosen.till!r}")
        return 1
    return 0


def _revoke(chosen: argparse.Namespace) -> int:
    try:
        with database_of(chosen) as database, database.writing() as session:
            revoke_till(session, chosen.till, datetime.now(UTC))
    except Refused:
        complain(f"there is no till {chosen.till!r}")
        return 1
    return 0
