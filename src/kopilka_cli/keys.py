"""`kopilka keys`: the server's secret made, replaced, the replaced one dropped; the key of notifications."""

import argparse
from datetime import UTC, datetime
from pathlib import Path

from kopilka_cli.options.database import add_database_option, database_of
from kopilka_cli.options.keys import add_keys_option, keys_of
from kopilka_cli.terminal import complain, say
from loyalty_server.database.transactions import Database
from loyalty_server.keys import drop_replaced, keys_in, make_secret, replace_secret
from loyalty_server.pushes.sender_key import make_sender_key
from loyalty_server.sign_in.server_secret import (
    Needed,
    needed_of_replaced,
    put_in_force,
    start_over,
)


def register(verbs: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """Add `kopilka keys new|rotate|retire|push`."""
    nouns = verbs.add_parser("keys", help="the server's secret").add_subparsers(
        metavar="VERB", required=True
    )
    new = nouns.add_parser("new", help="make the secret of a new database")
    new.add_argument(
        "--lost", action="store_true", help="the database had one that is lost: all sign in again"
    )
    new.set_defaults(run=_new)
    rotating = nouns.add_parser("rotate", help="replace the secret; cards and sessions go on")
    rotating.set_defaults(run=_rotate)
    retiring = nouns.add_parser("retire", help="drop the replaced secrets when nothing needs them")
    retiring.add_argument("--now", action="store_true", help="also what still needs them")
    retiring.set_defaults(run=_retire)
    for verb in (new, rotating, retiring):
        add_keys_option(verb)
        add_database_option(verb)
    pushing = nouns.add_parser(
        "push", help="make the key that notifications of browsers are sent with"
    )
    pushing.add_argument("file", type=Path, metavar="FILE", help="for `kopilka serve --push-key`")
    pushing.set_defaults(run=_push)


def _new(chosen: argparse.Namespace) -> int:
    with database_of(chosen) as database:
        if not chosen.lost:
            if chosen.keys.exists():
                complain(f"{chosen.keys} is there already")
                return 1
            keys_of(chosen, database)
            return 0
        try:
            make_secret(chosen.keys)
        except FileExistsError:
            complain(f"{chosen.keys} is there already")
            return 1
        keys = keys_in(chosen.keys)
        database.write(lambda session: start_over(session, keys, datetime.now(UTC)))
    say("every member signs in again; make displays' keys, promo codes and cashiers' PINs anew")
    return 0


def _rotate(chosen: argparse.Namespace) -> int:
    with database_of(chosen) as database:
        keys_of(chosen, database)
        replace_secret(chosen.keys)
        _put_in_force(chosen, database)
    say(f"copy {chosen.keys} to every server, then start them; make displays' keys anew")
    return 0


def _retire(chosen: argparse.Namespace) -> int:
    with database_of(chosen) as database:
        keys = keys_of(chosen, database)
        with database.reading() as session:
            needed = needed_of_replaced(session, keys, datetime.now(UTC))
        if needed and not chosen.now:
            complain(_still_needed(needed))
            return 1
        _put_in_force(chosen, database)
        drop_replaced(chosen.keys)
    return 0


def _push(chosen: argparse.Namespace) -> int:
    try:
        make_sender_key(chosen.file)
    except FileExistsError:
        complain(f"{chosen.file} is there already")
        return 1
    say("keep it: with another key every member has to ask for notifications again")
    return 0


def _put_in_force(chosen: argparse.Namespace, database: Database) -> None:
    keys = keys_in(chosen.keys)
    database.write(lambda session: put_in_force(session, keys, datetime.now(UTC)))


def _still_needed(needed: Needed) -> str:
    until = f", the last until {needed.until:%Y-%m-%d}" if needed.until else ""
    remembered = needed.remembered_until
    erased = f", and what erased members had, until {remembered:%Y-%m-%d}," if remembered else ""
    return (
        f"{needed.sessions} sessions{until}, {needed.promo_codes} unused promo codes and "
        f"{needed.pins} cashiers' PINs{erased} need the replaced secret; with --now they are lost: "
        "those members sign in again, cards stay, those cashiers need new PINs"
        + (", and who was erased is welcomed again" if erased else "")
    )
