"""`kopilka`: one command with a verb for each job; each verb's module registers itself."""

import argparse
import importlib
import os
import sys
from collections.abc import Sequence

from kopilka_cli.options.database import NoDatabase
from kopilka_cli.terminal import complain, visible
from loyalty_server.database.kinds import NotOurKind
from loyalty_server.migrations import NotTodaysSchema
from loyalty_server.sign_in.server_secret import NotOurSecret
from loyalty_server.toml_file import FileRefused

VERBS = (
    "demo",
    "serve",
    "web",
    "android",
    "targets",
    "ledger",
    "program",
    "config",
    "brand",
    "migrate",
    "till",
    "cashier",
    "keys",
    "operator",
    "surveys",
    "offers",
    "partners",
    "receipts",
    "reviews",
    "messages",
    "promo",
    "members",
    "export",
    "engine",
    "events",
    "contests",
    "goals",
    "claims",
)


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command; returns the exit status."""
    parser = argparse.ArgumentParser(prog="kopilka", description=__doc__)
    verbs = parser.add_subparsers(metavar="COMMAND", required=True)
    given = sys.argv[1:] if arguments is None else arguments
    for verb in [verb for verb in given[:1] if verb in VERBS] or VERBS:
        importlib.import_module(f"kopilka_cli.{verb}").register(verbs)
    chosen = parser.parse_args(given)
    chosen.given = given[1:]
    try:
        status: int = chosen.run(chosen)
        sys.stdout.flush()
    except (FileRefused, NoDatabase, NotOurKind, NotTodaysSchema, NotOurSecret) as fault:
        complain(fault)
        return 1
    except SystemExit as ended:
        if not isinstance(ended.code, str):
            raise
        raise SystemExit(visible(ended.code)) from ended
    except KeyboardInterrupt:
        return 130
    except BrokenPipeError:
        # Who reads has seen enough, like `head`; nothing is left to be flushed at the end.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 141
    return status


if __name__ == "__main__":
    sys.exit(main())
