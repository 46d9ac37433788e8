"""Reading a programme file."""

from pathlib import Path

from loyalty_server.programme.check import require_sound
from loyalty_server.programme.program import Program
from loyalty_server.toml_file import parse_toml


def read_program(file: Path) -> Program:
    """The programme in this file. Raises `FileRefused`, and `OSError` when it cannot be read."""
    return parse_program(file.read_text("utf-8"), file.name)


def parse_program(text: str, name: str) -> Program:
    """The programme in this text; `name` is what its faults are told under. Raises `FileRefused`."""
    return parse_toml(Program, text, name, require_sound)
