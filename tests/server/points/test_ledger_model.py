"""Whatever tills, members, families and time do, in any order, the ledger agrees with the plain model and
its invariants.
"""

from collections.abc import Callable
from datetime import datetime
from decimal import Decimal
from functools import partial

import pytest
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    Bundle,
    MultipleResults,
    consumes,
    initialize,
    multiple,
    rule,
    run_state_machine_as_test,
)
from sqlalchemy.orm import Session

from loyalty_api.receipts import Line
from loyalty_api.till import RefundLine, RefundRequest
from loyalty_server.checks.invariants import broken_invariants
from loyalty_server.database.transactions import Database
from loyalty_server.offers.chosen_categories import choose_categories
from loyalty_server.privacy.erasure import erase, undo_erasure
from loyalty_server.problems import Refused
from loyalty_server.rewards.redemptions import cancel_redemption, redeem
from loyalty_server.sweep import sweep
from loyalty_server.tables import MemberRow
from tests.server.families.home import invited_by, joins, leaves
from tests.server.points.long_shop import PEOPLE, Bought, LongShop
from tests.server.points.shelves import (
    BASKETS,
    GIVE_BACK_WITHIN,
    GOODS,
    REWARD,
    TO_CHOOSE_FROM,
    TWICE,
    line_of,
    month_of,
)

pytestmark = pytest.mark.slow

WHO = st.integers(0, PEOPLE - 1)
OF_EACH = [line_of("cup", 1, 20_000), line_of("cheese", 4, 30_000)]
Reward = tuple[str, str, datetime]
"""Who took it, its number, and when."""


