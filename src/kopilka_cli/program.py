"""`kopilka program`: check a programme file, try a basket on it, make it the rules from now on."""

import argparse
import sys
from datetime import UTC, date, datetime
from pathlib import Path

from kopilka_cli.database_option import add_database_option, database_of
from loyalty_api.codec import Malformed, loads
from loyalty_api.receipts import Line
from loyalty_server.programme.file import read_program
from loyalty_server.publishing import publish
from loyalty_server.purchases.trial import Trial, explain
from loyalty_server.toml_file import FileRefused


def register(verbs: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """Add `kopilka program check|try|publish`."""
    nouns = verbs.add_parser("program", help="the programme file").add_subparsers(
        metavar="VERB", required=True
    )
    checking = nouns.add_parser("check", help="say what is wrong with it and in which line")
    checking.set_defaults(run=_check)
    trying = nouns.add_parser("try", help="explain a basket rule by rule")
    trying.set_defaults(run=_try)
    publishing = nouns.add_parser("publish", help="make it the rules from now on")
    publishing.set_defaults(run=_publish)
    for verb in (checking, trying, publishing):
        verb.add_argument("file", type=Path, metavar="FILE", help="a programme in TOML")
    trying.add_argument(
        "basket",
        type=Path,
        metavar="BASKET",
        help='JSON: [{"sku", "title", "category", "quantity", "amount"}], amounts in minor units',
    )
    trying.add_argument("--tier", metavar="ID", help="the member's tier (else the lowest)")
    trying.add_argument("--burn", type=int, default=0, metavar="POINTS")
    trying.add_argument(
        "--on", type=date.fromisoformat, metavar="DATE", help="the day of the purchase (else today)"
    )
    add_database_option(publishing)


def _check(chosen: argparse.Namespace) -> int:
    try:
        program = read_program(chosen.file)
    except (FileRefused, OSError) as fault:
        return _complain(fault)
    print(f"{program.name}: {len(program.tiers.levels)} tiers, {len(program.offers)} offers")
    return 0


def _try(chosen: argparse.Namespace) -> int:
    try:
        program = read_program(chosen.file)
        lines = loads(tuple[Line, ...], chosen.basket.read_bytes(), refuse_unknown=True)
        trial = Trial(lines, chosen.tier, chosen.burn, chosen.on or program.day(datetime.now(UTC)))
        explanation = explain(program, trial)
    except (FileRefused, Malformed, OSError, LookupError) as fault:
        return _complain(fault)
    print("\n".join(explanation))
    return 0


def _publish(chosen: argparse.Namespace) -> int:
    try:
        text = chosen.file.read_text("utf-8")
        with database_of(chosen).writing() as session:
            version = publish(session, text, datetime.now(UTC), chosen.file.name)
    except (FileRefused, OSError) as fault:
        return _complain(fault)
    print(f"version {version.number} of {version.program.name} holds from now on")
    return 0


def _complain(fault: Exception) -> int:
    print(fault, file=sys.stderr)
    return 1
