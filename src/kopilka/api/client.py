"""Every call of the contract that the wallet makes."""

import time
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import datetime
from http import HTTPStatus
from typing import Final, TypeVar
from urllib.parse import quote

import httpx

from kopilka.api.account import AccountCalls
from kopilka.api.answers import (
    PROBLEM_JSON,
    Fetched,
    body_reading,
    decoded,
    device_key,
    fetched,
)
from kopilka.api.bearer import Bearer, RefreshTokens
from kopilka.api.catalogue import CatalogueCalls
from kopilka.api.contests import ContestCalls
from kopilka.api.events import Event, events_in
from kopilka.api.exchange import Ask, Exchange
from kopilka.api.family import FamilyCalls
from kopilka.api.friends import FriendsCalls
from kopilka.api.places import PlacesCalls
from kopilka.api.telling import told
from kopilka.domain import ClockReading, Unreachable
from loyalty_api.actions import Action, RedeemReward
from loyalty_api.claims import Claims
from loyalty_api.devices import Device, Devices
from loyalty_api.history import EntryKind, History
from loyalty_api.messages import Folder, Messages
from loyalty_api.models import Wallet
from loyalty_api.offers import PromoApplied
from loyalty_api.passes import SaveLink
from loyalty_api.receipts import Purchase
from loyalty_api.requests import PromoCode
from loyalty_api.rewards import Redeemed
from loyalty_api.sign_in import (
    CodeRequest,
    CodeSent,
    KeptCredential,
    LinkOpened,
    NextCredential,
    SessionOpened,
    SessionRequest,
    SignInLink,
)
from loyalty_api.surveys.needs import ASKED, asks_said
from loyalty_api.years import YearInReview

T = TypeVar("T")

PDF: Final = "application/pdf"
SHOWN: Final = 30
"""So many offers and so many rewards a snapshot holds; the others are fetched when they are looked for."""


@dataclass(frozen=True)
class Opened:
    """A session: its credential, and the refresh token, empty where a cookie speaks instead."""

    kid: str
    key: bytes
    refresh_token: str


@dataclass(frozen=True)
class NextKey:
    """What follows a credential: `key` is None while it goes on; ask again at `due_at`."""

    kid: str
    key: bytes | None
    due_at: datetime


