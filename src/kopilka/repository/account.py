"""What members change about themselves at the server, their devices and cards beside this, and their leaving."""

from collections.abc import Awaitable, Callable, Coroutine
from typing import TYPE_CHECKING, Any, Protocol, TypeVar

from loyalty_api.devices import Device
from loyalty_api.models import Member
from loyalty_api.requests import Erasure, MemberChange

if TYPE_CHECKING:
    from kopilka.api import LoyaltyApi

T = TypeVar("T")


class AsMember(Protocol):
    """Awaits a call; a session that ended meanwhile is shown as ended."""

    async def __call__(self, call: Coroutine[Any, Any, T]) -> T: ...


class Online:
    """What is done at the server alone. Every verb raises `Unreachable`, `SignedOut` or `Refused`, and is
    seen at once."""

    def __init__(
        self,
        api: Callable[[], "LoyaltyApi"],
        as_member: AsMember,
        sync: Callable[[], Awaitable[object]],
    ) -> None:
        self._api = api
        self._as_member = as_member
        self._sync = sync

    async def _done(self, call: Coroutine[Any, Any, None]) -> None:
        """Whatever became of it, the snapshot tells."""
        try:
            await self._as_member(call)
        finally:
            await self._sync()


class Account(Online):
    """The member's own."""

    async def change_details(self, seen: Member, change: MemberChange) -> None:
        """`Refused` is `precondition_failed` when another device has changed what was `seen`."""
        await self._done(self._api().account.change_details(seen, change))

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

    async def devices(self) -> tuple[Device, ...]:
        """Where the member is signed in."""
        return await self._as_member(self._api().devices())

    async def sign_out_device(self, device_id: str) -> None:
        """End the session of another device. Raises `Refused`."""
        await self._as_member(self._api().sign_out_device(device_id))

    async def paper_card(self) -> bytes:
        """The card with its static code, which earns and never spends, as a PDF to print."""
        return await self._as_member(self._api().paper_card())

    async def pass_link(self, *, apples: bool) -> str:
        """Where Apple's wallet, or Google's, takes the card from."""
        return await self._as_member(self._api().pass_link(apples=apples))
