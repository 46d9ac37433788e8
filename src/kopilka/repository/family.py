"""What a member does about the family, whose card shares one account."""

from collections.abc import Awaitable, Callable, Coroutine
from typing import TYPE_CHECKING, Any

from kopilka.repository.account import AsMember
from loyalty_api.family import FamilyInvitation, FamilyOffer

if TYPE_CHECKING:
    from kopilka.api import LoyaltyApi


class FamilyLife:
    """Online only. Every verb raises `Unreachable`, `SignedOut` or `Refused`, and is seen at once."""

    def __init__(
        self,
        api: Callable[[], "LoyaltyApi"],
        as_member: AsMember,
        sync: Callable[[], Awaitable[object]],
    ) -> None:
        self._api = api
        self._as_member = as_member
        self._sync = sync

    async def invite(self) -> FamilyInvitation:
        """A link for one person, instead of the one before."""
        return await self._as_member(self._api().family.invite())

    async def offer(self, code: str) -> FamilyOffer:
        """What joining by this link means."""
        return await self._as_member(self._api().family.offer(code))

    async def join(self, code: str) -> None:
        """Share the account of who invited, with all points."""
        await self._done(self._api().family.join(code))

    async def leave(self) -> None:
        """Go without points; a head ends the family."""
        await self._done(self._api().family.leave())

    async def remove(self, membership_id: str) -> None:
        """Send somebody away, as the head."""
        await self._done(self._api().family.remove(membership_id))

    async def limit(self, membership_id: str, points_a_day: int | None) -> None:
        """How much somebody may spend in 24 hours, as the head says; None is no limit."""
        await self._done(self._api().family.limit(membership_id, points_a_day))

    async def _done(self, call: Coroutine[Any, Any, None]) -> None:
        """Whatever became of it, the snapshot tells."""
        try:
            await self._as_member(call)
        finally:
            await self._sync()
