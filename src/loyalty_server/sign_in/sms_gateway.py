"""One-time codes by text message, through a gateway that takes a signed webhook."""

from dataclasses import dataclass, field
from datetime import UTC, datetime
from uuid import uuid4

import httpx

from loyalty_api.codec import dumps
from loyalty_server.addresses import Address
from loyalty_server.languages import Language
from loyalty_server.sign_in.code_texts import letter_with
from loyalty_server.sign_in.sender import Undelivered
from loyalty_server.webhooks import signed_headers


@dataclass(frozen=True)
class TextMessage:
    """What the gateway is asked to send: a number in E.164 and the words."""

    to: str = field(repr=False)
    text: str = field(repr=False)


@dataclass(frozen=True)
class GatewaySender:
    """Posts each message to this URL, signed with the `secret` that both sides know."""

    url: str
    secret: bytes = field(repr=False)
    transport: httpx.BaseTransport | None = None
    patience_seconds: float = 10.0

    def send_code(self, address: Address, code: str, language: Language) -> None:
        body = dumps(TextMessage(address.value, letter_with(code, language).text))
        headers = signed_headers(self.secret, f"msg_{uuid4().hex}", body, datetime.now(UTC))
        try:
            with httpx.Client(transport=self.transport, timeout=self.patience_seconds) as client:
                client.post(self.url, content=body, headers=headers).raise_for_status()
        except httpx.HTTPError as error:
            raise Undelivered(type(error).__name__) from error
