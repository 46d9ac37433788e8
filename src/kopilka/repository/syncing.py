"""One sync: tell the server what waits, fetch the snapshot, keep both outcomes in one write."""

from collections.abc import Callable, Collection, Iterable
from contextlib import suppress
from dataclasses import replace
from datetime import timedelta
from typing import TYPE_CHECKING

from kopilka.domain import (
    NotKept,
    Refusal,
    Refused,
    SignedOut,
    Unreachable,
    as_refused,
    server_moment,
)
from kopilka.local.kept import HISTORY, LocalStore, Page, Waiting, WalletRecord
from kopilka.local.secrets import KeptSession
from kopilka.repository.live_view import LiveView
from kopilka.repository.recall import recall
from loyalty_api.models import Feature, Wallet

if TYPE_CHECKING:
    from kopilka.api import LoyaltyApi


class Syncing:
    """The hard cases. An answer that was lost: the action stays in the outbox and is told again,
    which changes nothing. A kill between telling and keeping: the same. A refused action leaves the
    outbox alone, the later ones are still told. A member who signed out while the server was asked:
    nothing is kept, since the store writes only for the credential it was asked for.
    """

    def __init__(
        self,
        live: LiveView,
        local: LocalStore,
        session: KeptSession,
        clock: Callable[[], float],
    ) -> None:
        self._live = live
        self._local = local
        self._session = session
        self._clock = clock

    async def sync(self, api: "LoyaltyApi") -> None:
        """All of it, for a signed-in member. Raises `Unreachable`, `SignedOut`, `Refused`."""
        is_first = self._live.known.wallet is None
        if is_first:
            await self._fetch(api, ())
        await self._forget_foreign()
        told = await self._tell(api)
        if told or not is_first:
            await self._fetch(api, told)
        await self._fetch_history(api)

    async def _tell(self, api: "LoyaltyApi") -> tuple[int, ...]:
        told = []
        for item in self._live.known.own_waiting:
            try:
                await api.send(item.action)
            except Refused as refused:
                await self._give_up(item, refused)
            except Unreachable as put_off:
                if (no := as_refused(put_off)) is None:
                    raise
                await self._give_up(item, no)
            else:
                told.append(item.key)
        return tuple(told)

    async def _give_up(self, item: Waiting, refused: Refused) -> None:
        at = server_moment(self._clock(), self._live.known.offset)
        wait = refused.retry_after
        until = None if wait is None else at + timedelta(seconds=wait)
        refusal = Refusal(item.action, refused.code, at, until)
        kid = self._live.known.kid
        with suppress(NotKept):
            await self._local.refuse(kid, item.key, refusal)
        if self._live.known.kid != kid:
            raise SignedOut
        self._live.change(
            lambda known: replace(
                known,
                waiting=_without(known.waiting, (item.key,)),
                refusals=(*known.refusals, refusal),
            )
        )

    async def _forget_foreign(self) -> None:
        """A device that changed hands tells nothing for the member before."""
        known = self._live.known
        own = {item.key for item in known.own_waiting}
        foreign = [item.key for item in known.waiting if item.key not in own]
        if foreign:
            with suppress(NotKept):
                await self._local.forget(foreign)
            self._live.change(
                lambda known: replace(known, waiting=_without(known.waiting, foreign))
            )

    async def _fetch(self, api: "LoyaltyApi", told: Collection[int]) -> None:
        asked = self._live.known
        fetched = await api.wallet(asked.record.etag if asked.wallet else None)
        if fetched is None:
            now = server_moment(self._clock(), self._live.known.offset)
            await self._settle(replace(asked.record, as_of=now), asked.wallet, told)
        else:
            record = WalletRecord(
                asked.kid, fetched.json, fetched.etag, as_of=fetched.value.server_time
            )
            await self._settle(record, fetched.value, told)

    async def _settle(
        self, record: WalletRecord, wallet: Wallet | None, told: Collection[int]
    ) -> None:
        record = record.with_clock(self._live.known.clock)
        heard = [item.action for item in self._live.known.waiting if item.key in told]
        with suppress(NotKept):
            if not await self._local.settle(record, told):
                await recall(self._live, self._local, self._session)
        if self._live.known.kid != record.kid:
            raise SignedOut
        self._live.change(
            lambda known: replace(
                known,
                record=record,
                wallet=wallet,
                waiting=_without(known.waiting, told),
                rest=known.rest.after(heard),
                offline=False,
            )
        )
        if heard:
            with suppress(NotKept):
                await self._local.change_rest(record.kid, lambda rest: rest.after(heard))

    async def _fetch_history(self, api: "LoyaltyApi") -> None:
        """Its first page, once for each snapshot."""
        asked = self._live.known
        kid, etag = asked.kid, asked.record.etag
        has_one = asked.wallet is None or asked.wallet.has(Feature.HISTORY)
        if not has_one or (etag and etag == asked.history_etag):
            return
        fetched = await api.history(None, None)
        with suppress(NotKept):
            await self._local.keep_page(kid, HISTORY, Page(fetched.json, etag))
        self._live.change(
            lambda known: (
                replace(known, history=fetched.value, history_etag=etag)
                if known.kid == kid
                else known
            )
        )


def _without(waiting: Iterable[Waiting], keys: Collection[int]) -> tuple[Waiting, ...]:
    return tuple(item for item in waiting if item.key not in keys)
