"""The retailer's support desk, as a server is told of it."""

from base64 import b64encode
from dataclasses import dataclass, field

import httpx

from loyalty_server.keys import ServerKeys


@dataclass(frozen=True)
class SupportDesk:
    """Where what members write is sent, signed with the `secret` that both sides know, and with
    those that it `replaced`."""

    url: str
    secret: bytes = field(repr=False)
    transport: httpx.BaseTransport | None = None
    patience_seconds: float = 10.0
    replaced: tuple[bytes, ...] = field(default=(), repr=False)


def secret_told(keys: ServerKeys) -> str:
    """The secret as the desk's software is given it (Standard Webhooks: `whsec_` and base64)."""
    return f"whsec_{b64encode(keys.telling).decode()}"
