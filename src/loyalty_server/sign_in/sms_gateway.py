"""One-time codes by text message."""

from dataclasses import dataclass

import httpx

from loyalty_server.languages import Language
from loyalty_server.sign_in.addresses import Address, Channel
from loyalty_server.sign_in.code_texts import code_text
from loyalty_server.sign_in.sender import Undelivered
from loyalty_server.text_gateway import TextGateway, TextMessage


@dataclass(frozen=True)
class GatewaySender(TextGateway):
    """Sends codes through this gateway."""

    def reaches(self, channel: Channel) -> bool:
        return channel is Channel.PHONE

    def send_code(self, address: Address, code: str, language: Language, message_id: str) -> None:
        try:
            self.post(TextMessage(address.value, code_text(code, language).text), message_id)
        except httpx.HTTPError as error:
            raise Undelivered(type(error).__name__) from error
