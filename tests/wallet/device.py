"""A device with the wallet on it, beside the shop that runs the server."""

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path

import httpx

from kopilka.api import LoyaltyApi
from kopilka.domain import ClockReading, Refused
from kopilka.local.desktop_secrets import FileSecrets
from kopilka.local.device_key import SecretDeviceKey
from kopilka.local.device_unlock import DeviceUnlock, NoUnlock
from kopilka.local.notices import NoNotices, Notices
from kopilka.local.secrets import KeptSession
from kopilka.local.sqlite import SqliteStore
from kopilka.local.store import Store
from kopilka.repository import Repository
from kopilka.repository.timing import Timing
from loyalty_api.card_code import CodeType
from loyalty_api.sign_in import GrantedConsent, Platform, ThisDevice
from loyalty_server.app import create_app
from tests.server.house import ANNA, House, purchase_body
from tests.wallet.happenings import Happenings
from tests.wallet.network import Network

ORIGIN = "https://loyalty.example"


class Sleeper:
    """Sleeps no time at all until it is told to wake; what was asked for is in `waits`."""

    def __init__(self, happenings: Happenings) -> None:
        self._happenings = happenings
        self.waits: list[float] = []
        self._wakes = asyncio.Event()

    async def __call__(self, seconds: float) -> None:
        self.waits.append(seconds)
        self._happenings.tell()
        wakes = self._wakes
        await wakes.wait()

    def wake(self) -> None:
        """Everybody who sleeps now wakes."""
        self._wakes.set()
        self._wakes = asyncio.Event()


@dataclass
class Device:
    """Its storage outlives the wallet's runs; `skew` is how far its clock is ahead of the server's."""

    house: House
    folder: Path
    skew: float = 0.0
    language: str | None = None
    disk: Callable[[Store], Store] = lambda store: store
    secrets_of: Callable[[Path], FileSecrets] = FileSecrets
    unlock: DeviceUnlock = field(default_factory=NoUnlock)
    notices: Notices = field(default_factory=NoNotices)
    happenings: Happenings = field(default_factory=Happenings)
    network: Network = field(init=False)
    sleeper: Sleeper = field(init=False)
    wallet: Repository = field(init=False)
    stores: list[SqliteStore] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.folder.mkdir(parents=True, exist_ok=True)
        self.network = Network(create_app(self.house.settings), self.happenings, self.house.clock)
        self.sleeper = Sleeper(self.happenings)
        self.wallet = self.another_run()

    @property
    def file(self) -> Path:
        return self.folder / "wallet.db"

    @property
    def secrets(self) -> FileSecrets:
        return self.secrets_of(self.folder / "secrets.json")

    def clock(self) -> float:
        return self.house.clock.now.timestamp() + self.skew

    def another_run(self) -> Repository:
        """The wallet as a new process, or a second window, finds it."""
        wallet = Repository(
            self.disk(self.store()),
            self.secrets,
            SecretDeviceKey(self.secrets),
            self.connect,
            ThisDevice("Pixel", Platform.ANDROID),
            timing=Timing(
                self.clock,
                monotonic=lambda: self.house.clock.now.timestamp(),
                sleep=self.sleeper,
                chance=lambda: 1.0,
            ),
            language=self.language,
            unlock=self.unlock,
            notices=self.notices,
        )
        wallet.subscribe(self.happenings.tell)
        return wallet

    def store(self) -> SqliteStore:
        """Its file, as whatever else runs on the device finds it."""
        self.stores.append(SqliteStore(self.file))
        return self.stores[-1]

    def close(self) -> None:
        for store in self.stores:
            store.close()

    def connect(self, session: KeptSession, learn: Callable[[ClockReading], None]) -> LoyaltyApi:
        client = httpx.AsyncClient(base_url=ORIGIN, transport=self.network)
        return LoyaltyApi(client, session, learn, self.clock)

    @asynccontextmanager
    async def in_step(self) -> AsyncIterator[None]:
        """While the wallet follows the server."""
        following = asyncio.create_task(self.wallet.run())
        try:
            yield
        finally:
            following.cancel()
            with suppress(asyncio.CancelledError):
                await following

    async def kill(self, working: asyncio.Task[None]) -> None:
        """The process that works on this ends, another begins; the server does what it was asked
        before any time goes by, and is not heard."""
        was_up = self.network.is_up
        working.cancel()
        self.network.cut()
        await asyncio.gather(working, return_exceptions=True)
        await self.network.silent()
        self.network.is_up = was_up
        await self.restart()

    async def restart(self) -> None:
        self.wallet = self.another_run()
        await self.wallet.open()

    async def sign_in(self, phone: str = ANNA) -> None:
        """As a member does it: a code, and for a new member the consents that were asked for."""
        sent = await self.wallet.send_code(phone)
        code = self.house.postbox.last_code
        try:
            await self.wallet.sign_in(sent.challenge_id, code)
        except Refused as refused:
            await self.wallet.sign_in(sent.challenge_id, code, required_of(refused))

    async def scanned(self, code_type: CodeType = CodeType.PAY) -> str:
        """The till reads the card's next code from the screen; the scan's id."""
        self.house.clock.forward(seconds=30)
        code = await self.wallet.card_code(code_type)
        assert code
        body = {"raw": code.text, "till_time": self.house.clock.now.isoformat()}
        scan = await self.house.at_till("/scans", body)
        assert scan.status_code == 201, scan.text
        scan_id: str = scan.json()["scan_id"]
        return scan_id

    async def buy(self) -> str:
        """A whole purchase with this card; its id."""
        opened = await self.house.at_till("/purchases", purchase_body(await self.scanned()))
        purchase_id: str = opened.json()["purchase_id"]
        done = await self.house.at_till(f"/purchases/{purchase_id}/complete")
        assert done.status_code == 200, done.text
        return purchase_id


def required_of(refused: Refused) -> tuple[GrantedConsent, ...]:
    """What a new member has to agree to."""
    assert refused.code == "consents_required"
    return tuple(
        GrantedConsent(consent.purpose, consent.version)
        for consent in refused.consents
        if consent.required
    )
