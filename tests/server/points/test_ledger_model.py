"""Whatever tills and time do, in any order, the ledger agrees with the plain model and its invariants."""

from collections import Counter
from collections.abc import Callable
from datetime import timedelta
from functools import partial

import pytest
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    Bundle,
    RuleBasedStateMachine,
    consumes,
    initialize,
    invariant,
    rule,
    run_state_machine_as_test,
)

from loyalty_api.receipts import Line
from loyalty_api.till import RefundRequest
from loyalty_server.checks.invariants import broken_invariants
from loyalty_server.database.transactions import Database
from loyalty_server.problems import Refused
from loyalty_server.refunds.refund import refund
from loyalty_server.sweep import sweep
from loyalty_server.tables import LotRow
from tests.server.points_model import ModelLot, PointsModel
from tests.server.shop import PROGRAM_FILE, Phone, Shop

PENDING_DAYS, EXPIRES_AFTER_DAYS = 2, 9
PROGRAM = (
    PROGRAM_FILE.read_text("utf-8")
    .replace("expires_after_days = 365", f"expires_after_days = {EXPIRES_AFTER_DAYS}")
    .replace("cap = 1000", f"pending_days = {PENDING_DAYS}")
    .replace("minimum_basket = 10000", "minimum_basket = 0")
)


class TillsAndTime(RuleBasedStateMachine):
    """Members buy, pay with points, change their minds and bring goods back while time goes on."""

    opened = Bundle("opened")
    completed = Bundle("completed")

    def __init__(self, new_database: Callable[[], Database]) -> None:
        super().__init__()
        self.shop = Shop(new_database(), program_text=PROGRAM)
        self.phones: list[Phone] = []
        self.models: dict[str, PointsModel] = {}
        self.lots_made = 0

    @initialize()
    def two_members_join(self) -> None:
        self.phones = [self.shop.join_programme() for _ in range(2)]
        self.models = {phone.member_id: PointsModel() for phone in self.phones}

    @rule(
        target=opened,
        who=st.integers(0, 1),
        price=st.integers(0, 400_000),
        coffee=st.booleans(),
        part=st.floats(0, 1),
    )
    def open_purchase(
        self, who: int, price: int, coffee: bool, part: float
    ) -> tuple[Phone, str, int]:
        phone = self.phones[who]
        scan = self.shop.scan_phone(phone)
        model = self._settled(phone)
        assert scan.balance == model.balance
        burn = int(part * max(0, min(model.balance, price // 200)))
        line = Line("1", "Кофе" if coffee else "Хлеб", "coffee" if coffee else "bread", 1, price)
        quote = self.shop.open(scan.scan_id, (line,), burn)
        model.hold(quote.purchase_id, burn)
        return phone, quote.purchase_id, quote.to_pay

    @rule(target=completed, purchase=consumes(opened))
    def complete(self, purchase: tuple[Phone, str, int]) -> tuple[Phone, str, int]:
        phone, purchase_id, to_pay = purchase
        try:
            resolved = self.shop.complete(purchase_id)
        except Refused:
            self._expired(phone, purchase_id)
            return phone, purchase_id, 0
        now, program = self.shop.clock.now, self.shop.program()
        model = self._settled(phone)
        model.capture(purchase_id)
        bought_at = self.shop.bought_at(purchase_id)
        for effect in resolved.breakdown:
            self.lots_made += 1
            spendable_at = bought_at + timedelta(days=PENDING_DAYS)
            lot = ModelLot(purchase_id, spendable_at, program.expiry(bought_at))
            model.earn(self.lots_made, effect.points, lot, now)
        return phone, purchase_id, to_pay

    @rule(purchase=consumes(opened))
    def cancel(self, purchase: tuple[Phone, str, int]) -> None:
        phone, purchase_id, _ = purchase
        try:
            self.shop.cancel(purchase_id)
        except Refused:
            self._expired(phone, purchase_id)
            return
        self._settled(phone).release(purchase_id, self.shop.clock.now)

    @rule(purchase=completed, part=st.floats(0.01, 1))
    def bring_back(self, purchase: tuple[Phone, str, int], part: float) -> None:
        phone, purchase_id, paid = purchase
        request = RefundRequest(amount=max(1, int(paid * part)))
        try:
            refunded = self.shop.at_till(refund, purchase_id, request)
        except Refused:
            return
        model = self._settled(phone)
        model.restore(purchase_id, refunded.restored, self.shop.clock.now)
        model.reverse(purchase_id, refunded.reversed)
        assert refunded.balance == model.balance

    @rule(days=st.sampled_from([0, 1, 3, 8]), minutes=st.integers(0, 20))
    def time_goes_on(self, days: int, minutes: int) -> None:
        self.shop.clock.forward(days=days, minutes=minutes)

    @rule()
    def sweep(self) -> None:
        now = self.shop.clock.now
        sweep(self.shop.database, now)
        for phone in self.phones:
            model = self.models[phone.member_id]
            for purchase_id in list(model.held):
                if self.shop.is_expired(purchase_id):
                    model.release(purchase_id, now)
            self._settled(phone)
        assert self.shop.read(lambda session: broken_invariants(session, now)) == ()
        again = sweep(self.shop.database, now)
        assert (again.purchases, again.members) == (0, 0)

    @invariant()
    def ledger_is_whole(self) -> None:
        assert self.shop.read(broken_invariants) == ()

    @invariant()
    def members_have_what_the_model_says(self) -> None:
        for phone in self.phones:
            points, model = self.shop.points(phone), self.models[phone.member_id]
            assert (points.balance, points.pending) == (model.balance, model.pending)
            assert points.held == model.held_points

    @invariant()
    def lots_have_what_the_model_says(self) -> None:
        remaining = Counter({lot.id: lot.remaining for lot in self.shop.rows(LotRow)})
        assert +remaining == sum((m.remaining for m in self.models.values()), Counter())

    def teardown(self) -> None:
        self.shop.database.engine.dispose()

    def _settled(self, phone: Phone) -> PointsModel:
        model = self.models[phone.member_id]
        model.settle(self.shop.clock.now)
        return model

    def _expired(self, phone: Phone, purchase_id: str) -> None:
        """A refused purchase had run out; whoever saw it first gave back what it held."""
        assert self.shop.is_expired(purchase_id)
        model = self.models[phone.member_id]
        if purchase_id in model.held:
            model.release(purchase_id, self.shop.clock.now)


FEW = settings(
    max_examples=8,
    stateful_step_count=20,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.function_scoped_fixture],
)
MANY = settings(FEW, max_examples=200, stateful_step_count=50, derandomize=False)


def test_ledger_agrees_with_the_plain_model(new_database: Callable[[], Database]) -> None:
    run_state_machine_as_test(partial(TillsAndTime, new_database), settings=FEW)


@pytest.mark.long
def test_ledger_agrees_with_the_plain_model_for_long(
    new_database: Callable[[], Database],
) -> None:
    run_state_machine_as_test(partial(TillsAndTime, new_database), settings=MANY)
