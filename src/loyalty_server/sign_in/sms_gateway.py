"""One-time codes by text message, through a gateway that takes a signed webhook."""

from dataclasses import dataclass, field
from datetime import UTC, datetime

import httpx

from loyalty_api.codec import dumps
from loyalty_server.languages import Language
from loyalty_server.sign_in.addresses import Address, Channel
from loyalty_server.sign_in.code_texts import code_text
from loyalty_server.sign_in.sender import Undelivered
from loyalty_server.webhooks import signed_headers


@dataclass(frozen=True)
class TextMessage:
    """What the gateway is asked to send: a number in E.164 and the words."""

    to: str = field(repr=False)
    text: str = field(repr=False)


@dataclass(frozen=True)
class GatewaySender:
    """Posts each message to this URL, signed with the `secret` that both sides know, and with those
    that it `replaced`."""

    url: str
    secret: bytes = field(repr=False)
    transport: httpx.BaseTransport | None = None
    patience_seconds: float = 10.0
    replaced: tuple[bytes, ...] = field(default=(), repr=False)

    def reaches(self, channel: Channel) -> bool:
        return channel is Channel.PHONE

    def send_code(self, address: Address, code: str, language: Language, message_id: str) -> None:
        body = dumps(TextMessage(address.value, code_text(code, language).text))
        headers = signed_headers(
            (self.secret, *self.replaced), f"msg_{message_id}", body, datetime.now(UTC)
        )
        try:
            with httpx.Client(transport=self.transport, timeout=self.patience_seconds) as client:
                client.post(self.url, content=body, headers=headers).raise_for_status()
        except httpx.HTTPError as error:
            raise Undelivered(type(error).__name__) from error
