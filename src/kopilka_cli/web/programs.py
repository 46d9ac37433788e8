"""The programs a build runs: pip, and node with Pyodide in it."""

import subprocess
from pathlib import Path


class ProgramFailed(RuntimeError):
    """A program ended with an error; the message is what it wrote."""


def run(*command: str | Path) -> None:
    """Run a program to its end. Raises `ProgramFailed`."""
    ended = subprocess.run(command, capture_output=True, text=True, check=False)  # noqa: S603
    if ended.returncode:
        raise ProgramFailed(f"{command[0]}: {ended.stderr or ended.stdout}")
