"""Taking part in a contest: it ends at a moment of the server's, so it takes a network."""

from kopilka.repository.account import Online


class Contests(Online):
    """It raises `Unreachable`, `SignedOut`, `Refused`."""

    async def take_part(self, contest_id: str) -> None:
        """Enter by a tap."""
        await self._done(self._api().contests.take_part(contest_id))
