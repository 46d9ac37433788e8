"""What the screens may ask of the wallet."""

from collections.abc import Awaitable, Callable, Collection, Coroutine
from contextlib import suppress
from dataclasses import replace
from itertools import count
from typing import TYPE_CHECKING, Any, TypeVar

from kopilka.domain import (
    AtTill,
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
from kopilka.local.device_unlock import DeviceUnlock, NoUnlock
from kopilka.local.kept import LocalStore, Waiting
from kopilka.local.notices import NoNotices, Notices
from kopilka.local.secrets import KeptSession, Secrets
from kopilka.local.store import Store
from kopilka.repository.account import Account
from kopilka.repository.attempts import Attempts
from kopilka.repository.card import CardCodes
from kopilka.repository.contests import Contests
from kopilka.repository.drafts import Drafts
from kopilka.repository.family import FamilyLife
from kopilka.repository.following import Following
from kopilka.repository.friends import Friends
from kopilka.repository.live_view import LiveView
from kopilka.repository.lock import Lock
from kopilka.repository.membership import Membership
from kopilka.repository.more import More
from kopilka.repository.notifying import Notifying
from kopilka.repository.past import Past
from kopilka.repository.places import Places
from kopilka.repository.recall import recall_at_start
from kopilka.repository.renewal import Renewal
from kopilka.repository.rewards import Rewards
from kopilka.repository.seen_pages import SeenPages
from kopilka.repository.sync_turns import SyncTurns
from kopilka.repository.syncing import Syncing
from kopilka.repository.timing import DEVICE, Timing
from kopilka.repository.watched import WatchedStore
from loyalty_api.actions import Action
from loyalty_api.card_code import CodeType
from loyalty_api.claims import Claims
from loyalty_api.messages import Folder, Messages
from loyalty_api.receipts import Purchase
from loyalty_api.sign_in import (
    CodeSent,
    GrantedConsent,
    SessionRequest,
    SignInLink,
    ThisDevice,
)

if TYPE_CHECKING:
    from kopilka.api import Fetched, LoyaltyApi

T = TypeVar("T")

Connect = Callable[[KeptSession, Callable[[ClockReading], None]], "LoyaltyApi"]
"""Makes the API when it is first needed: in a browser importing httpx takes longer than a paint."""


class Repository:
    """View, act, sync, listen. Screens draw `view` and call the verbs; none of them sees HTTP or SQL.

    Verbs that ask the server raise `Unreachable`; `SignedOut` when the session has ended, which the
    view then shows; and `Refused` where they say so. The card has been on the screen for `shown_before`
    seconds already. `language` is the device's: the server's texts are in it until the member chooses.
    `asked_for` makes of a language those that the server is asked for, the best first (Accept-Language).
    """

    def __init__(
        self,
        store: Store,
        secrets: Secrets,
        device_key: DeviceKey,
        connect: Connect,
        device: ThisDevice,
        *,
        timing: Timing = DEVICE,
        shown_before: float = 0.0,
        language: str | None = None,
        asked_for: Callable[[str], str] = str,
        unlock: DeviceUnlock | None = None,
        notices: Notices | None = None,
    ) -> None:
        self._live = LiveView()
        self._local = LocalStore(WatchedStore(store, self._live.learn_keeping))
        self._session = KeptSession(secrets)
        self._connect = connect
        self._device = device
        self._language = language
        self._languages_for = asked_for
        self._pages = SeenPages(self._local)
        self.drafts = Drafts(self._live, self._local)
        self._codes = CardCodes(device_key, timing.clock)
        self._membership = Membership(self._live, self._local, self._session, device_key)
        self._turns = SyncTurns(
            self._live,
            self._local,
            self._session,
            self._membership,
            Syncing(self._live, self._local, self._session, timing.clock),
            Renewal(self._live, device_key, timing.clock),
            self._connected,
        )
        self._following = Following(
            self._live, self._turns.sync, self._connected, timing, shown_before
        )
        self._asked_for: set[str] = set()
        online = (self._connected, self._as_member, self._turns.sync)
        self.account = Account(*online)
        self.family = FamilyLife(*online)
        self.friends = Friends(*online)
        self.places = Places(*online)
        self.contests = Contests(*online)
        self.lock = Lock(self._live, secrets, unlock or NoUnlock(), self._codes, *online)
        self.past = Past(self._live, self._pages, *online)
        self.more = More(self._live, self._local, *online)
        self.rewards = Rewards(self._live, Attempts(self._local), self.lock, *online)
        self.notifying = Notifying(self._live, notices or NoNotices(), *online)
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
        await recall_at_start(self._live, self._local, self._session)

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
        sent = await self._connected().send_code(address)
        self._asked_for.add(sent.challenge_id)
        return sent

    async def look_at_link(self, challenge_id: str, code: str) -> SignInLink:
        """Whom a sign-in link would sign in, and whether it was asked for here. Raises `Refused`."""
        link = await self._connected().look_at_link(challenge_id, code)
        asked_here = link.asked_here or challenge_id in self._asked_for
        return replace(link, asked_here=asked_here)

    async def sign_in(
        self,
        challenge_id: str,
        code: str,
        consents: tuple[GrantedConsent, ...] = (),
        first_name: str | None = None,
    ) -> None:
        """Open a session here; a new member may say a name. Raises `Refused`, and `NotKept` when the device cannot keep a card.

        A new member without the required consents is refused by `consents_required`, with the texts
        in `Refused.consents`.
        """
        request = SessionRequest(challenge_id, code, self._device, consents, first_name=first_name)
        await self._membership.sign_in(self._connected(), request)
        await self.sync()
        self._following.nudge()

    async def sign_out(self) -> None:
        """Wipe this device at once; `run` tells the server when it can be reached."""
        await self._membership.sign_out(self._connected())
        await self.notifying.forget()
        self._following.nudge()

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

    async def claims(self) -> Claims:
        """The receipts that were claimed so far, the newest first; those seen last are had offline too."""
        return await self._page("claims", Claims, self._as_member(self._connected().claims()))

    async def change_settings(self, changed: Callable[[Settings], Settings]) -> None:
        """Keep what the member chose on this device. Another language asks for other texts."""
        self._live.change(lambda known: replace(known, settings=changed(known.settings)))
        settings = self._live.known.settings
        if self._api:
            self._speak_by(self._api)
        self._following.nudge()
        with suppress(NotKept):
            await self._local.keep_settings(settings)

    async def forget_refusals(self, read: Collection[Refusal]) -> None:
        """The member has read them, or tries again."""
        self._live.change(
            lambda known: replace(
                known, refusals=tuple(each for each in known.refusals if each not in read)
            )
        )
        with suppress(NotKept):
            await self._local.forget_refusals(read)

    def forget_at_till(self, seen: AtTill) -> None:
        """The member has seen this; what happened after it comes next."""
        self._live.change(lambda known: replace(known, till_news=known.till_news.without(seen)))

    def _connected(self) -> "LoyaltyApi":
        if self._api is None:
            self._api = self._connect(self._session, self._learn)
            self._speak_by(self._api)
        return self._api

    def _speak_by(self, api: "LoyaltyApi") -> None:
        language = self._live.known.settings.language or self._language
        api.speak(self._languages_for(language) if language else None)

    def _learn(self, reading: ClockReading) -> None:
        self._live.change(lambda known: replace(known, clock=learned(known.clock, reading)))

    def _wait_for(self, item: Waiting) -> None:
        """A sync that began meanwhile may have found it in the outbox already."""
        self._live.change(lambda known: replace(known, waiting=_with(known.waiting, item)))
        self._following.nudge()

    async def _page(self, name: str, kind: type[T], fetch: "Awaitable[Fetched[T]]") -> T:
        return await self._pages.page(self._live.known.kid, name, kind, fetch)

    async def _as_member(self, call: Coroutine[Any, Any, T]) -> T:
        kid = self._live.known.kid
        try:
            return await call
        except SignedOut:
            await self._membership.session_ended(kid)
            raise


def _with(waiting: tuple[Waiting, ...], item: Waiting) -> tuple[Waiting, ...]:
    return waiting if item.key in {other.key for other in waiting} else (*waiting, item)
