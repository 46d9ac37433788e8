"""Who gives a command: by a key in a file, in the environment or typed, never in the arguments."""

import argparse
import sys
from getpass import getpass
from pathlib import Path

from kopilka_cli.options.secrets_given import secret_given
from loyalty_server.toml_file import read_text

OPERATOR_KEY = "KOPILKA_OPERATOR_KEY"


def add_operator_option(parser: argparse.ArgumentParser) -> None:
    """Let this command be told whose it is."""
    parser.add_argument(
        "--operator-key",
        type=Path,
        metavar="FILE",
        help=f"your key (else {OPERATOR_KEY} in the environment; else it is asked for)",
    )


def key_of(chosen: argparse.Namespace) -> str:
    """The key as it was given. Raises `ValueError` when there is none, and `OSError`."""
    if chosen.operator_key:
        return read_text(chosen.operator_key).strip()
    if given := secret_given(OPERATOR_KEY):
        return given.strip()
    if sys.stdin.isatty():
        return getpass("Your operator's key: ").strip()
    raise ValueError(f"whose approval is it? Give --operator-key FILE or {OPERATOR_KEY}")
