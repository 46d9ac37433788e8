"""`kopilka`: one command with a verb for each job; each verb's module registers itself."""

import argparse
import importlib
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
    except KeyboardInterrupt:
        return 130
    return status


if __name__ == "__main__":
    sys.exit(main())
