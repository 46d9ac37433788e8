"""The port to this device's notifications, which come while the wallet is closed."""

from typing import Protocol

from loyalty_api.devices import PushSubscription


class Notices(Protocol):
    """None of it is asked before the member wants it."""

    async def is_there(self) -> bool:
        """Whether this device can show them."""

    async def subscribe(self, key: str, /) -> PushSubscription | None:
        """Ask its owner, and be notified by the server of this key; None when it was not allowed."""

    async def unsubscribe(self) -> None:
        """Be notified by nobody any more; never fails."""


class NoNotices:
    """A device that is notified in another way, or in none."""

    async def is_there(self) -> bool:
        return False

    async def subscribe(self, _key: str, /) -> PushSubscription | None:
        return None

    async def unsubscribe(self) -> None:
        return
