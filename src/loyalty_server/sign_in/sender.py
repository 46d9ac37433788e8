"""How a one-time code reaches the member."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Protocol

from loyalty_server.addresses import Address, Channel
from loyalty_server.languages import Language


class Undelivered(Exception):
    """The code could not be handed over now; asking for another later may work."""


class Sender(Protocol):
    """Brings a one-time code to an address."""

    def send_code(self, address: Address, code: str, language: Language) -> None:
        """Hand the code over for delivery. Raises `Undelivered`."""


class ConsoleSender:
    """Prints the code where the server runs: for a demo and for development."""

    def send_code(self, address: Address, code: str, _language: Language) -> None:
        print(f"sign-in code for {address.value}: {code}", flush=True)


@dataclass(frozen=True)
class SenderOfEach:
    """A sender for each channel; a channel without one is refused as undelivered."""

    channels: Mapping[Channel, Sender]

    def send_code(self, address: Address, code: str, language: Language) -> None:
        sender = self.channels.get(address.channel)
        if sender is None:
            raise Undelivered(f"nothing is set up to reach a member by {address.channel}")
        sender.send_code(address, code, language)
