"""Asking as a signed-in member: the access token in memory, renewed once when it is refused."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import AsyncExitStack, asynccontextmanager
from http import HTTPStatus
from typing import Final, Protocol, TypeVar

import httpx

from kopilka.api.answers import Answer, decoded
from kopilka.api.exchange import Ask, Exchange
from kopilka.domain import NotKept, Refused, SignedOut, Unreachable
from loyalty_api.problems import ProblemCode
from loyalty_api.sign_in import RefreshRequest, Tokens

T = TypeVar("T")

LATER: Final = frozenset(
    {
        HTTPStatus.REQUEST_TIMEOUT,
        HTTPStatus.TOO_EARLY,
        HTTPStatus.UPGRADE_REQUIRED,
        HTTPStatus.TOO_MANY_REQUESTS,
    }
)
"""Refusals that say nothing about what was asked: the same request may be granted later."""


class RefreshTokens(Protocol):
    """Where the refresh token is kept; empty where a cookie speaks instead."""

    async def token(self) -> str | None:
        """The token of the open session, or None."""

    async def rotate(self, old: str, new: str) -> None:
        """The server replaced the token."""


class Bearer:
    """Every call raises `SignedOut`, `Refused` or `Unreachable`."""

    def __init__(self, exchange: Exchange, tokens: RefreshTokens) -> None:
        self._exchange = exchange
        self._tokens = tokens
        self._access: str | None = None
        self._members = 0
        self._renewal: asyncio.Task[str] | None = None

    def remember(self, access_token: str | None) -> None:
        """A session was opened, or closed (None); a renewal for the one before comes too late."""
        self._access = access_token
        self._members += 1

    async def ask(self, ask: Ask) -> Answer:
        """See `Exchange.ask`."""
        return await self._authorised(lambda token: self._exchange.ask(_signed(ask, token)))

    async def ask_with(self, access_token: str, ask: Ask) -> Answer:
        """The same for a session that is not the one open here."""
        return await _granted(lambda token: self._exchange.ask(_signed(ask, token)), access_token)

    @asynccontextmanager
    async def stream(self, ask: Ask) -> AsyncIterator[httpx.Response]:
        """See `Exchange.stream`."""
        async with AsyncExitStack() as stack:
            yield await self._authorised(
                lambda token: stack.enter_async_context(self._exchange.stream(_signed(ask, token)))
            )

    async def renew(self, refresh_token: str) -> str:
        """A new access token; what replaces the refresh token is kept before this returns."""
        ask = Ask("POST", "/v1/auth/refresh", RefreshRequest(refresh_token or None))
        try:
            tokens = decoded(Tokens, await self._exchange.ask(ask))
            await self._tokens.rotate(refresh_token, tokens.refresh_token or "")
        except Refused as refused:
            raise _later(refused) or SignedOut from refused
        except NotKept as error:
            raise Unreachable("the next refresh token cannot be kept") from error
        return tokens.access_token

    async def _authorised(self, attempt: Callable[[str], Awaitable[T]]) -> T:
        token = self._access or await self._renewed()
        try:
            return await _granted(attempt, token)
        except SignedOut:
            if self._access == token:
                self._access = None
        return await _granted(attempt, self._access or await self._renewed())

    async def _renewed(self) -> str:
        """One renewal for all who wait; it is finished even if those who asked have gone, since the
        server has replaced the token by then."""
        if self._renewal is None:
            self._renewal = asyncio.create_task(self._renew_session())
            self._renewal.add_done_callback(self._renewal_done)
        return await asyncio.shield(self._renewal)

    async def _renew_session(self) -> str:
        member, refresh_token = self._members, await self._tokens.token()
        if refresh_token is None:
            raise SignedOut
        access_token = await self.renew(refresh_token)
        if member != self._members:
            raise SignedOut
        self._access = access_token
        return access_token

    def _renewal_done(self, renewal: asyncio.Task[str]) -> None:
        self._renewal = None
        if not renewal.cancelled():
            renewal.exception()


def _signed(ask: Ask, token: str) -> Ask:
    return ask.with_header("Authorization", f"Bearer {token}")


async def _granted(attempt: Callable[[str], Awaitable[T]], token: str) -> T:
    try:
        return await attempt(token)
    except Refused as refused:
        if refused.status == HTTPStatus.UNAUTHORIZED:
            raise SignedOut from refused
        raise _later(refused) or refused from refused.__cause__


def _later(refused: Refused) -> Unreachable | None:
    if refused.status in LATER or refused.code == ProblemCode.IDEMPOTENCY_KEY_BUSY:
        return Unreachable(refused.code, refused.retry_after, refused.code)
    return None
