"""Reading a programme file: every fault is told with its file, its line and what is wrong."""

import re
import tomllib
from collections.abc import Iterator
from datetime import date, datetime
from pathlib import Path
from typing import Any

from loyalty_api.codec import Malformed, decode
from loyalty_server.program import Program
from loyalty_server.program_check import require_sound


class ProgramRefused(ValueError):
    """The file cannot be run as a programme; the message is `file:line: what is wrong`."""


def read_program(file: Path) -> Program:
    """The programme in this file. Raises `ProgramRefused`, and `OSError` when it cannot be read."""
    return parse_program(file.read_text("utf-8"), file.name)


def parse_program(text: str, name: str) -> Program:
    """The programme in this text; `name` is what its faults are told under. Raises `ProgramRefused`."""
    try:
        program = decode(Program, _plain(tomllib.loads(text)), refuse_unknown=True)
        require_sound(program)
    except tomllib.TOMLDecodeError as fault:
        line = _line_told(fault, text)
        raise ProgramRefused(f"{name}:{line}: {fault}") from None
    except Malformed as fault:
        place = fault.path.removeprefix("$").removeprefix(".")
        line = line_of(text, place)
        raise ProgramRefused(f"{name}:{line}: {place}: {fault.what}") from None
    return program


def _line_told(fault: tomllib.TOMLDecodeError, text: str) -> int:
    told = re.search(r"at line (\d+)", str(fault))
    return int(told[1]) if told else len(text.splitlines())


def line_of(text: str, path: str) -> int:
    """The line where this path (`tiers.levels[1].rate`) is written, or its nearest table is."""
    wanted = re.split(r"\.", path)
    best, best_depth, here = 1, 0, []
    counts: dict[str, int] = {}
    for number, line in enumerate(text.splitlines(), 1):
        if header := re.match(r"\s*\[(\[?)\s*([\w.\-]+)\s*\]", line):
            here = _table_path(header[2], bool(header[1]), counts)
            found = here
        elif key := re.match(r"\s*([\w\-]+(?:\.[\w\-]+)*)\s*=", line):
            found = [*here, *key[1].split(".")]
        else:
            continue
        depth = _shared_depth(found, wanted)
        if depth == len(found) and depth > best_depth:
            best, best_depth = number, depth
    return best


def _table_path(name: str, is_item: bool, counts: dict[str, int]) -> list[str]:
    parts = name.split(".")
    if is_item:
        counts[name] = counts.get(name, -1) + 1
        for inner in [one for one in counts if one.startswith(f"{name}.")]:
            del counts[inner]
    return [
        f"{part}[{counts[prefix]}]" if prefix in counts else part
        for part, prefix in zip(parts, _prefixes(parts), strict=True)
    ]


def _prefixes(parts: list[str]) -> Iterator[str]:
    return (".".join(parts[: end + 1]) for end in range(len(parts)))


def _shared_depth(found: list[str], wanted: list[str]) -> int:
    depth = 0
    for one, other in zip(found, wanted, strict=False):
        if one not in (other, other.partition("[")[0]):
            break
        depth += 1
    return depth


def _plain(value: Any) -> Any:
    match value:
        case dict():
            return {name: _plain(item) for name, item in value.items()}
        case list():
            return [_plain(item) for item in value]
        case datetime() | date():
            return value.isoformat()
        case _:
            return value
