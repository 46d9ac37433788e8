"""`python -m tests.contract_lint`: what Spectral and Redocly find in the contract; nothing when it is sound."""

import subprocess
import sys
from pathlib import Path
from typing import Final

from kopilka_cli.web.parts import copy_files, kept_folder
from kopilka_cli.web.places import KEPT, NODE, NPM
from kopilka_cli.web.programs import run
from loyalty_server.openapi_file import PUBLISHED

HERE: Final = Path(__file__).parent
LOCK: Final = ("package.json", "package-lock.json", ".npmrc")
RULES: Final = HERE / "spectral.yaml"


def main() -> int:
    """Say what is wrong; returns how many of the two found something."""
    made = kept_folder(KEPT, "contract-lint", [HERE / name for name in LOCK], _install)
    programs = made / "node_modules/.bin"
    return sum(
        (
            _fails(programs / "spectral", "lint", "--fail-severity=warn", "-r", RULES, PUBLISHED),
            _fails(programs / "redocly", "lint", "--max-problems=1000", PUBLISHED),
        )
    )


def _fails(program: Path, *arguments: str | Path) -> bool:
    return subprocess.run([NODE, program.resolve(), *arguments], check=False).returncode != 0


def _install(folder: Path) -> None:
    copy_files(HERE, folder, *LOCK)
    run(NODE, NPM, "ci", "--no-audit", "--no-fund", "--prefix", folder, folder=folder)


if __name__ == "__main__":
    sys.exit(main())
