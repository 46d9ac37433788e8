"""Syncs one at a time, and what the view says about them."""

from collections.abc import Callable
from dataclasses import replace
from typing import TYPE_CHECKING

from kopilka.domain import NotKept, Refused, SignedOut, Unreachable
from kopilka.local.kept import LocalStore
from kopilka.local.secrets import KeptSession
from kopilka.repository.live_view import LiveView
from kopilka.repository.membership import Membership
from kopilka.repository.recall import recall
from kopilka.repository.renewal import Renewal
from kopilka.repository.syncing import Syncing
from loyalty_api.problems import ProblemCode

if TYPE_CHECKING:
    from kopilka.api import LoyaltyApi


class SyncTurns:
    """One sync at a time over all tabs and processes that share the store.

    Whoever asks while one is under way gets the one after it, together with all who asked meanwhile.
    """

    def __init__(
        self,
        live: LiveView,
        local: LocalStore,
        session: KeptSession,
        membership: Membership,
        syncing: Syncing,
        renewal: Renewal,
        api: Callable[[], "LoyaltyApi"],
    ) -> None:
        self._live = live
        self._local = local
        self._session = session
        self._membership = membership
        self._syncing = syncing
        self._renewal = renewal
        self._api = api
        self._asked = 0
        self._answered = 0
        self._trouble: Unreachable | None = None

    async def sync(self) -> Unreachable | None:
        """What kept the sync from its end, or None."""
        self._asked += 1
        mine = self._asked
        async with self._local.turn():
            if self._answered < mine:
                answers = self._asked
                self._trouble = await self._sync()
                self._answered = answers
            return self._trouble

    async def _sync(self) -> Unreachable | None:
        await recall(self._live, self._local, self._session)
        self._live.change(lambda known: replace(known, syncing=known.signed_in))
        trouble = None
        try:
            trouble = await self._trouble_of_sync()
        finally:
            outdated = trouble is not None and trouble.code == ProblemCode.UPGRADE_REQUIRED
            offline = trouble is not None and not outdated
            self._live.change(
                lambda known: replace(known, syncing=False, offline=offline, outdated=outdated)
            )
        return trouble

    async def _trouble_of_sync(self) -> Unreachable | None:
        kid = self._live.known.kid
        try:
            await self._membership.say_goodbye(self._api())
            if self._live.known.signed_in:
                await self._syncing.sync(self._api())
                await self._renewal.renew(self._api())
        except SignedOut:
            await self._membership.session_ended(kid)
        except Unreachable as trouble:
            return trouble
        except Refused as refused:
            return Unreachable(refused.code, refused.retry_after, refused.code)
        except NotKept as error:
            return Unreachable(str(error))
        return None
