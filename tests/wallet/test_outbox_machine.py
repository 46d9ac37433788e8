"""Random lives of an outbox: nothing is lost, nothing is doubled, and the view is always explained."""

import asyncio
import shutil
import tempfile
from collections import Counter
from collections.abc import Awaitable
from contextlib import AsyncExitStack
from pathlib import Path
from typing import Any

import httpx
import pytest
from hypothesis import HealthCheck, Phase, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule

from kopilka.domain import Refusal, with_pending
from kopilka.local.kept import LocalStore
from kopilka.repository import Repository
from loyalty_api import codec
from loyalty_api.actions import (
    Action,
    ActivateOffer,
    ClaimMissed,
    ClaimReceipt,
    DeactivateOffer,
    SetConsent,
    SetPreferences,
    WriteToSupport,
)
from loyalty_api.claims import ClaimRequest
from loyalty_api.models import Preferences, Wallet
from tests.server.house import House, build_house, open_house
from tests.wallet.books import (
    activations,
    messages_written,
    missed_points_claimed,
    receipts_claimed,
    times_told_of_offers,
)
from tests.wallet.device import Device

REFUSED = {"october-tea": "offer_ended", "no-such-offer": "not_found"}
RECEIPTS = st.sampled_from(("77-1", "77-2", "77-3"))
OFFERS = st.sampled_from(("bread-plus-20", *REFUSED))
EMPTY_HOUSE: list[tuple[Path, str]] = []


