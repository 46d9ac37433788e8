"""What is known now, the view of it, and who hears of its changes."""

import asyncio
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace

from kopilka.domain import (
    Refusal,
    Rest,
    ServerClock,
    Settings,
    TillNews,
    View,
    with_pending,
    with_rest,
)
from kopilka.local.kept import Waiting, WalletRecord
from loyalty_api.history import History
from loyalty_api.models import Wallet


@dataclass(frozen=True)
class Known:
    """Everything the view is made of. `wallet` is `record.json` as an object, when it is one.

    `history_etag` names the snapshot that `history` belongs to, and `rest` is what was fetched beside it.
    `drafts` are plain JSON values by name; no view holds them, so that nothing is drawn anew with every key.
    """

    record: WalletRecord = field(default_factory=WalletRecord)
    wallet: Wallet | None = None
    waiting: tuple[Waiting, ...] = ()
    has_session: bool = False
    clock: ServerClock | None = None
    offline: bool = False
    outdated: bool = False
    syncing: bool = False
    refusals: tuple[Refusal, ...] = ()
    till_news: TillNews = field(default_factory=TillNews)
    history: History | None = None
    history_etag: str | None = None
    settings: Settings = field(default_factory=Settings)
    keeps: bool = True
    open_until: float | None = None
    drafts: Mapping[str, object] = field(default_factory=dict)
    rest: Rest = field(default_factory=Rest)

    @property
    def kid(self) -> str | None:
        """The id of the credential that came with the sign-in: it names the sign-in itself."""
        return self.record.kid

    @property
    def signed_in(self) -> bool:
        """Whether the server can be asked for this member."""
        return self.has_session and self.kid is not None

    @property
    def offset(self) -> float:
        """Seconds, server minus device; 0 until it is learned."""
        return self.clock.offset if self.clock else 0.0

    @property
    def own_waiting(self) -> tuple[Waiting, ...]:
        """What this member did; what another member left on this device is not told for them."""
        member_id = self.wallet.member.id if self.wallet else None
        return tuple(item for item in self.waiting if item.member_id == member_id)


def forgotten(known: Known) -> Known:
    """What is left when nobody is signed in: what belongs to the device."""
    return Known(clock=known.clock, settings=known.settings, keeps=known.keeps)


class LiveView:
    """Holds what is `known`; every change makes a new `view` and tells the listeners."""

    def __init__(self) -> None:
        self._known = Known()
        self._view = _view_of(self._known)
        self._listeners: list[Callable[[View], None]] = []

    @property
    def known(self) -> Known:
        return self._known

    @property
    def view(self) -> View:
        return self._view

    def change(self, changed: Callable[[Known], Known]) -> None:
        """What follows from the newest that is known; listeners hear only of a view that differs.

        A copy taken before an await is old after it, so nothing but a function may be put here.
        """
        self._known = changed(self._known)
        view = _view_of(self._known)
        if view == self._view:
            return
        self._view = view
        for listener in tuple(self._listeners):
            listener(view)

    def learn_keeping(self, keeps: bool) -> None:
        """Whether this device keeps what is written."""
        self.change(lambda known: replace(known, keeps=keeps))

    def subscribe(self, listener: Callable[[View], None]) -> Callable[[], None]:
        """Tell this listener; the answer ends it, and does nothing when called again."""
        self._listeners.append(listener)

        def unsubscribe() -> None:
            if listener in self._listeners:
                self._listeners.remove(listener)

        return unsubscribe

    async def until(self, holds: Callable[[Known], bool]) -> None:
        """Wait for a view of which this holds."""
        changed = asyncio.Event()
        unsubscribe = self.subscribe(lambda _: changed.set())
        try:
            while not holds(self._known):
                changed.clear()
                await changed.wait()
        finally:
            unsubscribe()


def _view_of(known: Known) -> View:
    """The last snapshot, what was fetched beside it, what this member did since, and the marks on it."""
    actions = tuple(item.action for item in known.own_waiting)
    return View(
        signed_in=known.signed_in,
        wallet=known.wallet and with_pending(with_rest(known.wallet, known.rest), actions),
        offline=known.offline,
        outdated=known.outdated,
        syncing=known.syncing,
        as_of=known.record.as_of,
        clock_offset=known.offset,
        waiting=actions,
        refusals=known.refusals,
        at_till=known.till_news.first,
        history=known.history,
        settings=known.settings,
        keeps=known.keeps,
        open_until=known.open_until,
    )
