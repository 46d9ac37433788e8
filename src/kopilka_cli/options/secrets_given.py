"""Secrets come by the environment, or by a file that the environment names; never by a command line."""

import os
from pathlib import Path

from loyalty_server.toml_file import FileRefused, read_text


def secret_given(variable: str) -> str | None:
    """What `variable` says, else the file named by `variable` with `_FILE` at its end, if any.

    Exits in words when that file cannot be read.
    """
    if text := os.environ.get(variable):
        return text
    if not (file := os.environ.get(f"{variable}_FILE")):
        return None
    try:
        return read_text(Path(file)).strip()
    except FileRefused as fault:
        raise SystemExit(f"{variable}_FILE: {fault}") from fault
