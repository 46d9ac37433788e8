"""The port to the device's secret store, and the session's secret in it."""

import asyncio
from typing import Final, Protocol

SESSION: Final = "session"
LEAVING: Final = "leaving"


class Secrets(Protocol):
    """Short texts by name. Every method may raise `NotKept`."""

    async def get(self, name: str) -> str | None:
        """The text, or None."""

    async def put(self, name: str, text: str) -> None:
        """Keep a text; it is safe when this returns."""

    async def drop(self, name: str) -> None:
        """Forget a text; one that is not there is no fault."""


class KeptSession:
    """The refresh token from sign-in to the last goodbye.

    The token is empty where a cookie speaks instead (the web): present and empty means signed in.
    After a sign-out it stays as `leaving` until the server has been told.
    """

    def __init__(self, secrets: Secrets) -> None:
        self._secrets = secrets
        self._moving = asyncio.Lock()

    async def token(self) -> str | None:
        """The token of the open session, or None."""
        return await self._secrets.get(SESSION)

    async def leaving(self) -> str | None:
        """The token of a session that the server has yet to close, or None."""
        return await self._secrets.get(LEAVING)

    async def open(self, token: str) -> None:
        """A session was opened here."""
        async with self._moving:
            await self._secrets.put(SESSION, token)
            await self._secrets.drop(LEAVING)

    async def rotate(self, old: str, new: str) -> None:
        """The server replaced the token. One that was dropped meanwhile stays dropped."""
        async with self._moving:
            for name in (SESSION, LEAVING):
                if await self._secrets.get(name) == old:
                    await self._secrets.put(name, new)

    async def end(self) -> None:
        """The server ended the session."""
        async with self._moving:
            await self._secrets.drop(SESSION)

    async def leave(self) -> None:
        """The member signed out: no session here from now on, and a goodbye to be said."""
        async with self._moving:
            token = await self._secrets.get(SESSION)
            if token is not None:
                await self._secrets.put(LEAVING, token)
                await self._secrets.drop(SESSION)

    async def left(self) -> None:
        """The server knows."""
        async with self._moving:
            await self._secrets.drop(LEAVING)
