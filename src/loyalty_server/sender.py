"""How a one-time code reaches the member."""

from typing import Protocol

from loyalty_server.addresses import Address


class Sender(Protocol):
    """Brings a one-time code to an address."""

    def send_code(self, address: Address, code: str) -> None:
        """Hand the code over for delivery. Raises `OSError` when it cannot be."""


class ConsoleSender:
    """Prints the code where the server runs: for a demo and for development."""

    def send_code(self, address: Address, code: str) -> None:
        print(f"sign-in code for {address.value}: {code}", flush=True)
