"""Whether this device is notified of messages while the wallet is closed."""

from collections.abc import Awaitable, Callable
from typing import TYPE_CHECKING

from kopilka.local.notices import Notices
from kopilka.repository.account import AsMember
from kopilka.repository.live_view import LiveView

if TYPE_CHECKING:
    from kopilka.api import LoyaltyApi


class Notifying:
    """Off until the member wants it. Whether it is on is the server's to say (`Wallet.push`)."""

    def __init__(
        self,
        live: LiveView,
        notices: Notices,
        api: Callable[[], "LoyaltyApi"],
        as_member: AsMember,
        sync: Callable[[], Awaitable[object]],
    ) -> None:
        self._live = live
        self._notices = notices
        self._api = api
        self._as_member = as_member
        self._sync = sync

    async def is_there(self) -> bool:
        """Whether this device can show notifications."""
        return await self._notices.is_there()

    async def turn_on(self) -> bool:
        """Ask the device's owner; whether they allowed it. Raises `Unreachable`, `SignedOut`, `Refused`."""
        wallet = self._live.known.wallet
        if wallet is None or wallet.push is None:
            return False
        subscription = await self._notices.subscribe(wallet.push.key)
        if subscription is None:
            return False
        await self._as_member(self._api().account.notify(subscription))
        await self._sync()
        return True

    async def turn_off(self) -> None:
        """Be notified no more. Raises `Unreachable`, `SignedOut`, `Refused`."""
        await self._as_member(self._api().account.leave_alone())
        await self._notices.unsubscribe()
        await self._sync()

    async def forget(self) -> None:
        """Nobody is signed in here any more."""
        await self._notices.unsubscribe()
