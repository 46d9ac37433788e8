"""Access tokens: signed, short-lived, and checked without asking the database who they are.

`a1.<member>.<device>.<expires, unix seconds>.<HMAC-SHA-256>`. The device's row still decides
whether the device is signed in: each request reads it together with what it came for.
"""

from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta

from loyalty_server.keys import ServerKeys

ACCESS_LASTS = timedelta(minutes=10)
_VERSION = "a1"


@dataclass(frozen=True)
class Asker:
    """The member and the device that a valid access token names, until when; `at` they asked."""

    member_id: str
    device_id: str
    until: datetime
    at: datetime | None = field(default=None, compare=False)

    @property
    def since(self) -> datetime:
        """When the token was issued, in whole seconds."""
        return self.until - ACCESS_LASTS


def access_token(keys: ServerKeys, asker: Asker) -> str:
    """A token that `asker_of` reads; ids must not contain a dot."""
    text = f"{_VERSION}.{asker.member_id}.{asker.device_id}.{int(asker.until.timestamp())}"
    return f"{text}.{keys.sign(text)}"


def asker_of(keys: ServerKeys, token: str, now: datetime) -> Asker | None:
    """Whom the token names, or None when it is not ours, was changed or has ended."""
    text, _, signature = token.rpartition(".")
    if not keys.has_signed(text, signature):
        return None
    _, member_id, device_id, until = text.split(".")
    asker = Asker(member_id, device_id, datetime.fromtimestamp(int(until), UTC), now)
    return asker if now < asker.until else None
