"""`kopilka`: one command with a verb for each job; each verb's module registers itself."""

import argparse
import importlib
import os
import sys
from collections.abc import Sequence

VERBS = (
    "demo",
    "serve",
    "web",
    "ledger",
    "program",
    "till",
    "surveys",
    "offers",
    "reviews",
    "messages",
    "promo",
    "claims",
)


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command; returns the exit status."""
    parser = argparse.ArgumentParser(prog="kopilka", description=__doc__)
    verbs = parser.add_subparsers(metavar="COMMAND", required=True)
    for verb in VERBS:
        importlib.import_module(f"kopilka_cli.{verb}").register(verbs)
    chosen = parser.parse_args(arguments)
    try:
        status: int = chosen.run(chosen)
        sys.stdout.flush()
    except KeyboardInterrupt:
        return 130
    except BrokenPipeError:
        # Who reads has seen enough, like `head`; nothing is left to be flushed at the end.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 141
    return status


if __name__ == "__main__":
    sys.exit(main())
