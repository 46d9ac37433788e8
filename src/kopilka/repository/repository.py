"""What the screens may ask of the wallet."""

import asyncio
import random
import time
from collections.abc import Awaitable, Callable, Collection, Coroutine
from contextlib import suppress
from dataclasses import replace
from itertools import count
from typing import TYPE_CHECKING, Any, TypeVar

from kopilka.domain import (
    ClockReading,
    NotKept,
    Refusal,
    Settings,
    ShownCode,
    SignedOut,
    View,
    is_done_already,
    learned,
)
from kopilka.local.device_key import DeviceKey
from kopilka.local.kept import LocalStore, Waiting
from kopilka.local.secrets import KeptSession, Secrets
from kopilka.local.store import Store
from kopilka.repository.account import Account
from kopilka.repository.attempts import Attempts
from kopilka.repository.card import CardCodes
from kopilka.repository.drafts import Drafts
from kopilka.repository.following import Following
from kopilka.repository.live_view import LiveView
from kopilka.repository.membership import Membership
from kopilka.repository.recall import recalled_at_start
from kopilka.repository.renewal import Renewal
from kopilka.repository.seen_pages import SeenPages
from kopilka.repository.sync_turns import SyncTurns
from kopilka.repository.syncing import Syncing
from kopilka.repository.watched import WatchedStore
from loyalty_api.actions import Action
from loyalty_api.card_code import CodeType
from loyalty_api.claims import Claims
from loyalty_api.devices import Device
from loyalty_api.history import EntryKind, History
from loyalty_api.messages import Folder, Messages
from loyalty_api.offers import PromoApplied
from loyalty_api.receipts import Purchase
from loyalty_api.rewards import Redeemed
from loyalty_api.sign_in import CodeSent, GrantedConsent, SessionRequest, ThisDevice

if TYPE_CHECKING:
    from kopilka.api import Fetched, LoyaltyApi

T = TypeVar("T")

Connect = Callable[[KeptSession, Callable[[ClockReading], None]], "LoyaltyApi"]
"""Makes the API when it is first needed: in a browser importing httpx takes longer than a paint."""


