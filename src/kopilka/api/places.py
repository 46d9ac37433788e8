"""The calls about places at events."""

from urllib.parse import quote

from kopilka.api.answers import decoded
from kopilka.api.bearer import Bearer
from kopilka.api.exchange import Ask
from loyalty_api.messages import EventPlace


class PlacesCalls:
    """Every call raises `SignedOut`, `Refused` or `Unreachable`."""

    def __init__(self, bearer: Bearer) -> None:
        self._bearer = bearer

    async def book(self, event_id: str) -> EventPlace:
        """`PUT /v1/events/{id}/place`. Doing it again changes nothing."""
        return decoded(EventPlace, await self._bearer.ask(Ask("PUT", _place(event_id))))

    async def give_back(self, event_id: str) -> EventPlace:
        """`DELETE /v1/events/{id}/place`. Doing it again changes nothing."""
        return decoded(EventPlace, await self._bearer.ask(Ask("DELETE", _place(event_id))))


def _place(event_id: str) -> str:
    return f"/v1/events/{quote(event_id, '')}/place"
