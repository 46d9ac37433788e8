"""What the snapshot leaves out, fetched when somebody looks for it."""

from collections.abc import Awaitable, Callable
from contextlib import suppress
from dataclasses import replace
from typing import TYPE_CHECKING

from kopilka.domain import Refused, Rest, SignedOut, Unreachable
from kopilka.repository.account import AsMember, Online
from kopilka.repository.live_view import LiveView
from kopilka.repository.seen_pages import SeenPages
from loyalty_api.offers import Offer, Offers
from loyalty_api.problems import ProblemCode
from loyalty_api.rewards import Rewards

if TYPE_CHECKING:
    from kopilka.api import LoyaltyApi


class More(Online):
    """Each verb puts into the view what it fetched, or what was seen before where there is no network."""

    def __init__(
        self,
        live: LiveView,
        pages: SeenPages,
        api: Callable[[], "LoyaltyApi"],
        as_member: AsMember,
        sync: Callable[[], Awaitable[object]],
    ) -> None:
        super().__init__(api, as_member, sync)
        self._live = live
        self._pages = pages

    async def offers(self) -> None:
        """All offers. Raises `Unreachable`, `SignedOut`, `Refused`."""
        kid = self._live.known.kid
        fetch = self._as_member(self._api().catalogue.offers())
        page = await self._pages.page(kid, "offers", Offers, fetch)
        self._learn(kid, lambda rest: replace(rest, offers=page.offers, all_offers=True))

    async def rewards(self) -> None:
        """The whole catalogue. Raises `Unreachable`, `SignedOut`, `Refused`."""
        kid = self._live.known.kid
        fetch = self._as_member(self._api().catalogue.rewards())
        page = await self._pages.page(kid, "rewards", Rewards, fetch)
        self._learn(kid, lambda rest: replace(rest, rewards=page.rewards, all_rewards=True))

    async def offer(self, offer_id: str) -> None:
        """One offer that the snapshot may hold or not; one that the member has no more goes.

        Raises `Unreachable`, `SignedOut`, `Refused`.
        """
        wallet, kid = self._live.known.wallet, self._live.known.kid
        if wallet is None or not wallet.more_offers or offer_id in {o.id for o in wallet.offers}:
            return
        fetch = self._as_member(self._api().catalogue.offer(offer_id))
        try:
            found = await self._pages.page(kid, f"offer/{offer_id}", Offer, fetch)
        except Refused as refused:
            if refused.code != ProblemCode.NOT_FOUND:
                raise
            self._learn(kid, lambda rest: rest.without_offer(offer_id))
        else:
            self._learn(kid, lambda rest: rest.with_offer(found))

    async def renew(self) -> None:
        """Fetch anew what was asked for, for a newer snapshot; without a network what was had stays."""
        with suppress(Unreachable, SignedOut, Refused):
            if self._live.known.rest.all_offers:
                await self.offers()
            if self._live.known.rest.all_rewards:
                await self.rewards()

    def _learn(self, kid: str | None, changed: Callable[[Rest], Rest]) -> None:
        self._live.change(
            lambda known: replace(known, rest=changed(known.rest)) if known.kid == kid else known
        )
