"""Who carries messages outside: e-mail and text messages, each to one address."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Final, Protocol

from loyalty_api.models import Channel
from loyalty_server.tables import MemberRow


@dataclass(frozen=True)
class Letter:
    """One message for one address. A repeat has the same `id`. With a POST to `unsubscribe` its reader
    ends all that comes this way (RFC 8058)."""

    id: str
    to: str = field(repr=False)
    subject: str
    text: str
    unsubscribe: str = field(default="", repr=False)


class NotNow(Exception):
    """It could not be handed over; later may do."""


class Never(Exception):
    """It was refused for good."""


class Carrier(Protocol):
    """Carries letters by one channel."""

    def carry(self, letter: Letter, /) -> None:
        """Hand it over. Raises `NotNow` and `Never`, which name no address."""


Carriers = Mapping[Channel, Carrier]
NOBODY: Final[Carriers] = {}


@dataclass(frozen=True)
class Addresses:
    """What a member can be written to at; None where there is none, or nobody has proven it."""

    email: str | None = field(repr=False)
    phone: str | None = field(repr=False)

    def by(self, channel: Channel) -> str | None:
        return {Channel.EMAIL: self.email, Channel.SMS: self.phone}.get(channel)


def addresses_of(member: MemberRow) -> Addresses:
    """Who has one address came by it; of two, which a file may have brought, a sign-in proves each."""
    one = member.phone is None or member.email is None
    return Addresses(
        email=member.email if one or member.email_proven_at else None,
        phone=member.phone if one or member.phone_proven_at else None,
    )


def channels_of(member: MemberRow, carried: Sequence[Channel]) -> tuple[str, ...]:
    """By which of those that are carried this member can be reached."""
    known = addresses_of(member)
    return tuple(channel.value for channel in carried if known.by(channel))
