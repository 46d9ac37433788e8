"""Pictures that a programme names: where each comes from, and what is to be seen in words."""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import PurePosixPath
from typing import Final
from urllib.parse import urlsplit

LONGEST_ALT: Final = 200
LONGEST_SOURCE: Final = 500
LOOPBACK: Final = ("127.0.0.1", "::1", "localhost")


@dataclass(frozen=True)
class PictureRule:
    """A `file` beside the programme's, or a `url` that is asked when the programme is published.

    `alt` is read to who does not see it.
    """

    alt: str
    file: str | None = None
    url: str | None = None

    @property
    def source(self) -> str:
        """What it is known by within a version of the programme."""
        return self.file or self.url or ""


def picture_faults(path: str, picture: PictureRule) -> Iterator[tuple[str, str]]:
    """What makes no sense in what is said of a picture, each with its place."""
    if not 0 < len(picture.alt.strip()) <= LONGEST_ALT:
        yield f"{path}.alt", f"what is to be seen, in 1 to {LONGEST_ALT} characters, is needed"
    if (picture.file is None) == (picture.url is None):
        yield path, "either a file or a url is needed"
    elif picture.file is not None and not _is_beside(picture.file):
        yield f"{path}.file", "a file in the programme's own folder is needed"
    elif picture.url is not None and not _is_address(picture.url):
        yield f"{path}.url", "an address that begins with https:// is needed"


def _is_beside(file: str) -> bool:
    """In the folder of the programme or below it."""
    parts = PurePosixPath(file).parts
    is_plain = 0 < len(file) <= LONGEST_SOURCE and "\\" not in file and "\x00" not in file
    return is_plain and bool(parts) and parts[0] != "/" and ".." not in parts


def _is_address(url: str) -> bool:
    """Of this machine also without TLS."""
    try:
        told = urlsplit(url)
        host = told.hostname
    except ValueError:
        return False
    is_safe = told.scheme == "https" or (told.scheme == "http" and host in LOOPBACK)
    return is_safe and bool(host) and len(url) <= LONGEST_SOURCE and told.username is None
