"""The pictures that a programme file names, from beside it or from the web, each with its place if it cannot be."""

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Final

import httpx

from loyalty_server.pictures.made import MOST_BYTES, Made, NotAPicture, picture_made
from loyalty_server.programme.file import programs_in
from loyalty_server.programme.picture_rules import PictureRule
from loyalty_server.programme.pictured import pictures_of
from loyalty_server.toml_file import FileRefused, line_of

PATIENCE_SECONDS: Final = 20.0
MOST_TOGETHER: Final = 500


def read_pictures(text: str, file: Path) -> Mapping[str, Made]:
    """Those of all languages of this sound programme, by their sources. Raises `FileRefused`."""
    read: dict[str, Made] = {}
    for place, rule in pictures_named(text):
        if rule.source not in read:
            read[rule.source] = _read(place, rule, text, file)
        if len(read) > MOST_TOGETHER:
            raise _refused(place, f"more than {MOST_TOGETHER} pictures", text, file)
    return read


def pictures_named(text: str) -> Iterator[tuple[str, PictureRule]]:
    """Those that this sound programme names in any of its languages, each with its place."""
    for program in programs_in(text):
        yield from pictures_of(program)


def _read(place: str, rule: PictureRule, text: str, file: Path) -> Made:
    key = "file" if rule.file else "url"
    try:
        data = _beside(rule.file, file) if rule.file else _fetched(rule.source)
        return picture_made(data)
    except NotAPicture as fault:
        raise _refused(f"{place}.{key}", f"{rule.source}: {fault}", text, file) from fault


def _refused(place: str, what: str, text: str, file: Path) -> FileRefused:
    return FileRefused(f"{file.name}:{line_of(text, place)}: {place}: {what}")


def _beside(name: str, file: Path) -> bytes:
    """No link leads out of the folder either."""
    folder = file.parent.resolve()
    try:
        found = (folder / name).resolve(strict=True)
        if not found.is_relative_to(folder) or not found.is_file():
            raise NotAPicture("no such file in the programme's folder")
        with found.open("rb") as opened:
            return opened.read(MOST_BYTES + 1)
    except OSError as fault:
        raise NotAPicture("no such file in the programme's folder") from fault


def _fetched(url: str) -> bytes:
    """No further than this address, and no more than a picture may have."""
    try:
        with httpx.stream("GET", url, timeout=PATIENCE_SECONDS, follow_redirects=False) as answer:
            if answer.status_code != httpx.codes.OK:
                raise NotAPicture(f"the address answers {answer.status_code}")
            return _bounded(answer)
    except (httpx.HTTPError, httpx.InvalidURL) as fault:
        raise NotAPicture("the address does not answer") from fault


def _bounded(answer: httpx.Response) -> bytes:
    data = bytearray()
    for part in answer.iter_bytes():
        data += part
        if len(data) > MOST_BYTES:
            break
    return bytes(data)
