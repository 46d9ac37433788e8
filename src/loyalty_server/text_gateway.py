"""A gateway that takes text messages by a signed webhook."""

from dataclasses import dataclass, field
from datetime import UTC, datetime

import httpx

from loyalty_api.codec import dumps
from loyalty_server.webhooks import signed_headers


@dataclass(frozen=True)
class TextMessage:
    """What the gateway is asked to send: a number in E.164 and the words."""

    to: str = field(repr=False)
    text: str = field(repr=False)


@dataclass(frozen=True)
class TextGateway:
    """Where they are posted, each signed with the `secret` that both sides know, and with those that it
    `replaced`."""

    url: str
    secret: bytes = field(repr=False)
    transport: httpx.BaseTransport | None = None
    patience_seconds: float = 10.0
    replaced: tuple[bytes, ...] = field(default=(), repr=False)

    def post(self, message: TextMessage, message_id: str) -> None:
        """Hand one over; a repeat has the same `message_id`. Raises `httpx.HTTPError`."""
        body = dumps(message)
        secrets = (self.secret, *self.replaced)
        headers = signed_headers(secrets, f"msg_{message_id}", body, datetime.now(UTC))
        with httpx.Client(transport=self.transport, timeout=self.patience_seconds) as client:
            client.post(self.url, content=body, headers=headers).raise_for_status()
