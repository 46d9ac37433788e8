"""What the snapshot leaves out, fetched when somebody looks for it."""

from collections.abc import Awaitable, Callable
from contextlib import suppress
from dataclasses import replace
from typing import TYPE_CHECKING

from kopilka.domain import NotKept, Refused, Rest, SignedOut, Unreachable
from kopilka.local.kept import LocalStore
from kopilka.repository.account import AsMember, Online
from kopilka.repository.live_view import Known, LiveView
from loyalty_api.problems import ProblemCode

if TYPE_CHECKING:
    from kopilka.api import LoyaltyApi


class More(Online):
    """Each verb puts into the view what it fetched, or what was seen before where there is no network."""

    def __init__(
        self,
        live: LiveView,
        local: LocalStore,
        api: Callable[[], "LoyaltyApi"],
        as_member: AsMember,
        sync: Callable[[], Awaitable[object]],
    ) -> None:
        super().__init__(api, as_member, sync)
        self._live = live
        self._local = local

    async def offers(self) -> None:
        """All offers. Raises `Unreachable`, `SignedOut`, `Refused`."""
        kid = self._live.known.kid
        try:
            await self._fetch_offers()
        except Unreachable:
            seen = await self._seen()
            if not seen.all_offers:
                raise
            self._live.change(_learning(kid, lambda rest: rest.with_seen_offers(seen)))

    async def rewards(self) -> None:
        """The whole catalogue. Raises `Unreachable`, `SignedOut`, `Refused`."""
        kid = self._live.known.kid
        try:
            await self._fetch_rewards()
        except Unreachable:
            seen = await self._seen()
            if not seen.all_rewards:
                raise
            self._live.change(
                _learning(kid, lambda rest: rest.with_rewards(seen.rewards, seen.rewards_etag))
            )

    async def offer(self, offer_id: str) -> None:
        """One offer that the snapshot may hold or not; one that the member has no more goes.

        Raises `Unreachable`, `SignedOut`, `Refused`.
        """
        known = self._live.known
        wallet, kid = known.wallet, known.kid
        if wallet is None or not wallet.more_offers or offer_id in {o.id for o in wallet.offers}:
            return
        if _is_of_now(known, known.rest.offers_etag):
            return
        try:
            found = await self._as_member(self._api().catalogue.offer(offer_id))
        except Unreachable:
            if not await self._recalls(kid, offer_id):
                raise
        except Refused as refused:
            if refused.code != ProblemCode.NOT_FOUND:
                raise
            await self._learn(kid, lambda rest: rest.without_offer(offer_id))
        else:
            await self._learn(kid, lambda rest: rest.with_offer(found))

    async def renew_offers(self) -> None:
        """Those that were asked for, all or one by one: fetch them anew for a newer snapshot, if there is a network."""
        known = self._live.known
        if _is_of_now(known, known.rest.offers_etag):
            return
        with suppress(Unreachable, SignedOut, Refused):
            if known.rest.all_offers:
                await self._fetch_offers()
                return
            for one in known.rest.offers:
                await self.offer(one.id)

    async def renew_rewards(self) -> None:
        """Once it was asked for: fetch the catalogue anew for a newer snapshot, if there is a network."""
        known = self._live.known
        if known.rest.all_rewards and not _is_of_now(known, known.rest.rewards_etag):
            with suppress(Unreachable, SignedOut, Refused):
                await self._fetch_rewards()

    async def _fetch_offers(self) -> None:
        kid, etag = self._live.known.kid, self._live.known.record.etag
        offers = await self._as_member(self._api().catalogue.offers())
        await self._learn(kid, lambda rest: rest.with_offers(offers, etag))

    async def _fetch_rewards(self) -> None:
        kid, etag = self._live.known.kid, self._live.known.record.etag
        rewards = await self._as_member(self._api().catalogue.rewards())
        await self._learn(kid, lambda rest: rest.with_rewards(rewards, etag))

    async def _recalls(self, kid: str | None, offer_id: str) -> bool:
        """Whether it was seen before. What is in the view already is at least as new as what is kept."""
        if self._live.known.rest.offer(offer_id) is not None:
            return True
        seen = (await self._seen()).offer(offer_id)
        if seen is not None:
            self._live.change(_learning(kid, lambda rest: rest.with_offer(seen)))
        return seen is not None

    async def _seen(self) -> Rest:
        with suppress(NotKept):
            return await self._local.rest()
        return Rest()

    async def _learn(self, kid: str | None, changed: Callable[[Rest], Rest]) -> None:
        """In the view, and beside what is kept from before this run of the app."""
        self._live.change(_learning(kid, changed))
        with suppress(NotKept):
            await self._local.change_rest(kid, changed)


def _learning(kid: str | None, changed: Callable[[Rest], Rest]) -> Callable[[Known], Known]:
    def learned(known: Known) -> Known:
        return replace(known, rest=changed(known.rest)) if known.kid == kid else known

    return learned


def _is_of_now(known: Known, etag: str | None) -> bool:
    return etag is not None and etag == known.record.etag
