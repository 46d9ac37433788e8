"""`kopilka NOUN report`: what the commands that only tell have in common."""

import argparse
from collections.abc import Callable
from datetime import date

from kopilka_cli.days import days_given
from kopilka_cli.options.database import add_database_option

EVERY = "all"
"""What stands where a figure is of every store or month."""


def add_report(
    verbs: "argparse._SubParsersAction[argparse.ArgumentParser]",
    noun: str,
    tells: str,
    shows: str,
    days: int,
    run: Callable[[argparse.Namespace], int],
) -> argparse.ArgumentParser:
    """Add `NOUN report`, which looks back so many `days`; returns its parser for more options."""
    nouns = verbs.add_parser(noun, help=tells).add_subparsers(metavar="WHAT", required=True)
    return add_report_to(nouns, shows, days, run)


def add_report_to(
    nouns: "argparse._SubParsersAction[argparse.ArgumentParser]",
    shows: str,
    days: int,
    run: Callable[[argparse.Namespace], int],
) -> argparse.ArgumentParser:
    """Add `report` beside the other things that this noun does."""
    report = nouns.add_parser("report", help=shows)
    report.add_argument("--days", type=days_given, default=days, help=f"how far back ({days})")
    report.set_defaults(run=run)
    add_database_option(report)
    return report


def month_cell(month: date | None) -> str:
    """`2026-11`."""
    return f"{month:%Y-%m}" if month else EVERY
