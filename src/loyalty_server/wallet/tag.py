"""The tag of a wallet: what it is made of and in which time it holds, never its content.

It carries its times, so that any server of the same database can judge it alone: `since` the moment it
was made, `until` the one at which something passes by itself, both in microseconds, and a digest.
"""

import re
from dataclasses import dataclass
from datetime import datetime, timedelta
from hashlib import sha256
from typing import Final

_TAG: Final = re.compile(r'"([0-9a-f]{1,16})\.([0-9a-f]{1,16})\.([0-9a-f]{32})"', re.ASCII)
_EPOCH: Final = datetime.fromisoformat("1970-01-01T00:00:00+00:00")
_MICROSECOND: Final = timedelta(microseconds=1)


@dataclass(frozen=True)
class Tag:
    """The wallet with these facts, from one moment to before another."""

    since: int
    until: int
    digest: str

    @classmethod
    def made(cls, facts_digest: str, now: datetime, until: datetime) -> "Tag":
        """The tag of a wallet that was made now."""
        span = (_number(now), _number(until))
        return cls(*span, _digest(facts_digest, *span))

    def __str__(self) -> str:
        return f'"{self.since:x}.{self.until:x}.{self.digest}"'

    def holds(self, facts_digest: str, now: datetime) -> bool:
        """Whether the wallet is still the same, now that these are the facts."""
        is_time = self.since <= _number(now) < self.until
        return is_time and self.digest == _digest(facts_digest, self.since, self.until)


def holding_tag(if_none_match: str | None, facts_digest: str, now: datetime) -> str | None:
    """That of an `If-None-Match` which names the wallet as it is (RFC 9110, 13.1.2), if one does."""
    for found in _TAG.finditer(if_none_match or ""):
        tag = Tag(int(found[1], 16), int(found[2], 16), found[3])
        if tag.holds(facts_digest, now):
            return str(tag)
    return None


def _number(moment: datetime) -> int:
    return (moment - _EPOCH) // _MICROSECOND


def _digest(facts_digest: str, since: int, until: int) -> str:
    return sha256(f"{facts_digest} {since} {until}".encode()).hexdigest()[:32]
