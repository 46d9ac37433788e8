"""The call that takes part in a contest."""

from urllib.parse import quote

from kopilka.api.bearer import Bearer
from kopilka.api.exchange import Ask


class ContestCalls:
    """Every call raises `SignedOut`, `Refused` or `Unreachable`."""

    def __init__(self, bearer: Bearer) -> None:
        self._bearer = bearer

    async def take_part(self, contest_id: str) -> None:
        """`PUT /v1/contests/{id}/entry`. Doing it again changes nothing."""
        await self._bearer.ask(Ask("PUT", f"/v1/contests/{quote(contest_id, '')}/entry"))