class TillsAndTime(LongShop):
    """Members buy, pay with points, take rewards, change their minds, bring goods back, choose categories,
    share their points, leave and join again while time goes on.
    """

    opened = Bundle("opened")
    completed = Bundle("completed")
    rewards = Bundle("rewards")

    @initialize()
    def members_join(self) -> None:
        for person in range(PEOPLE):
            self.join_programme(person)

    @rule(target=opened, who=WHO, lines=BASKETS, part=st.floats(0, 1))
    def open_purchase(self, who: int, lines: list[Line], part: float) -> Bought:
        return self.open_basket(who, lines, part)

    @rule(target=completed, who=WHO, lines=BASKETS, part=st.floats(0, 1))
    def buy(self, who: int, lines: list[Line], part: float) -> Bought | MultipleResults[Bought]:
        return self._complete(self.open_basket(who, lines, part))

    @rule(target=completed, bought=consumes(opened))
    def complete(self, bought: Bought) -> Bought | MultipleResults[Bought]:
        return self._complete(bought)

    def _complete(self, bought: Bought) -> Bought | MultipleResults[Bought]:
        return bought if self.pay(bought) else multiple()

    @rule(bought=consumes(opened))
    def cancel(self, bought: Bought) -> None:
        try:
            self.shop.cancel(bought.purchase_id)
        except Refused:
            self.note_expired(bought)
            return
        self.note_released(bought)

    @rule(bought=completed, part=st.floats(0.01, 1))
    def give_money_back(self, bought: Bought, part: float) -> None:
        paid = bought.receipt.left[0]
        amount = max(1, int(paid * part))
        if amount > paid:
            self.refuse_to_give_back(bought, RefundRequest(amount=amount))
        else:
            back = bought.receipt.take_money(amount)
            assert back[0] == amount
            self.give_back(bought, RefundRequest(amount=amount), back)

    @rule(bought=completed, which=st.integers(0, 2), eighths=st.integers(1, 24))
    def bring_goods_back(self, bought: Bought, which: int, eighths: int) -> None:
        skus = sorted(bought.receipt.goods)
        sku = skus[which % len(skus)]
        weighed = GOODS[sku].unit == "kg"
        quantity = Decimal(eighths) / 8 if weighed else Decimal(1 + eighths // 8)
        request = RefundRequest(lines=(RefundLine(sku, quantity),))
        if quantity > bought.receipt.goods[sku].kept:
            self.refuse_to_give_back(bought, request)
        else:
            self.give_back(bought, request, bought.receipt.take_goods(sku, quantity))

    @rule(target=rewards, who=WHO)
    def take_reward(self, who: int) -> Reward | MultipleResults[Reward]:
        member_id, now = self.phones[who].member_id, self.shop.clock.now
        model = self.models.of(member_id)
        try:
            taken = self.as_member(redeem, member_id, "cup")
        except Refused:
            assert model.settled(now).balance < REWARD
            return multiple()
        model.settle(now)
        model.spend(taken.redemption_id, REWARD)
        assert taken.balance == model.balance
        return member_id, taken.redemption_id, now

    @rule(reward=consumes(rewards))
    def give_reward_back(self, reward: Reward) -> None:
        member_id, redemption_id, taken_at = reward
        if member_id not in self._members:
            return
        now = self.shop.clock.now
        try:
            given = self.as_member(cancel_redemption, member_id, redemption_id)
        except Refused:
            assert now - taken_at >= GIVE_BACK_WITHIN
            return
        model = self.models.of_reward(redemption_id)
        model.settle(now)
        model.take_back(redemption_id, now)
        assert given.balance == model.balance

    @rule(target=completed, who=WHO, category=st.sampled_from(TO_CHOOSE_FROM), later=st.booleans())
    def choose_category(
        self, who: int, category: str, later: bool
    ) -> Bought | MultipleResults[Bought]:
        """For the next month as often as they like, for the running one once; then they buy of it."""
        member_id, month = self.phones[who].member_id, month_of(self.shop.clock.now, later=later)
        own = member_id, f"{month:%Y-%m}"
        try:
            self.as_member(choose_categories, member_id, month.date(), (category,))
        except Refused:
            assert not later
            assert self.chosen[own] != category
            return multiple()
        assert later or self.chosen.get(own) in (None, category)
        self.chosen[own] = category
        return self._complete(self.open_basket(who, OF_EACH, 0))

    @rule(target=completed, who=WHO, head=WHO, part=st.floats(0, 1))
    def join_family(self, who: int, head: int, part: float) -> Bought | MultipleResults[Bought]:
        """All that the member has comes along, and pays at once."""
        self.shop.clock.forward(seconds=1)
        now, (own, other) = self.shop.clock.now, (self.phones[who], self.phones[head])
        may = self.models.may_join(own.member_id, other.member_id, now)
        try:
            joins(self.shop, own, invited_by(self.shop, other))
        except Refused:
            assert not may
            return multiple()
        assert may
        self.models.join(own.member_id, other.member_id, now)
        return self._complete(self.open_basket(who, OF_EACH, part))

    @rule(who=WHO)
    def leave_family(self, who: int) -> None:
        leaves(self.shop, self.phones[who])
        self.models.leave(self.phones[who].member_id)

    @rule(who=WHO)
    def leave_and_join_again(self, who: int) -> None:
        """Who is at a till, or whose points somebody holds there, is erased later, and here stays."""
        member_id, now = self.phones[who].member_id, self.shop.clock.now
        self.shop.write(partial(_ask_to_leave, member_id=member_id, now=now))
        self.shop.write(lambda session: erase(session, self.shop.keys, member_id, lambda: now))
        is_buying = any(one.member == member_id for one in self.open.values())
        if is_buying or self.models.accounts[member_id].held_points:
            self.shop.write(partial(undo_erasure, member_id=member_id))
            return
        self.models.erase(member_id, now)
        before = self.uses_of_member(TWICE, member_id)
        self.used_before[self.join_programme(who)] = before

    @rule(days=st.sampled_from([0, 1, 3, 5, 8]), minutes=st.integers(0, 20))
    def time_goes_on(self, days: int, minutes: int) -> None:
        self.shop.clock.forward(days=days, minutes=minutes)

    @rule()
    def sweep(self) -> None:
        now = self.shop.clock.now
        sweep(self.shop.database, lambda: now)
        for bought in list(self.open.values()):
            if self.shop.is_expired(bought.purchase_id):
                self.note_released(bought)
        for model in self.models.accounts.values():
            model.settle(now)
        assert self.shop.read(lambda session: broken_invariants(session, now)) == ()
        again = sweep(self.shop.database, lambda: now)
        assert (again.purchases, again.members) == (0, 0)

    @property
    def _members(self) -> set[str]:
        return {phone.member_id for phone in self.phones.values()}


def _ask_to_leave(session: Session, member_id: str, now: datetime) -> None:
    session.get_one(MemberRow, member_id).erase_at = now


FEW = settings(
    max_examples=5,
    stateful_step_count=30,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.function_scoped_fixture],
)
MANY = settings(FEW, max_examples=200, stateful_step_count=50, derandomize=False)


BOTH_LIVES = pytest.mark.parametrize("prolonged", [False, True], ids=["own life", "prolonged"])


@BOTH_LIVES
def test_ledger_agrees_with_the_plain_model(
    new_database: Callable[[], Database], prolonged: bool
) -> None:
    machine = partial(TillsAndTime, new_database, every=10, prolonged=prolonged)
    run_state_machine_as_test(machine, settings=FEW)


@pytest.mark.long
@BOTH_LIVES
def test_ledger_agrees_with_the_plain_model_for_long(
    new_database: Callable[[], Database], prolonged: bool
) -> None:
    machine = partial(TillsAndTime, new_database, every=1, prolonged=prolonged)
    run_state_machine_as_test(machine, settings=MANY)
