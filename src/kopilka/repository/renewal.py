"""The device's key is exchanged for a new one when it is due, unseen by the member."""

from collections.abc import Callable
from contextlib import suppress
from datetime import timedelta
from typing import TYPE_CHECKING, Final

from kopilka.domain import NotKept, Refused, Unreachable
from kopilka.local.device_key import DeviceKey
from kopilka.repository.live_view import LiveView

if TYPE_CHECKING:
    from kopilka.api import LoyaltyApi

ASK_AGAIN: Final = timedelta(days=1).total_seconds()


class Renewal:
    """The server ends the old key only when it has heard that the new one is kept. So an answer that
    was lost, a kill before it was kept and a full disk leave a card that works, and are asked anew.
    """

    def __init__(self, live: LiveView, device_key: DeviceKey, clock: Callable[[], float]) -> None:
        self._live = live
        self._device_key = device_key
        self._clock = clock

    async def renew(self, api: "LoyaltyApi") -> None:
        """Exchange the key if it is due, and say so; what fails is left to the next sync.

        Raises `SignedOut`.
        """
        with suppress(Unreachable, NotKept):
            if await self._is_exchanged(api):
                await self._is_exchanged(api)

    async def _is_exchanged(self, api: "LoyaltyApi") -> bool:
        signed_in, now = self._live.known.kid, self._clock() + self._live.known.offset
        held = await self._device_key.held(signed_in) if signed_in else None
        if signed_in is None or held is None or now < held.due_at:
            return False
        try:
            following = await api.next_key(held.kid)
        except Refused:
            await self._device_key.put_off(signed_in, now + ASK_AGAIN)
            return False
        if following.key is None:
            await self._device_key.put_off(signed_in, following.due_at.timestamp())
            return False
        await self._device_key.renew(signed_in, following.kid, following.key)
        return True