class Outbox(RuleBasedStateMachine):
    """A phone with two windows on one store, a network that breaks, and the real server."""

    def __init__(self) -> None:
        super().__init__()
        self._done: list[Action] = []
        self._refused: Counter[Action] = Counter()

    def run(self, work: Awaitable[Any]) -> Any:
        async def awaited() -> Any:
            return await work

        return self._runner.run(awaited())

    @initialize()
    def sign_in(self) -> None:
        self._runner = asyncio.Runner()
        self._stack = AsyncExitStack()
        self._folder = Path(self._stack.enter_context(tempfile.TemporaryDirectory()))
        self.run(self._open())

    async def _open(self) -> None:
        if not EMPTY_HOUSE:
            file = Path(tempfile.mkdtemp()) / "new.db"
            EMPTY_HOUSE.append((file, build_house(file)))
        new, till_key = EMPTY_HOUSE[0]
        file = Path(shutil.copy(new, self._folder / "loyalty.db"))
        self.house: House = await self._stack.enter_async_context(open_house(file, till_key))
        self.phone = Device(self.house, self._folder / "phone")
        await self.phone.wallet.open()
        await self.phone.sign_in()
        self.purchase_id = await self.phone.buy()
        await self.phone.wallet.sync()
        self._kept = LocalStore(self.phone.store())
        self.window = self.phone.another_run()
        await self.window.open()

    def _wallet(self, in_window: bool) -> Repository:
        return self.window if in_window else self.phone.wallet

    def _act(self, in_window: bool, action: Action) -> None:
        before = self.run(self._kept.outbox())
        self.run(self._wallet(in_window).act(action))
        if self.run(self._kept.outbox()) != before:
            self._done.append(action)

    def _is_active(self, in_window: bool, offer_id: str) -> bool:
        """As that window shows it: there is one button or the other."""
        wallet = self._wallet(in_window).view.wallet
        offers = wallet.offers if wallet else ()
        return any(one.id == offer_id and one.activated_at is not None for one in offers)

    @rule(offer_id=OFFERS, in_window=st.booleans())
    def activate(self, offer_id: str, in_window: bool) -> None:
        self.house.clock.forward(seconds=1)
        if not self._is_active(in_window, offer_id):
            self._act(in_window, ActivateOffer(offer_id, self.house.clock.now))

    @rule(offer_id=OFFERS, in_window=st.booleans())
    def take_back(self, offer_id: str, in_window: bool) -> None:
        self.house.clock.forward(seconds=1)
        if offer_id in REFUSED or self._is_active(in_window, offer_id):
            self._act(in_window, DeactivateOffer(offer_id, self.house.clock.now))

    @rule(granted=st.booleans(), in_window=st.booleans())
    def consent(self, granted: bool, in_window: bool) -> None:
        self.house.clock.forward(seconds=1)
        version = self._consent().version
        self._act(in_window, SetConsent("profiling", version, granted, self.house.clock.now))

    @rule(messages=st.integers(0, 5), in_window=st.booleans())
    def prefer(self, messages: int, in_window: bool) -> None:
        self.house.clock.forward(seconds=1)
        preferences = Preferences(messages_per_month=messages)
        self._act(in_window, SetPreferences(preferences, self.house.clock.now))

    @rule(in_window=st.booleans())
    def write_to_support(self, in_window: bool) -> None:
        self.house.clock.forward(seconds=1)
        number = len(self._done)
        written = WriteToSupport(f"key-{number}", f"message {number}", self.house.clock.now)
        self._act(in_window, written)

    @rule(receipt_id=RECEIPTS, in_window=st.booleans())
    def claim_receipt(self, receipt_id: str, in_window: bool) -> None:
        self.house.clock.forward(seconds=1)
        request = ClaimRequest(receipt_id, self.house.clock.now, 50_000)
        key = f"key-{len(self._done)}"
        self._act(in_window, ClaimReceipt(key, request, self.house.clock.now))

    @rule(in_window=st.booleans())
    def claim_missed_points(self, in_window: bool) -> None:
        self.house.clock.forward(seconds=1)
        claim = ClaimMissed(self.purchase_id, "bread-plus-20", self.house.clock.now)
        self._act(in_window, claim)

    @rule(in_window=st.booleans())
    def sync(self, in_window: bool) -> None:
        self.run(self._wallet(in_window).sync())

    @rule(in_window=st.booleans())
    def message_whose_answer_is_lost(self, in_window: bool) -> None:
        self.write_to_support(in_window)
        self.network("lost")
        self.run(self._wallet(in_window).sync())

    @rule()
    def sync_both(self) -> None:
        self.run(asyncio.wait_for(self._both(), 20))

    async def _both(self) -> None:
        await asyncio.gather(self.phone.wallet.sync(), self.window.sync())

    @rule(after=st.integers(0, 30))
    def kill_during_a_sync(self, after: int) -> None:
        """The process ends at any of its steps; another finds the file as it is."""

        async def cut_short() -> None:
            syncing = asyncio.create_task(self.phone.wallet.sync())
            for _ in range(after):
                await asyncio.sleep(0)
            await self.phone.kill(syncing)

        self.run(cut_short())

    @rule()
    def member_reads_the_refusals(self) -> None:
        read = self.run(self._kept.refusals())
        self._refused += Counter(map(_action, read))
        self.run(self.phone.wallet.forget_refusals(read))
        self.run(self._restart_both())

    @rule()
    def restart(self) -> None:
        self.run(self._restart_both())

    async def _restart_both(self) -> None:
        await self.phone.restart()
        self.window = self.phone.another_run()
        await self.window.open()

    @rule(broken=st.sampled_from(("cut", "lost", "lost at the end", "fine")))
    def network(self, broken: str) -> None:
        network = self.phone.network
        network.is_up = broken != "cut"
        network.loses_answer_to = {
            "lost": _tells,
            "lost at the end": lambda request: request.url.path == "/v1/wallet",
        }.get(broken, lambda _: False)

    @invariant()
    def all_is_well(self) -> None:
        if hasattr(self, "window"):
            self.run(self._view_is_explained())
            self.run(self._nothing_is_lost())
            assert activations(self.house) <= 1, "doubled"
            if not any(isinstance(one, DeactivateOffer) for one in self._done):
                assert activations(self.house) == times_told_of_offers(self.house), "doubled"
            assert max(messages_written(self.house).values(), default=1) == 1, "doubled"
            assert max(receipts_claimed(self.house).values(), default=1) == 1, "doubled"
            assert missed_points_claimed(self.house) in (0, 20), "doubled"

    async def _view_is_explained(self) -> None:
        run = self.phone.another_run()
        await run.open()
        record, waiting = await self._kept.wallet(), await self._kept.outbox()
        assert record.json
        snapshot = codec.loads(Wallet, record.json)
        assert run.view.wallet == with_pending(snapshot, [item.action for item in waiting])
        assert run.view.pending == len(waiting)
        assert [item.key for item in waiting] == sorted(item.key for item in waiting)

    async def _nothing_is_lost(self) -> None:
        """What the server refuses is in the outbox or among the refusals, as often as it was done."""
        waiting = Counter(item.action for item in await self._kept.outbox())
        told = Counter(map(_action, await self._kept.refusals())) + self._refused
        left = Counter({action: n for action, n in waiting.items() if _is_refusable(action)})
        assert left + told == Counter(filter(_is_refusable, self._done))

    def teardown(self) -> None:
        if hasattr(self, "window"):
            self.network("fine")
            self.run(self.phone.wallet.sync())
            self.run(self._restart_both())
            self.run(self._everything_arrived())
            self.phone.close()
            self.run(self._stack.aclose())
            self._runner.close()

    async def _everything_arrived(self) -> None:
        view = self.phone.wallet.view
        assert view.wallet
        assert view.pending == 0
        expected = with_pending(view.wallet, [a for a in self._done if not _is_refusable(a)])
        assert view.wallet.preferences == expected.preferences
        assert [c.granted_at is None for c in view.wallet.consents] == [
            c.granted_at is None for c in expected.consents
        ]
        assert [o.activated_at is None for o in view.wallet.offers] == [
            o.activated_at is None for o in expected.offers
        ]

        written = {a.text for a in self._done if isinstance(a, WriteToSupport)}
        assert messages_written(self.house).keys() == written
        claimed = {a.request.receipt_id for a in self._done if isinstance(a, ClaimReceipt)}
        assert receipts_claimed(self.house).keys() == claimed
        has_claimed = any(isinstance(a, ClaimMissed) for a in self._done)
        assert missed_points_claimed(self.house) == (20 if has_claimed else 0)

    def _consent(self) -> Any:
        wallet = self.phone.wallet.view.wallet
        assert wallet
        (consent,) = [c for c in wallet.consents if c.purpose == "profiling"]
        return consent


def _tells(request: httpx.Request) -> bool:
    """Whether it tells of something that waited in the outbox."""
    return request.method == "PUT" or request.url.path in ("/v1/messages", "/v1/claims")


def _is_refusable(action: Action) -> bool:
    match action:
        case ActivateOffer(offer_id=offer_id):
            return offer_id in REFUSED
        case DeactivateOffer(offer_id=offer_id):
            return REFUSED.get(offer_id) == "not_found"
    return False


def _action(refusal: Refusal) -> Action:
    return refusal.action


TestOutbox: Any = Outbox.TestCase
# A life takes seconds: one that ends badly is read sooner than it is made shorter.
TestOutbox.settings = settings(
    phases=(Phase.explicit, Phase.reuse, Phase.generate),
    max_examples=10,
    stateful_step_count=20,
    deadline=None,
    suppress_health_check=list(HealthCheck),
)
TestOutbox.pytestmark = [pytest.mark.slow]
