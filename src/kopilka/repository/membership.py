"""Signing in and out on this device."""

from contextlib import suppress
from dataclasses import replace
from typing import TYPE_CHECKING

from kopilka.domain import NotKept, Refused, SignedOut, Unreachable
from kopilka.local.device_key import DeviceKey
from kopilka.local.kept import LocalStore
from kopilka.local.secrets import KeptSession
from kopilka.repository.live_view import LiveView, forgotten
from kopilka.repository.recall import recall
from loyalty_api.sign_in import SessionRequest

if TYPE_CHECKING:
    from kopilka.api import LoyaltyApi, Opened


class Membership:
    """The order of the writes is what a kill in between would leave: never a session without its
    key, and never a wipe that is forgotten."""

    def __init__(
        self, live: LiveView, local: LocalStore, session: KeptSession, device_key: DeviceKey
    ) -> None:
        self._live = live
        self._local = local
        self._session = session
        self._device_key = device_key

    async def sign_in(self, api: "LoyaltyApi", request: SessionRequest) -> None:
        """Raises `Unreachable`, `Refused`, `NotKept`."""
        async with self._local.turn():
            with suppress(Unreachable):
                await self.say_goodbye(api)
            opened = await api.open_session(request)
            try:
                await self._keep(opened)
            except NotKept:
                with suppress(Unreachable, SignedOut, Refused):
                    await api.close_session(opened.refresh_token)
                raise
            await recall(self._live, self._local, self._session)

    async def sign_out(self, api: "LoyaltyApi") -> None:
        """Wipe this device, also when part of its storage fails."""
        api.forget_member()
        self._live.change(forgotten)
        with suppress(NotKept):
            await self._session.leave()
        await self.wipe()

    async def wipe(self) -> None:
        """Forget the member; a sign-out that was cut short is finished by this at the next start."""
        with suppress(NotKept):
            await self._device_key.forget()
        with suppress(NotKept):
            await self._local.wipe()

    async def say_goodbye(self, api: "LoyaltyApi") -> None:
        """Tell the server of a sign-out it has not heard of. Raises `Unreachable`."""
        token = await self._session.leaving()
        if token is None:
            return
        with suppress(SignedOut, Refused):
            await api.close_session(token)
        await self._session.left()

    async def session_ended(self, kid: str | None) -> None:
        """The server ended the session of this credential: everything stays but the session."""
        if self._live.known.kid != kid:
            return
        with suppress(NotKept):
            await self._session.end()
        self._live.change(
            lambda known: replace(known, has_session=False) if known.kid == kid else known
        )

    async def _keep(self, opened: "Opened") -> None:
        await self._device_key.keep(opened.kid, opened.key)
        await self._local.begin(opened.kid)
        await self._session.open(opened.refresh_token)
