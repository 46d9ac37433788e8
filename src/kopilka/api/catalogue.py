"""The calls for what a snapshot leaves out."""

from typing import Protocol, TypeVar
from urllib.parse import quote

from kopilka.api.answers import decoded
from kopilka.api.bearer import Bearer
from kopilka.api.exchange import Ask
from loyalty_api.offers import Offer, Offers
from loyalty_api.rewards import Reward, Rewards


class _Page(Protocol):
    @property
    def next(self) -> str | None: ...


P = TypeVar("P", bound=_Page)


class CatalogueCalls:
    """Every call raises `SignedOut`, `Refused` or `Unreachable`."""

    def __init__(self, bearer: Bearer) -> None:
        self._bearer = bearer

    async def offers(self) -> tuple[Offer, ...]:
        """`GET /v1/offers`, all pages as one."""
        pages = await self._pages(Offers, "/v1/offers")
        return tuple(offer for page in pages for offer in page.offers)

    async def offer(self, offer_id: str) -> Offer:
        """`GET /v1/offers/{id}`."""
        path = f"/v1/offers/{quote(offer_id, '')}"
        return decoded(Offer, await self._bearer.ask(Ask("GET", path)))

    async def rewards(self) -> tuple[Reward, ...]:
        """`GET /v1/rewards`, all pages as one."""
        pages = await self._pages(Rewards, "/v1/rewards")
        return tuple(reward for page in pages for reward in page.rewards)

    async def _pages(self, kind: type[P], path: str) -> list[P]:
        pages = [decoded(kind, await self._bearer.ask(Ask("GET", path)))]
        while cursor := pages[-1].next:
            following = f"{path}?cursor={quote(cursor, '')}"
            pages.append(decoded(kind, await self._bearer.ask(Ask("GET", following))))
        return pages
