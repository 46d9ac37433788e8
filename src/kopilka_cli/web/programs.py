"""The programs a build runs: pip, npm, and node with Pyodide in it."""

import os
import subprocess
from collections.abc import Mapping
from pathlib import Path


class ProgramFailed(RuntimeError):
    """A program ended with an error; the message is what it wrote."""


def run(
    *command: str | Path,
    folder: Path | None = None,
    environment: Mapping[str, str] | None = None,
) -> None:
    """Run a program to its end, in `folder`, with `environment` added to ours. Raises `ProgramFailed`."""
    ended = subprocess.run(  # noqa: S603
        command,
        cwd=folder,
        env=os.environ | (environment or {}),
        capture_output=True,
        text=True,
        check=False,
    )
    if ended.returncode:
        raise ProgramFailed(f"{command[0]}: {ended.stderr or ended.stdout}")
