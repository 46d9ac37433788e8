"""How deep JSON may go: too deep, and Python in browsers does not raise `RecursionError` but ends for good."""

import re
from itertools import accumulate
from typing import Final

DEEPEST: Final = 1000
"""Pyodide 314 reads 3,000 values within each other and not 6,000; CPython 3.11 stops at about this."""
TOO_DEEP: Final = "fewer values within each other are needed"

_STRING: Final = re.compile(rb'"[^"\\]*(?:\\.[^"\\]*)*"', re.DOTALL)
_NO_BRACKETS: Final = bytes(byte for byte in range(256) if byte not in b"[]{}")


def is_too_deep(text: str | bytes) -> bool:
    """Whether more than `DEEPEST` arrays or objects are open at once."""
    content = text.encode("utf-8", "surrogatepass") if isinstance(text, str) else text
    if content.count(b"[") + content.count(b"{") <= DEEPEST:
        return False
    brackets = _STRING.sub(b"", content).translate(None, _NO_BRACKETS)
    return max(accumulate(1 if byte in b"[{" else -1 for byte in brackets), default=0) > DEEPEST
