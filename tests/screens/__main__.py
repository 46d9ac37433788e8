"""`python -m tests.screens OUT`: a picture of every place and state of the wallet, on contact sheets.

It starts the demo from `dist/web` (see `./build/web`) and Chromium by itself. Everything is looked
at on a phone, a tablet and a desktop, light and dark, in both languages, as the demo's member and as
a new one; options name less. Beside the pictures it tells what axe finds wrong on each screen.
"""

import argparse
from pathlib import Path
from tempfile import TemporaryDirectory

from loyalty_api.programme import ProgramKind
from tests.chromium import running_chromium
from tests.running_demo import running_demo
from tests.screens.looking import pictures
from tests.screens.sheet import write_index, write_sheet
from tests.screens.sound import Fault
from tests.screens.views import LANGUAGES, MEMBERS, SENSES, SIZES, THEMES, windows


def main(arguments: list[str] | None = None) -> None:
    """Look, and tell where the pictures are."""
    chosen = _parser().parse_args(arguments)
    chosen.out.mkdir(parents=True, exist_ok=True)
    faults: list[Fault] = []
    screens = 0
    for language in chosen.lang:
        with TemporaryDirectory() as folder, running_chromium() as browser:
            more = ("--lang", language, "--kind", chosen.kind)
            with running_demo(Path(folder), *more) as demo:
                looked = (chosen.size, chosen.theme, (language,), chosen.member, chosen.sense)
                for window in windows(*looked):
                    places = frozenset(chosen.place)
                    found: list[Fault] = []
                    taken = list(pictures(browser, demo, window, places, chosen.out, found))
                    print(write_sheet(browser, chosen.out, window, taken), flush=True)
                    faults += found
                    screens += len(taken)
    print(write_index(chosen.out))
    print(*faults, f"axe: {screens} screens, {len(faults)} violations", sep="\n")


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m tests.screens", description=__doc__)
    parser.add_argument("out", type=Path, metavar="OUT")
    parser.add_argument("--size", nargs="+", choices=list(SIZES), default=tuple(SIZES))
    parser.add_argument("--theme", nargs="+", choices=THEMES, default=THEMES)
    parser.add_argument("--lang", nargs="+", choices=LANGUAGES, default=LANGUAGES)
    parser.add_argument("--member", nargs="+", choices=MEMBERS, default=MEMBERS)
    parser.add_argument(
        "--sense", choices=list(SENSES), default="usual", help="what its owner needs"
    )
    parser.add_argument("--kind", choices=[str(kind) for kind in ProgramKind], default="points")
    parser.add_argument("--place", nargs="+", default=(), help="only these places and states")
    return parser


if __name__ == "__main__":
    main()
