"""`kopilka config check`: whether a server would start with this file of settings."""

import argparse
from pathlib import Path

from kopilka_cli.configuration import settings_in
from kopilka_cli.serve import add_settings
from kopilka_cli.terminal import say


def register(verbs: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """Add `kopilka config`."""
    parser = verbs.add_parser("config", help="a server's settings in one file")
    actions = parser.add_subparsers(metavar="ACTION", required=True)
    check = actions.add_parser("check", help="whether `serve --config FILE` understands them")
    check.add_argument("file", type=Path, metavar="FILE")
    check.set_defaults(run=_check)


def _check(chosen: argparse.Namespace) -> int:
    settings = settings_in(add_settings, chosen.file)
    for name, value in settings.items():
        say(f"{name} = {_written(value)}")
    return 0


def _written(value: object) -> object:
    """As it can stand in a file; an address was read as two."""
    return ":".join(map(str, value)) if isinstance(value, tuple) else value