class LoyaltyApi:
    """Every call raises `Unreachable` or `Refused`, and those for members `SignedOut`.

    `client` knows the server's address and has its transport; `tokens` is where the refresh token
    is kept; `learn` hears the server's clock of every answer; `clock` is the device's, unix seconds.
    """

    def __init__(
        self,
        client: httpx.AsyncClient,
        tokens: RefreshTokens,
        learn: Callable[[ClockReading], None],
        clock: Callable[[], float] = time.time,
    ) -> None:
        self._client = client
        self._learn = learn
        self._exchange = Exchange(client, clock, learn)
        self._bearer = Bearer(self._exchange, tokens)
        self.account = AccountCalls(self._bearer)
        self.family = FamilyCalls(self._bearer)
        self.friends = FriendsCalls(self._bearer)
        self.places = PlacesCalls(self._bearer)
        self.contests = ContestCalls(self._bearer)
        self.catalogue = CatalogueCalls(self._bearer)

    def speak(self, language: str | None) -> None:
        """The language of the texts that come from now on; None leaves it to the browser."""
        self._client.headers.pop("Accept-Language", None)
        if language:
            self._client.headers["Accept-Language"] = language

    async def send_code(self, address: str) -> CodeSent:
        """`POST /v1/auth/codes` for a phone (E.164) or an e-mail."""
        by_email = "@" in address
        body = CodeRequest(email=address) if by_email else CodeRequest(phone=address)
        return decoded(CodeSent, await self._exchange.ask(Ask("POST", "/v1/auth/codes", body)))

    async def look_at_link(self, challenge_id: str, code: str) -> SignInLink:
        """`POST /v1/auth/links`: whom this code would sign in. Nothing is used up."""
        body = LinkOpened(challenge_id, code)
        return decoded(SignInLink, await self._exchange.ask(Ask("POST", "/v1/auth/links", body)))

    async def open_session(self, request: SessionRequest) -> Opened:
        """`POST /v1/auth/sessions`. What was asked as another member before is forgotten."""
        answer = await self._exchange.ask(Ask("POST", "/v1/auth/sessions", request))
        opened = decoded(SessionOpened, answer)
        key = device_key(opened.credential)
        self._bearer.remember(opened.access_token)
        return Opened(opened.credential.kid, key, opened.refresh_token or "")

    async def next_key(self, kid: str) -> NextKey:
        """`PUT /v1/auth/credential`: this one is kept here. Saying it again changes nothing."""
        ask = Ask("PUT", "/v1/auth/credential", KeptCredential(kid))
        following = decoded(NextCredential, await self._bearer.ask(ask))
        if following.credential is None:
            return NextKey(kid, None, following.due_at)
        key = device_key(following.credential)
        return NextKey(following.credential.kid, key, following.due_at)

    async def close_session(self, refresh_token: str) -> None:
        """`DELETE /v1/auth/session` of the session that this token continues."""
        access_token = await self._bearer.renew(refresh_token)
        await self._bearer.ask_with(access_token, Ask("DELETE", "/v1/auth/session"))

    def forget_member(self) -> None:
        """Nobody is signed in any more."""
        self._bearer.remember(None)

    async def wallet(self, etag: str | None) -> Fetched[Wallet] | None:
        """`GET /v1/wallet`; None when nothing changed since `etag`."""
        headers = {"If-None-Match": etag} if etag else {}
        path = "/v1/wallet?" + _query(asks=asks_said(ASKED), most=str(SHOWN))
        answer = await self._bearer.ask(Ask("GET", path, headers=headers))
        if answer.status == HTTPStatus.NOT_MODIFIED:
            return None
        snapshot = fetched(Wallet, answer)
        self._learn(body_reading(snapshot.value.server_time, answer))
        return snapshot

    async def history(
        self, cursor: str | None, kind: EntryKind | None, words: str = ""
    ) -> Fetched[History]:
        """`GET /v1/history`, a page of it, newest first, perhaps only of what has these words."""
        path = "/v1/history?" + _query(cursor=cursor, kind=kind, words=words)
        return fetched(History, await self._bearer.ask(Ask("GET", path)))

    async def year(self, year: int) -> Fetched[YearInReview]:
        """`GET /v1/years/{year}`."""
        return fetched(YearInReview, await self._bearer.ask(Ask("GET", f"/v1/years/{year}")))

    async def messages(self, folder: Folder, cursor: str | None) -> Fetched[Messages]:
        """`GET /v1/messages`, a page of a folder, newest first."""
        path = "/v1/messages?" + _query(folder=folder, cursor=cursor)
        return fetched(Messages, await self._bearer.ask(Ask("GET", path)))

    async def purchase(self, purchase_id: str) -> Fetched[Purchase]:
        """`GET /v1/purchases/{id}`."""
        path = f"/v1/purchases/{quote(purchase_id, '')}"
        return fetched(Purchase, await self._bearer.ask(Ask("GET", path)))

    async def paper_card(self) -> bytes:
        """`GET /v1/card/paper.pdf`."""
        wanted = {"Accept": f"{PDF}, {PROBLEM_JSON}"}
        answer = await self._bearer.ask(Ask("GET", "/v1/card/paper.pdf", headers=wanted))
        if answer.media_type != PDF:
            raise Unreachable(f"a page of type {answer.media_type!r}")
        return answer.body

    async def pass_link(self, *, apples: bool) -> str:
        """`GET /v1/passes/apple/link` or `/google`: where the phone's own wallet takes the card from."""
        path = "/v1/passes/apple/link" if apples else "/v1/passes/google"
        return decoded(SaveLink, await self._bearer.ask(Ask("GET", path))).url

    async def devices(self) -> tuple[Device, ...]:
        """`GET /v1/devices`."""
        answer = await self._bearer.ask(Ask("GET", "/v1/devices"))
        return decoded(Devices, answer).devices

    async def sign_out_device(self, device_id: str) -> None:
        """`DELETE /v1/devices/{id}`."""
        await self._bearer.ask(Ask("DELETE", f"/v1/devices/{quote(device_id, '')}"))

    async def send(self, action: Action) -> None:
        """Tell what the member did. Telling it again changes nothing."""
        await self._bearer.ask(told(action))

    async def apply_promo_code(self, code: str, key: str) -> PromoApplied:
        """`POST /v1/promo-codes`, once for each Idempotency-Key."""
        return await self._once(PromoApplied, Ask("POST", "/v1/promo-codes", PromoCode(code)), key)

    async def redeem(self, reward_id: str, key: str, unlock_code: str | None = None) -> Redeemed:
        """`POST /v1/redemptions`, once for each Idempotency-Key."""
        headers = {"Unlock-Code": unlock_code} if unlock_code else {}
        ask = Ask("POST", "/v1/redemptions", RedeemReward(reward_id), headers)
        return await self._once(Redeemed, ask, key)

    async def give_back(self, redemption_id: str) -> Redeemed:
        """`PUT /v1/redemptions/{id}/cancellation`. Doing it again changes nothing."""
        path = f"/v1/redemptions/{quote(redemption_id, '')}/cancellation"
        return decoded(Redeemed, await self._bearer.ask(Ask("PUT", path)))

    async def claims(self) -> Fetched[Claims]:
        """`GET /v1/claims`, the newest first."""
        return fetched(Claims, await self._bearer.ask(Ask("GET", "/v1/claims")))

    @asynccontextmanager
    async def listen(
        self, last_event_id: str | None, *, once: bool = False, recent: int = 0
    ) -> AsyncIterator[AsyncIterator[Event]]:
        """`GET /v1/wallet/events`, from the one after `last_event_id` on, until the server ends it.

        `once` asks it to end with the first events, for a network that passes only whole answers;
        `recent`, without a `last_event_id`, to begin with those of the last so many seconds.
        """
        headers = {"Accept": "text/event-stream", "Cache-Control": "no-store"}
        if last_event_id:
            headers["Last-Event-ID"] = last_event_id
        chosen = _query(once="true" if once else None, recent=str(recent) if recent else None)
        ask = Ask("GET", f"/v1/wallet/events{'?' if chosen else ''}{chosen}", headers=headers)
        async with self._bearer.stream(ask) as response:
            yield events_in(response.aiter_bytes())

    async def _once(self, kind: type[T], ask: Ask, key: str) -> T:
        return decoded(kind, await self._bearer.ask(ask.once(key)))


def _query(**chosen: str | None) -> str:
    return "&".join(f"{name}={quote(value, '')}" for name, value in chosen.items() if value)
