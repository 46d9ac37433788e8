"""Strong entity tags over content (RFC 9110, 8.8)."""

from hashlib import sha256
from typing import Final

IF_MATCH: Final = "If-Match"


def etag_of(content: str) -> str:
    """A strong tag: equal for equal content."""
    return f'"{sha256(content.encode()).hexdigest()[:32]}"'
