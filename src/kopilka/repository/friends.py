"""What a newcomer does about a friend's invitation."""

from kopilka.repository.account import Online
from loyalty_api.referral import ReferralOffer


class Friends(Online):
    """An invitation, before and after."""

    async def offer(self, code: str) -> ReferralOffer:
        """What accepting this invitation promises."""
        return await self._as_member(self._api().friends.offer(code))

    async def accept(self, code: str) -> None:
        """Have come by this invitation."""
        await self._done(self._api().friends.accept(code))