class Repository:
    """View, act, sync, listen. Screens draw `view` and call the verbs; none of them sees HTTP or SQL.

    Verbs that ask the server raise `Unreachable`; `SignedOut` when the session has ended, which the
    view then shows; and `Refused` where they say so. `clock` is the device's, in unix seconds; `monotonic`
    counts seconds and cannot be set.
    """

    def __init__(
        self,
        store: Store,
        secrets: Secrets,
        device_key: DeviceKey,
        connect: Connect,
        device: ThisDevice,
        *,
        clock: Callable[[], float] = time.time,
        monotonic: Callable[[], float] = time.monotonic,
        sleep: Callable[[float], Coroutine[Any, Any, None]] = asyncio.sleep,
        chance: Callable[[], float] = random.random,
    ) -> None:
        self._live = LiveView()
        self._local = LocalStore(WatchedStore(store, self._live.learn_keeping))
        self._session = KeptSession(secrets)
        self._connect = connect
        self._device = device
        self._attempts = Attempts(self._local)
        self._pages = SeenPages(self._local)
        self.drafts = Drafts(self._live, self._local)
        self._codes = CardCodes(device_key, clock)
        self._membership = Membership(self._live, self._local, self._session, device_key)
        self._turns = SyncTurns(
            self._live,
            self._local,
            self._session,
            self._membership,
            Syncing(self._live, self._local, self._session, clock),
            Renewal(self._live, device_key, clock),
            self._connected,
        )
        self._following = Following(
            self._live, self._turns.sync, self._connected, clock, monotonic, sleep, chance
        )
        self.account = Account(self._connected, self._as_member, self._turns.sync)
        self._api: LoyaltyApi | None = None
        self._unkept_keys = count(-1, -1)

    @property
    def view(self) -> View:
        """What to draw now."""
        return self._live.view

    def subscribe(self, listener: Callable[[View], None]) -> Callable[[], None]:
        """Call the listener with every new view; the answer ends it."""
        return self._live.subscribe(listener)

    async def open(self) -> None:
        """Make the view from what this device keeps. No network."""
        with suppress(NotKept):
            if await self._session.leaving() is not None:
                await self._membership.wipe()
        self._live.know(await recalled_at_start(self._local, self._session))

    async def run(self) -> None:
        """Keep in step with the server until cancelled: sync, listen, wait, again."""
        await self._following.run()

    async def sync(self) -> None:
        """Send what waits, oldest first, and fetch the snapshot. The view says how it went."""
        await self._turns.sync()

    async def act(self, action: Action, draft: str | None = None) -> None:
        """Do something offline-safe: kept and seen at once, told to the server by `run`.

        What is done once and waits already is not done again. What storage refuses to keep is told all the same, if the app lives until then.
        `draft` names what the member wrote it in: from here on it is the action's alone.
        """
        wallet, kid = self._live.known.wallet, self._live.known.kid
        if wallet is None:
            raise SignedOut
        if is_done_already(action, self.view.waiting):
            if draft is not None:
                await self.drafts.keep(draft, None)
            return
        if draft is not None:
            self.drafts.have(draft, None)
        try:
            key = await self._local.add(kid, wallet.member.id, action, draft)
        except NotKept:
            key = next(self._unkept_keys)
        if key is None or self._live.known.kid != kid:
            raise SignedOut
        self._wait_for(Waiting(key, wallet.member.id, action))

    async def card_code(self, code_type: CodeType) -> ShownCode | None:
        """The card's code of this moment, made on the device; None without a credential."""
        return await self._codes.code(self._live.known, code_type)

    def code_at_hand(self, code_type: CodeType) -> ShownCode | None:
        """The same when it has been made already, so that a screen begins with it."""
        return self._codes.at_hand(self._live.known, code_type)

    async def manual_code(self) -> ShownCode | None:
        """The eight digits for a cashier to type; None without a credential."""
        return await self._codes.manual(self._live.known)

    async def send_code(self, address: str) -> CodeSent:
        """Send a one-time code to a phone (E.164) or an e-mail. Raises `Refused`."""
        return await self._connected().send_code(address)

    async def sign_in(
        self, challenge_id: str, code: str, consents: tuple[GrantedConsent, ...] = ()
    ) -> None:
        """Open a session here. Raises `Refused`, and `NotKept` when the device cannot keep a card.

        A new member without the required consents is refused by `consents_required`, with the texts
        in `Refused.consents`.
        """
        request = SessionRequest(challenge_id, code, self._device, consents)
        await self._membership.sign_in(self._connected(), request)
        await self.sync()
        self._following.nudge()

    async def sign_out(self) -> None:
        """Wipe this device at once; `run` tells the server when it can be reached."""
        await self._membership.sign_out(self._connected())
        self._following.nudge()

    async def more_history(self, cursor: str | None, kind: EntryKind | None) -> History:
        """A page of the ledger, newest first, of one kind or of all."""
        return (await self._as_member(self._connected().history(cursor, kind))).value

    async def purchase(self, purchase_id: str) -> Purchase:
        """A receipt; one that was seen before is had offline too. Raises `Refused`."""
        fetch = self._as_member(self._connected().purchase(purchase_id))
        return await self._page(f"purchase/{purchase_id}", Purchase, fetch)

    async def messages(self, folder: Folder, cursor: str | None = None) -> Messages:
        """A page of messages, newest first; the first one that was seen before is had offline too."""
        fetch = self._as_member(self._connected().messages(folder, cursor))
        if cursor is not None:
            return (await fetch).value
        return await self._page(f"messages/{folder}", Messages, fetch)

    async def apply_promo_code(self, code: str) -> PromoApplied:
        """What the code gave. Raises `Refused`, and `NotKept` before anything is sent."""
        api = self._connected()
        return await self._once(f"promo-code/{code}", lambda key: api.apply_promo_code(code, key))

    async def redeem(self, reward_id: str) -> Redeemed:
        """Burn points for a reward. Raises `Refused`, and `NotKept` before anything is sent."""
        api = self._connected()
        return await self._once(f"redemption/{reward_id}", lambda key: api.redeem(reward_id, key))

    async def give_back(self, coupon_id: str) -> Redeemed:
        """Give a reward back for its points. Raises `Refused`."""
        given_back = await self._as_member(self._connected().give_back(coupon_id))
        self._following.nudge()
        return given_back

    async def claims(self) -> Claims:
        """The receipts that were claimed so far, the newest first; those seen last are had offline too."""
        return await self._page("claims", Claims, self._as_member(self._connected().claims()))

    async def paper_card(self) -> bytes:
        """The card with its static code, which earns and never spends, as a PDF to print."""
        return await self._as_member(self._connected().paper_card())

    async def devices(self) -> tuple[Device, ...]:
        """Where the member is signed in."""
        return await self._as_member(self._connected().devices())

    async def sign_out_device(self, device_id: str) -> None:
        """End the session of another device. Raises `Refused`."""
        await self._as_member(self._connected().sign_out_device(device_id))

    async def change_settings(self, settings: Settings) -> None:
        """Keep what the member chose on this device. Another language asks for other texts."""
        self._live.know(replace(self._live.known, settings=settings))
        if self._api:
            self._api.speak(settings.language)
        self._following.nudge()
        with suppress(NotKept):
            await self._local.keep_settings(settings)

    async def forget_refusals(self, read: Collection[Refusal]) -> None:
        """The member has read them, or tries again."""
        left = tuple(each for each in self._live.known.refusals if each not in read)
        self._live.know(replace(self._live.known, refusals=left))
        with suppress(NotKept):
            await self._local.forget_refusals(read)

    def forget_at_till(self) -> None:
        """The member has seen what the till did."""
        self._live.know(replace(self._live.known, at_till=None))

    def _connected(self) -> "LoyaltyApi":
        if self._api is None:
            self._api = self._connect(self._session, self._learn)
            self._api.speak(self._live.known.settings.language)
        return self._api

    def _learn(self, reading: ClockReading) -> None:
        clock = learned(self._live.known.clock, reading)
        self._live.know(replace(self._live.known, clock=clock))

    def _wait_for(self, item: Waiting) -> None:
        """A sync that began meanwhile may have found it in the outbox already."""
        known = self._live.known
        if item.key not in {other.key for other in known.waiting}:
            self._live.know(replace(known, waiting=(*known.waiting, item)))
        self._following.nudge()

    async def _page(self, name: str, kind: type[T], fetch: "Awaitable[Fetched[T]]") -> T:
        return await self._pages.page(self._live.known.kid, name, kind, fetch)

    async def _once(self, what: str, call: Callable[[str], Coroutine[Any, Any, T]]) -> T:
        """The view holds what came of it when this returns, unless the network is lost again."""
        kid = self._live.known.kid
        done = await self._as_member(self._attempts.once(kid, what, call))
        await self.sync()
        return done

    async def _as_member(self, call: Coroutine[Any, Any, T]) -> T:
        kid = self._live.known.kid
        try:
            return await call
        except SignedOut:
            await self._membership.session_ended(kid)
            raise
