"""Places at events: only the server knows whether one is left, so it takes a network."""

from kopilka.repository.account import Online
from loyalty_api.messages import EventPlace


class Places(Online):
    """Each raises `Unreachable`, `SignedOut`, `Refused`."""

    async def book(self, event_id: str) -> EventPlace:
        """Take a place."""
        return await self._as_member(self._api().places.book(event_id))

    async def give_back(self, event_id: str) -> EventPlace:
        """Leave it to others."""
        return await self._as_member(self._api().places.give_back(event_id))
