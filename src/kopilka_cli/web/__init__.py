"""The browser app as static files: the Flutter client, Pyodide, the packages and the wallet itself."""

import argparse
from pathlib import Path

from kopilka_cli.terminal import complain


def register(verbs: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """Add `kopilka web`."""
    parser = verbs.add_parser("web", help="make the browser app as static files")
    parser.add_argument("--out", type=Path, default=Path("dist/web"), metavar="DIR")
    parser.add_argument(
        "--smallest",
        action="store_true",
        help="compress at the highest level: some per cent smaller, a minute longer",
    )
    parser.set_defaults(run=_run)


def _run(chosen: argparse.Namespace) -> int:
    try:
        from kopilka_cli.web.site import build_site  # needs what only the extra `web` installs
    except ModuleNotFoundError as missing:
        complain(f"{missing.name} is not installed: pip install 'kopilka[web]'")
        return 1
    build_site(chosen.out.resolve(), smallest=chosen.smallest)
    return 0
