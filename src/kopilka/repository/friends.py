"""What a newcomer does about a friend's invitation."""

from collections.abc import Awaitable, Callable
from typing import TYPE_CHECKING

from kopilka.repository.account import AsMember
from loyalty_api.referral import ReferralOffer

if TYPE_CHECKING:
    from kopilka.api import LoyaltyApi


class Friends:
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

    async def offer(self, code: str) -> ReferralOffer:
        """What accepting this invitation promises."""
        return await self._as_member(self._api().friends.offer(code))

    async def accept(self, code: str) -> None:
        """Have come by this invitation."""
        try:
            await self._as_member(self._api().friends.accept(code))
        finally:
            await self._sync()
