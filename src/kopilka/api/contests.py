"""The calls of contests: taking part, and what is published of a draw."""

from urllib.parse import quote

from kopilka.api.answers import decoded
from kopilka.api.bearer import Bearer
from kopilka.api.exchange import Ask
from loyalty_api.contests import Draw


class ContestCalls:
    """Every call raises `SignedOut`, `Refused` or `Unreachable`."""

    def __init__(self, bearer: Bearer) -> None:
        self._bearer = bearer

    async def take_part(self, contest_id: str) -> None:
        """`PUT /v1/contests/{id}/entry`. Doing it again changes nothing."""
        await self._bearer.ask(Ask("PUT", f"/v1/contests/{quote(contest_id, '')}/entry"))

    async def draw(self, contest_id: str) -> Draw:
        """`GET /v1/contests/{id}/draw`."""
        ask = Ask("GET", f"/v1/contests/{quote(contest_id, '')}/draw")
        return decoded(Draw, await self._bearer.ask(ask))
