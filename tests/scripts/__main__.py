"""`python -m tests.scripts`: what Biome and TypeScript find in the scripts; nothing when they are sound."""

import json
import subprocess
import sys
import tempfile
from collections.abc import Sequence
from pathlib import Path

from kopilka_cli.web.parts import copy_files, kept_folder
from kopilka_cli.web.places import KEPT, NODE, NPM, REPOSITORY, SHELL
from kopilka_cli.web.programs import run
from kopilka_cli.web.scripts import libraries

HERE = Path(__file__).parent
PAGES = (SHELL / "scripts", REPOSITORY / "src/loyalty_server/till_page/page")
WORKERS = ("worker.js", "service_worker.js")
"""Scripts that run beside the page; what they import is checked in their world too."""

TILL_WORKER = "worker.js"
LOCK = ("package.json", "package-lock.json", ".npmrc")


def main() -> int:
    """Say what is wrong; returns how many of the checks found something."""
    tools = checkers()
    biome = (NODE, tools / "@biomejs/biome/bin/biome", "lint", "--error-on-warnings")
    workers = [SHELL / "scripts" / name for name in WORKERS] + [PAGES[1] / TILL_WORKER]
    page = [file for folder in PAGES for file in folder.glob("*.js") if file not in workers]
    tsc = (NODE, tools / "typescript/bin/tsc", "--pretty", "false", "-p")
    with tempfile.TemporaryDirectory() as folder:
        return sum(
            (
                _fails(*biome, f"--config-path={HERE}", *PAGES),
                _fails(
                    *tsc,
                    _project(
                        Path(folder, "page.json"), page, ["dom", "dom.iterable"], "globals.d.ts"
                    ),
                ),
                _fails(
                    *tsc,
                    _project(
                        Path(folder, "workers.json"),
                        workers,
                        ["webworker"],
                        "globals.d.ts",
                        "workers.d.ts",
                    ),
                ),
            )
        )


def checkers() -> Path:
    """Where npm put what checks scripts and pages, each against its hash in the lock."""
    return kept_folder(KEPT, "checks", [HERE / name for name in LOCK], _install) / "node_modules"


def _project(target: Path, files: Sequence[Path], world: list[str], *declared: str) -> Path:
    """A TypeScript project of these files in a world that has a document, or that has none."""
    modules = libraries() / "node_modules"
    settings = {
        "extends": str(HERE / "tsconfig.json"),
        "compilerOptions": {
            "lib": ["es2022", "es2023.intl", *world],
            "paths": {name: [str(modules / name)] for name in _dependencies()},
        },
        "files": [str(file) for file in (*(HERE / name for name in declared), *sorted(files))],
    }
    target.write_text(json.dumps(settings))
    return target


def _dependencies() -> list[str]:
    return list(json.loads((SHELL / "package.json").read_text())["dependencies"])


def _fails(*command: str | Path) -> bool:
    return subprocess.run(command, cwd=REPOSITORY, check=False).returncode != 0


def _install(folder: Path) -> None:
    copy_files(HERE, folder, *LOCK)
    run(NODE, NPM, "ci", "--no-audit", "--no-fund", "--prefix", folder, folder=folder)


if __name__ == "__main__":
    sys.exit(main())
