"""What members change about themselves at the server, and their leaving."""

from collections.abc import Awaitable, Callable, Coroutine
from typing import TYPE_CHECKING, Any, Protocol, TypeVar

from loyalty_api.models import Member
from loyalty_api.requests import Erasure, MemberChange

if TYPE_CHECKING:
    from kopilka.api import LoyaltyApi

T = TypeVar("T")


class AsMember(Protocol):
    """Awaits a call; a session that ended meanwhile is shown as ended."""

    async def __call__(self, call: Coroutine[Any, Any, T]) -> T: ...


class Account:
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

    async def change_details(self, seen: Member, change: MemberChange) -> None:
        """`Refused` is `precondition_failed` when another device has changed what was `seen`."""
        try:
            await self._as_member(self._api().account.change_details(seen, change))
        finally:
            await self._sync()

    async def export(self) -> bytes:
        """Everything the programme holds about the member, as JSON."""
        return await self._as_member(self._api().account.export())

    async def leave(self) -> Erasure:
        """Have everything erased, after a time in which it can be undone."""
        erasure = await self._as_member(self._api().account.leave())
        await self._sync()
        return erasure

    async def stay(self) -> None:
        """Undo leaving."""
        await self._as_member(self._api().account.stay())
        await self._sync()
