"""Messages by text message, through the gateway that brings codes too."""

from dataclasses import dataclass
from http import HTTPStatus
from typing import Final

import httpx

from loyalty_server.dispatches.carriers import Letter, Never, NotNow
from loyalty_server.text_gateway import TextGateway, TextMessage

FOR_GOOD: Final = (
    HTTPStatus.BAD_REQUEST,
    HTTPStatus.NOT_FOUND,
    HTTPStatus.GONE,
    HTTPStatus.UNPROCESSABLE_ENTITY,
)


@dataclass(frozen=True)
class Texts:
    """Sends through this gateway."""

    gateway: TextGateway

    def carry(self, letter: Letter, /) -> None:
        try:
            self.gateway.post(TextMessage(letter.to, letter.text), letter.id)
        except httpx.HTTPStatusError as error:
            kind = Never if error.response.status_code in FOR_GOOD else NotNow
            raise kind(f"answered {error.response.status_code}") from error
        except httpx.HTTPError as error:
            raise NotNow(type(error).__name__) from error
