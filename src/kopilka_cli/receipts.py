"""`kopilka receipts add`: what was bought without a card, for the desk to compare members with."""

import argparse
from pathlib import Path

from kopilka_cli.options.database import add_database_option, database_of
from kopilka_cli.terminal import complain, say
from loyalty_server.moving.without_card import COLUMNS, keep_sums, summed
from loyalty_server.programme.versions import rules_at
from loyalty_server.settings import utc_now
from loyalty_server.toml_file import read_text

FAULTS_SHOWN = 50


def register(verbs: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """Add the verb `receipts`."""
    nouns = verbs.add_parser("receipts", help="receipts without a card").add_subparsers(
        metavar="VERB", required=True
    )
    adding = nouns.add_parser("add", help="add whole months up, by store; no receipt is kept")
    adding.add_argument(
        "file", type=Path, metavar="FILE", help=f"CSV: {', '.join(COLUMNS)} (this one if known)"
    )
    adding.set_defaults(run=_add)
    add_database_option(adding)


def _add(chosen: argparse.Namespace) -> int:
    text = read_text(chosen.file)
    with database_of(chosen) as database, database.writing() as session:
        found = summed(session, rules_at(session, utc_now()).program, text)
        for wrong in found.faults[:FAULTS_SHOWN]:
            complain(f"{chosen.file.name}:{wrong.line}: {wrong.what}")
        if found.faults:
            complain(f"{len(found.faults)} lines are wrong, nothing was written")
            return 1
        keep_sums(session, found.bought)
    for (store, month), one in sorted(found.bought.items()):
        say(f"{month:%Y-%m} {store}: {one.receipts} receipts, {len(one.visits)} buyers told apart")
    return 0
