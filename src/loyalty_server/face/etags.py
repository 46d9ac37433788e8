"""Strong entity tags over content, and whether the asker already has it (RFC 9110, 8.8 and 13.1)."""

from hashlib import sha256


def etag_of(content: str) -> str:
    """A strong tag: equal for equal content."""
    return f'"{sha256(content.encode()).hexdigest()[:32]}"'


def has_current(if_none_match: str | None, etag: str) -> bool:
    """Whether an `If-None-Match` header names this tag; the comparison is the weak one."""
    if if_none_match is None:
        return False
    tags = [tag.strip().removeprefix("W/") for tag in if_none_match.split(",")]
    return etag in tags or "*" in tags
