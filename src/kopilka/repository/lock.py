"""A lock on what this device spends, opened by the device's own unlock for a moment at the till."""

from collections.abc import Awaitable, Callable
from contextlib import suppress
from dataclasses import replace
from typing import TYPE_CHECKING, TypeVar

from kopilka.domain import NotKept, NotUnlocked, Refused
from kopilka.local.device_unlock import LOCK, DeviceUnlock
from kopilka.local.secrets import Secrets
from kopilka.repository.account import AsMember
from kopilka.repository.card import CardCodes
from kopilka.repository.live_view import LiveView
from loyalty_api.card_code import CodeType
from loyalty_api.problems import ProblemCode

if TYPE_CHECKING:
    from kopilka.api import LoyaltyApi

T = TypeVar("T")


class Lock:
    """Off until the member wants it. What it guards is the server's to say (`Limits.unlock_above`);
    the key that opens it is nowhere on this device but behind its owner's unlock."""

    def __init__(
        self,
        live: LiveView,
        secrets: Secrets,
        unlock: DeviceUnlock,
        codes: CardCodes,
        api: Callable[[], "LoyaltyApi"],
        as_member: AsMember,
        sync: Callable[[], Awaitable[object]],
    ) -> None:
        self._live = live
        self._secrets = secrets
        self._unlock = unlock
        self._codes = codes
        self._api = api
        self._as_member = as_member
        self._sync = sync

    async def is_there(self) -> bool:
        """Whether this device can be asked to unlock."""
        return await self._unlock.is_there()

    async def put_on(self, above: int) -> None:
        """Spend more than `above` points in 24 hours unlocked only; a lock that is there is opened first.

        Raises `NotUnlocked`, `NotKept`, `Unreachable`, `SignedOut`, and `Refused` with
        `fresh_sign_in_required` when the lock there is does not open.
        """
        code = await self._opening_code()
        key = self._codes.opened_by
        if key is None:
            guarded = await self._unlock.guard(self._programme())
            await self._secrets.put(LOCK, guarded.name)
            key = guarded.key
        await self._set(key, above, code)

    async def take_off(self) -> None:
        """Raises what `put_on` raises."""
        await self._set(None, 0, await self._opening_code())
        with suppress(NotKept):
            await self._secrets.drop(LOCK)

    async def open(self) -> None:
        """Have the owner unlock it: for a while the card's code spends all that it may.

        No network. Raises `NotUnlocked`.
        """
        try:
            name = await self._secrets.get(LOCK)
        except NotKept:
            name = None
        if name is None:
            raise NotUnlocked("this device's key is gone")
        until = self._codes.open(await self._unlock.key(name))
        self._live.change(lambda known: replace(known, open_until=until))

    def close(self) -> None:
        """The card's code spends up to the limit again."""
        self._codes.close()
        self._live.change(lambda known: replace(known, open_until=None))

    async def opening(self, call: Callable[[str | None], Awaitable[T]]) -> T:
        """Call without a code, and where the server asks for the unlock, with the code that shows it.

        Raises `NotUnlocked`, and what the call raises.
        """
        try:
            return await call(None)
        except Refused as refused:
            if refused.code != ProblemCode.UNLOCK_REQUIRED:
                raise
        await self.open()
        try:
            return await call(await self.code())
        finally:
            self.close()

    async def code(self) -> str | None:
        """A code of this moment that shows that the lock is open."""
        if self._codes.opened_by is None:
            return None
        made = await self._codes.code(self._live.known, CodeType.PAY)
        return made.text if made else None

    async def _opening_code(self) -> str | None:
        """Of the lock there is; None where there is none, or it does not open any more."""
        wallet = self._live.known.wallet
        limits = wallet.limits if wallet else None
        if limits is None or limits.unlock_above is None:
            return None
        await self.open()
        return await self.code()

    async def _set(self, key: bytes | None, above: int, code: str | None) -> None:
        try:
            await self._as_member(self._api().account.lock(key, above, code))
        finally:
            self.close()
            await self._sync()

    def _programme(self) -> str:
        wallet = self._live.known.wallet
        return wallet.program.name if wallet else ""
