"""A phone with the wallet on it and no network at all: what it shows, it shows from what it keeps."""

from collections.abc import Callable
from dataclasses import dataclass, field, replace
from datetime import datetime

import httpx

from kopilka.api import LoyaltyApi
from kopilka.domain import AtTill, ClockReading, NotKept, Refusal, ServerClock, Settings, Shown
from kopilka.local.device_key import SecretDeviceKey
from kopilka.local.kept import LocalStore, Page, WalletRecord
from kopilka.local.memory import MemoryStore
from kopilka.local.secrets import KeptSession
from kopilka.repository import InStoreDisplay, Repository
from kopilka.repository.timing import Timing
from kopilka.ui.look.brand import Brand
from kopilka.ui.look.device import Traits
from loyalty_api import codec
from loyalty_api.actions import Action
from loyalty_api.history import History
from loyalty_api.models import Wallet
from loyalty_api.sign_in import Platform, ThisDevice
from tests.ui.headless import Screen
from tests.ui.member import HISTORY, NOW, PURCHASE, WALLET
from tests.ui.window import BRAND, PHONE, STILL, Body, Size, shown, unplugged

KID = "04HMASW9NF6Y"
RUSSIAN = Settings(language="ru")


class Storage(MemoryStore):
    """What this phone keeps."""

    lasts = True


class Pocket:
    """The secret store of this phone. See `kopilka.local.secrets.Secrets`."""

    def __init__(self) -> None:
        self.kept: dict[str, str] = {}
        self.holds_back: str | None = None

    async def get(self, name: str) -> str | None:
        if name == self.holds_back:
            raise NotKept("not now")
        return self.kept.get(name)

    async def put(self, name: str, text: str) -> None:
        self.kept[name] = text

    async def drop(self, name: str) -> None:
        self.kept.pop(name, None)


class Airplane(httpx.AsyncBaseTransport):
    """Airplane mode."""

    async def handle_async_request(self, request: httpx.Request) -> httpx.Response:
        raise httpx.ConnectError("no network", request=request)


@dataclass
class Clock:
    """The phone's clock; it stands until it is told."""

    now: float = NOW.timestamp()

    def __call__(self) -> float:
        return self.now

    def set(self, moment: datetime) -> None:
        self.now = moment.timestamp()


@dataclass
class Phone:
    """Its storage and what the member sees on it."""

    store: MemoryStore = field(default_factory=Storage)
    pocket: Pocket = field(default_factory=Pocket)
    body: Body = field(default_factory=Body)
    clock: Clock = field(default_factory=Clock)
    repository: Repository = field(init=False)
    display: InStoreDisplay = field(init=False)

    def __post_init__(self) -> None:
        self.repository = Repository(
            self.store,
            self.pocket,
            SecretDeviceKey(self.pocket),
            self._connect,
            ThisDevice("Pixel", Platform.ANDROID),
            timing=Timing(self.clock),
        )
        self.display = unplugged(self.clock)

    async def keep_member(self, wallet: Wallet = WALLET, history: History = HISTORY) -> None:
        """As after a sign-in and a first sync."""
        local = LocalStore(self.store)
        await local.begin(KID)
        await local.settle(WalletRecord(KID, codec.dumps(wallet), '"1"', NOW), ())
        await local.keep_page(KID, "history", Page(codec.dumps(history), '"1"'))
        await local.keep_page(KID, "purchase/p1", Page(codec.dumps(PURCHASE)))
        await KeptSession(self.pocket).open("refresh")
        await SecretDeviceKey(self.pocket).keep(KID, bytes(range(32)))

    async def lose_snapshot(self) -> None:
        """As between a sign-in and the first sync."""
        await LocalStore(self.store).settle(WalletRecord(KID), ())

    async def keep_clock(self, offset: float) -> None:
        """The server's clock is so many seconds ahead of this phone's."""
        local = LocalStore(self.store)
        clock = ServerClock(offset, margin=0.1, learned_at=self.clock())
        await local.settle((await local.wallet()).with_clock(clock), ())

    async def waiting(self) -> list[Action]:
        """What the member did that the server has not heard of."""
        return [item.action for item in await LocalStore(self.store).outbox()]

    async def hears(self, wallet: Wallet, history: History = HISTORY) -> None:
        """As when the server answers with a newer snapshot, and a page of history."""
        self.repository._live.change(lambda known: replace(known, wallet=wallet, history=history))

    def is_too_old(self) -> None:
        """As when the server wants a newer app."""
        self.repository._live.change(lambda known: replace(known, outdated=True))

    def refuses(self, action: Action, code: str) -> None:
        """As when the server says no to something that waited in the outbox."""
        refusal = Refusal(action, code, NOW)
        self.repository._live.change(
            lambda known: replace(known, refusals=(*known.refusals, refusal))
        )

    def till_says(self, news: AtTill) -> None:
        """As when the server's events tell it."""
        self.repository._live.change(
            lambda known: replace(known, till_news=known.till_news.after(news))
        )

    def display_shows(self, told: Shown) -> None:
        """As when the server's events tell it."""
        self.display._show(replace(self.display.view, shown=told))

    def display_wants_key(self) -> None:
        """As when the server does not know this display."""
        self.display._show(replace(self.display.view, key_wanted=True))

    async def lose_card(self) -> None:
        """As before any sign-in."""
        self.pocket.kept.clear()
        await LocalStore(self.store).wipe()

    async def open(
        self,
        route: str = "/",
        settings: Settings = RUSSIAN,
        traits: Traits = STILL,
        size: Size = PHONE,
        brand: Brand = BRAND,
    ) -> Screen:
        """Open the wallet on a page of it."""
        await LocalStore(self.store).keep_settings(settings)
        await self.repository.open()
        return await shown(
            self.repository, self.body, self.clock, route, traits, size, self.display, brand
        )

    def _connect(self, session: KeptSession, learn: Callable[[ClockReading], None]) -> LoyaltyApi:
        client = httpx.AsyncClient(base_url="https://loyalty.test", transport=Airplane())
        return LoyaltyApi(client, session, learn, self.clock)
