"""Secrets come by the environment, or by a file that the environment names; never by a command line."""

import os
from pathlib import Path


def secret_given(variable: str) -> str | None:
    """What `variable` says, else the file named by `variable` with `_FILE` at its end, if any.

    Exits in words when that file cannot be read.
    """
    if text := os.environ.get(variable):
        return text
    if not (file := os.environ.get(f"{variable}_FILE")):
        return None
    try:
        return Path(file).read_text("utf-8").strip()
    except (OSError, UnicodeDecodeError) as fault:
        raise SystemExit(f"{variable}_FILE: {fault}") from fault
