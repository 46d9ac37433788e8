"""Taking part in a contest, which ends at a moment of the server's, and looking at its draw: both take a network."""

from kopilka.repository.account import Online
from loyalty_api.contests import Draw


class Contests(Online):
    """It raises `Unreachable`, `SignedOut`, `Refused`."""

    async def take_part(self, contest_id: str) -> None:
        """Enter by a tap."""
        await self._done(self._api().contests.take_part(contest_id))

    async def draw(self, contest_id: str) -> Draw:
        """Everything that is published of it."""
        return await self._as_member(self._api().contests.draw(contest_id))
