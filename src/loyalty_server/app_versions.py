"""Versions of the wallet, as it names them itself."""

import re
from typing import Final

AppVersion = tuple[int, int, int]
_VERSION: Final = re.compile(r"(\d{1,9})\.(\d{1,9})\.(\d{1,9})(?:[-+].*)?", re.ASCII)


def version_in(text: str) -> AppVersion | None:
    """The numbers of `1.12.0` (Semantic Versioning 2.0.0); None for what is no version."""
    found = _VERSION.fullmatch(text.strip())
    return (int(found[1]), int(found[2]), int(found[3])) if found else None
