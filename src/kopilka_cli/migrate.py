"""`kopilka migrate`: bring the database to this version, apart from the servers that use it."""

import argparse

from kopilka_cli.configuration import configured
from kopilka_cli.options.database import add_database_option, database_of
from kopilka_cli.serve import add_settings
from kopilka_cli.terminal import say


def register(verbs: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """Add `kopilka migrate`."""
    parser = verbs.add_parser("migrate", help="bring the database's schema to this version")
    parser.add_argument(
        "--config", metavar="FILE", help="the settings of the server whose database it is"
    )
    add_database_option(parser)
    parser.set_defaults(run=_run)


def _run(chosen: argparse.Namespace) -> int:
    settings = configured(add_settings, chosen.given)
    with database_of(settings):
        say("the schema is this version's")
    return 0
