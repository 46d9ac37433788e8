"""What a member does about the family, whose card shares one account."""

from kopilka.repository.account import Online
from loyalty_api.family import FamilyInvitation, FamilyOffer


class FamilyLife(Online):
    """From the invitation to the end."""

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
