"""Reading TOML files of ours: every fault is told with its file, its line and what is wrong."""

import codecs
import re
import tomllib
from collections.abc import Callable, Iterator, Mapping
from datetime import date, datetime
from difflib import get_close_matches
from pathlib import Path
from typing import Any, TypeVar

from loyalty_api.codec import decode
from loyalty_api.malformed import Malformed, UnknownWord

T = TypeVar("T")
Elsewhere = Callable[[UnknownWord], str | None]
"""What is known here for a word that others use, if anything is."""


class FileRefused(ValueError):
    """The file cannot be used; the message is `file:line: what is wrong`."""


class NotItsEncoding(FileRefused):
    """The file is in another encoding than it was read in."""


def read_text(file: Path, encoding: str | None = None) -> str:
    """The text of a file in UTF-8, with a byte order mark or without, as editors on Windows write it.

    In another encoding only where that is named. Raises `FileRefused` when it cannot be read, and `NotItsEncoding`
    with the first line that is in another encoding.
    """
    try:
        data = file.read_bytes()
    except OSError as fault:
        raise FileRefused(f"{file}: {fault.strerror}") from fault
    if encoding:
        return _decoded(data, encoding, file.name)
    if data.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        raise NotItsEncoding(f"{file.name}:1: UTF-16; save it as UTF-8")
    try:
        return data.decode("utf-8-sig").replace("\r\n", "\n")
    except UnicodeDecodeError as fault:
        line = data.count(b"\n", 0, fault.start) + 1
        raise NotItsEncoding(f"{file.name}:{line}: not UTF-8; save it as UTF-8") from None


def _decoded(data: bytes, encoding: str, name: str) -> str:
    try:
        return data.decode(encoding).removeprefix("\ufeff").replace("\r\n", "\n")
    except UnicodeError as fault:
        raise NotItsEncoding(f"{name}: not {encoding}: {fault}") from None


def parse_toml(
    kind: type[T],
    text: str,
    name: str,
    require_sound: Callable[[T], None],
    prepare: Callable[[Mapping[str, Any]], Mapping[str, Any]] = dict,
    elsewhere: Elsewhere = lambda _: None,
) -> T:
    """The object of this kind in this text; `name` is what its faults are told under.

    `prepare` makes of the tables read what the object is made of. It and `require_sound` raise
    `Malformed` for what makes no sense. A word that is not known is told with ours for it, which
    `elsewhere` knows, or with the nearest that is. Raises `FileRefused`.
    """
    try:
        read = decode(kind, prepare(_plain(tomllib.loads(text))), refuse_unknown=True)
        require_sound(read)
    except tomllib.TOMLDecodeError as fault:
        raise FileRefused(f"{name}:{_line_told(fault, text)}: {fault}") from None
    except Malformed as fault:
        place = fault.path.removeprefix("$").removeprefix(".")
        told = f"{name}:{line_of(text, place)}: {place}: {fault.what}"
        raise FileRefused(told + _advice(fault, elsewhere)) from None
    return read


def _advice(fault: Malformed, elsewhere: Elsewhere) -> str:
    if not isinstance(fault, UnknownWord):
        return ""
    if ours := elsewhere(fault):
        return f"; '{fault.word}' is '{ours}' here"
    near = get_close_matches(fault.word, fault.known, 1)
    return f"; did you mean '{near[0]}'?" if near else ""


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
        if one != other and other not in one.split("[")[:1] and one not in other.split("[")[:1]:
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
