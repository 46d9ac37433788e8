"""What `survey-core` makes of conditions and surveys; installed once from the lock beside this file."""

import json
import subprocess
from collections.abc import Iterable
from pathlib import Path
from typing import Any, Final

from kopilka_cli.web.parts import copy_files, kept_folder
from kopilka_cli.web.places import KEPT, NODE, NPM
from kopilka_cli.web.programs import run

HERE: Final = Path(__file__).parent
LOCK: Final = ("package.json", "package-lock.json", ".npmrc")


def asked(cases: Iterable[dict[str, Any]]) -> list[dict[str, Any]]:
    """The answers of survey-core to these cases, in their order."""
    folder = kept_folder(KEPT, "surveyjs", [HERE / name for name in LOCK], _install)
    ended = subprocess.run(
        [NODE, HERE / "oracle.mjs", folder],
        input="\n".join(map(json.dumps, cases)),
        capture_output=True,
        text=True,
        check=True,
    )
    return [json.loads(line) for line in ended.stdout.splitlines()]


def _install(folder: Path) -> None:
    copy_files(HERE, folder, *LOCK)
    run(NODE, NPM, "ci", "--no-audit", "--no-fund", "--prefix", folder, folder=folder)
