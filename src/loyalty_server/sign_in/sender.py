"""How a one-time code reaches the member."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final, Protocol

from loyalty_server.languages import Language
from loyalty_server.sign_in.addresses import Address, Channel


class Undelivered(Exception):
    """The code could not be handed over now; asking for another later may work."""


class Sender(Protocol):
    """Brings a one-time code to an address."""

    def reaches(self, channel: Channel) -> bool:
        """Whether codes can be sent this way at all."""

    def send_code(self, address: Address, code: str, language: Language, message_id: str) -> None:
        """Hand the code over for delivery; a repeat has the same `message_id`. Raises `Undelivered`."""


@dataclass(frozen=True)
class SenderOfEach:
    """A sender for each channel; a channel without one is refused as undelivered."""

    channels: Mapping[Channel, Sender]

    def reaches(self, channel: Channel) -> bool:
        return channel in self.channels

    def send_code(self, address: Address, code: str, language: Language, message_id: str) -> None:
        sender = self.channels.get(address.channel)
        if sender is None:
            raise Undelivered(f"nothing is set up to reach a member by {address.channel}")
        sender.send_code(address, code, language, message_id)


NOBODY: Final = SenderOfEach({})
"""Brings nothing: every address is refused."""
