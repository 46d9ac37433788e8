"""Whatever tills, members and time do, in any order, the ledger agrees with the plain model and its invariants."""

from collections import Counter
from collections.abc import Callable, Iterable
from copy import deepcopy
from dataclasses import dataclass
from datetime import datetime, timedelta
from decimal import Decimal
from functools import partial
from typing import TypeVar

import pytest
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    Bundle,
    MultipleResults,
    RuleBasedStateMachine,
    consumes,
    initialize,
    invariant,
    multiple,
    rule,
    run_state_machine_as_test,
)
from sqlalchemy.orm import Session

from loyalty_api.receipts import Line
from loyalty_api.till import Quote, RefundLine, RefundRequest
from loyalty_server.checks.invariants import broken_invariants
from loyalty_server.database.transactions import Database
from loyalty_server.privacy.erasure import erase, undo_erasure
from loyalty_server.problems import Refused
from loyalty_server.refunds.refund import refund
from loyalty_server.rewards.redemptions import cancel_redemption, redeem
from loyalty_server.sign_in.earlier_membership import recall
from loyalty_server.sweep import sweep
from loyalty_server.tables import LotRow, MemberRow, OfferTotalRow
from tests.server.points_model import ModelLot, PointsModel
from tests.server.receipt_model import ReceiptModel, Three
from tests.server.shop import PROGRAM_FILE, Phone, Shop

pytestmark = pytest.mark.slow
T = TypeVar("T")

PENDING_DAYS, EXPIRES_AFTER_DAYS, REWARD = 2, 9, 20
GIVE_BACK_WITHIN = timedelta(days=7)
THRICE, TWICE, BUDGET = "thrice", "twice", "budget"
OFFERS = """
[redeeming]
cancel_within_minutes = 10080

[[rewards]]
id = "cup"
title = "Чашка"
text = "Любая"
points = 20
"""
OFFER = """
[[offers]]
id = "{id}"
title = "{id}"
text = "{id}"
terms = "Без условий"
reason = "Для всех"
starts_on = "always"
ends_on = "never"
{rest}
"""
PROGRAM = (
    'deposits = ["deposit"]\n'
    + PROGRAM_FILE.read_text("utf-8")
    .replace("expires_after_days = 365", f"expires_after_days = {EXPIRES_AFTER_DAYS}")
    .replace("cap = 1000", f"pending_days = {PENDING_DAYS}")
    .replace("minimum_basket = 10000", "minimum_basket = 0")
    + OFFERS
    + OFFER.format(
        id=THRICE, rest='kind = "bonus"\nvalue = 40\ncategory = "coffee"\nuses_in_all = 3'
    )
    + OFFER.format(
        id=TWICE, rest='kind = "percent_off"\nvalue = 10\ncategory = "bread"\nuses_per_member = 2'
    )
    + OFFER.format(id=BUDGET, rest='kind = "bonus"\nvalue = 15\nbudget = 50')
)
GOODS = {
    "bread": Line("bread", "Хлеб", "bread", 1, 0),
    "cup": Line("cup", "Кофе", "coffee", 1, 0),
    "cheese": Line("cheese", "Сыр", "dairy", 1, 0, "kg"),
    "bag": Line("bag", "Пакет", "other", 1, 0),
    "bottle": Line("bottle", "Бутылка", "deposit", 1, 0),
}


@dataclass(frozen=True)
class Bought:
    """A basket that was opened, and what the model says of its receipt."""

    member: str
    purchase_id: str
    receipt: ReceiptModel


def _line(sku: str, quantity: int, price: int) -> Line:
    good = GOODS[sku]
    by_kind = {"bag": 0, "cheese": price, "bottle": -price // 9}.get(sku, price * quantity)
    amount = Decimal(quantity) / 8 if good.unit == "kg" else Decimal(quantity)
    by_card = by_kind * 9 // 10 if sku == "cup" else None
    return Line(sku, good.title, good.category, amount, by_kind, good.unit, by_card)


LINES = st.builds(_line, st.sampled_from(sorted(GOODS)), st.integers(1, 3), st.integers(0, 90_000))


def _payable(lines: list[Line]) -> list[Line]:
    """The basket without its bottles where its bread at a discount would not pay for them."""
    goods = [line for line in lines if line.amount >= 0]
    back = sum(line.amount for line in lines if line.amount < 0)
    is_enough = sum(line.amount for line in goods) * 9 // 10 + back >= 0
    return lines if is_enough else goods or [_line("bag", 1, 0)]


BASKETS = st.lists(LINES, min_size=1, max_size=3).map(_payable)


class TillsAndTime(RuleBasedStateMachine):
    """Members buy, pay with points, take rewards, change their minds, bring goods back, leave and join
    again while time goes on.
    """

    opened = Bundle("opened")
    completed = Bundle("completed")
    rewards = Bundle("rewards")

    def __init__(self, new_database: Callable[[], Database], every: int) -> None:
        super().__init__()
        self.every, self.steps = every, 0
        self.shop = Shop(new_database(), program_text=PROGRAM)
        self.phones: dict[int, Phone] = {}
        self.models: dict[str, PointsModel] = {}
        self.uses: dict[str, dict[str, str]] = {THRICE: {}, TWICE: {}, BUDGET: {}}
        self.used_before: Counter[str] = Counter()
        self.lots_made = 0

    @initialize()
    def two_members_join(self) -> None:
        for person in range(2):
            self._join(person)

    @rule(target=opened, who=st.integers(0, 1), lines=BASKETS, part=st.floats(0, 1))
    def open_purchase(self, who: int, lines: list[Line], part: float) -> Bought:
        return self._open(who, lines, part)

    def _open(self, who: int, lines: list[Line], part: float) -> Bought:
        phone = self.phones[who]
        scan = self.shop.scan_phone(phone)
        model = self._settled(phone.member_id)
        assert scan.balance == model.balance
        price = sum(line.amount for line in lines) * 9 // 10
        burn = int(part * max(0, min(model.balance, price // 200)))
        due = self._offers_due(phone.member_id, lines)
        quote = self.shop.open(scan.scan_id, lines, burn)
        bought = Bought(phone.member_id, quote.purchase_id, ReceiptModel.of(lines, quote.by_line))
        assert set(self.uses) & _effective(quote) == set(due(quote))
        for offer in due(quote):
            self.uses[offer][bought.purchase_id] = bought.member
        model.hold(quote.purchase_id, burn)
        return bought

    @rule(target=completed, who=st.integers(0, 1), lines=BASKETS, part=st.floats(0, 1))
    def buy(self, who: int, lines: list[Line], part: float) -> Bought | MultipleResults[Bought]:
        return self._complete(self._open(who, lines, part))

    @rule(target=completed, bought=consumes(opened))
    def complete(self, bought: Bought) -> Bought | MultipleResults[Bought]:
        return self._complete(bought)

    def _complete(self, bought: Bought) -> Bought | MultipleResults[Bought]:
        try:
            resolved = self.shop.complete(bought.purchase_id)
        except Refused:
            self._expired(bought)
            return multiple()
        now, program = self.shop.clock.now, self.shop.program()
        model = self._settled(bought.member)
        model.capture(bought.purchase_id)
        bought_at = self.shop.bought_at(bought.purchase_id)
        for effect in resolved.breakdown:
            if effect.points:
                self.lots_made += 1
                spendable_at = bought_at + timedelta(days=PENDING_DAYS)
                lot = ModelLot(bought.purchase_id, spendable_at, program.expiry(bought_at))
                model.earn(self.lots_made, effect.points, lot, now)
        return bought

    @rule(bought=consumes(opened))
    def cancel(self, bought: Bought) -> None:
        try:
            self.shop.cancel(bought.purchase_id)
        except Refused:
            self._expired(bought)
            return
        self._release(bought.member, bought.purchase_id)

    @rule(bought=completed, part=st.floats(0.01, 1))
    def give_money_back(self, bought: Bought, part: float) -> None:
        paid = bought.receipt.left[0]
        amount = max(1, int(paid * part))
        if amount > paid:
            self._refuse(bought, RefundRequest(amount=amount))
        else:
            back = bought.receipt.take_money(amount)
            assert back[0] == amount
            self._refund(bought, RefundRequest(amount=amount), back)

    @rule(bought=completed, which=st.integers(0, 2), eighths=st.integers(1, 24))
    def bring_goods_back(self, bought: Bought, which: int, eighths: int) -> None:
        skus = sorted(bought.receipt.goods)
        sku = skus[which % len(skus)]
        weighed = GOODS[sku].unit == "kg"
        quantity = Decimal(eighths) / 8 if weighed else Decimal(1 + eighths // 8)
        request = RefundRequest(lines=(RefundLine(sku, quantity),))
        if quantity > bought.receipt.goods[sku].kept:
            self._refuse(bought, request)
        else:
            self._refund(bought, request, bought.receipt.take_goods(sku, quantity))

    @rule(target=rewards, who=st.integers(0, 1))
    def take_reward(self, who: int) -> tuple[str, str] | MultipleResults[tuple[str, str]]:
        member_id = self.phones[who].member_id
        try:
            taken = self._as_member(redeem, member_id, "cup")
        except Refused:
            by_now = deepcopy(self.models[member_id])
            by_now.settle(self.shop.clock.now)
            assert by_now.balance < REWARD
            return multiple()
        model = self._settled(member_id)
        model.spend(taken.redemption_id, REWARD)
        assert taken.balance == model.balance
        return member_id, taken.redemption_id

    @rule(reward=consumes(rewards))
    def give_reward_back(self, reward: tuple[str, str]) -> None:
        member_id, redemption_id = reward
        if member_id not in self._members:
            return
        try:
            given = self._as_member(cancel_redemption, member_id, redemption_id)
        except Refused:
            return
        model = self._settled(member_id)
        model.take_back(redemption_id, self.shop.clock.now)
        assert given.balance == model.balance

    @rule(who=st.integers(0, 1))
    def leave_and_join_again(self, who: int) -> None:
        """Who is at a till is erased later, and here changes their mind."""
        phone, now = self.phones[who], self.shop.clock.now
        self.shop.write(partial(_ask_to_leave, member_id=phone.member_id, now=now))
        self.shop.write(lambda session: erase(session, self.shop.keys, phone.member_id, now))
        model = self.models[phone.member_id]
        if model.held:
            self.shop.write(partial(undo_erasure, member_id=phone.member_id))
            return
        model.lose_all(now)
        before = self._uses_of_member(TWICE, phone.member_id)
        self.used_before[self._join(who)] = before

    @rule(days=st.sampled_from([0, 1, 3, 8]), minutes=st.integers(0, 20))
    def time_goes_on(self, days: int, minutes: int) -> None:
        self.shop.clock.forward(days=days, minutes=minutes)

    @rule()
    def sweep(self) -> None:
        now = self.shop.clock.now
        sweep(self.shop.database, now)
        for member_id, model in self.models.items():
            for purchase_id in list(model.held):
                if self.shop.is_expired(purchase_id):
                    self._release(member_id, purchase_id)
            self._settled(member_id)
        assert self.shop.read(lambda session: broken_invariants(session, now)) == ()
        again = sweep(self.shop.database, now)
        assert (again.purchases, again.members) == (0, 0)

    @invariant()
    def ledger_is_whole(self) -> None:
        self.steps += 1
        if self.steps % self.every == 0:
            assert self.shop.read(broken_invariants) == ()

    def teardown(self) -> None:
        assert self.shop.read(broken_invariants) == ()

    @invariant()
    def members_have_what_the_model_says(self) -> None:
        for member_id, model in self.models.items():
            points = self.shop.points_of(member_id)
            assert (points.balance, points.pending) == (model.balance, model.pending)
            assert points.held == model.held_points

    @invariant()
    def lots_have_what_the_model_says(self) -> None:
        remaining = Counter({lot.id: lot.remaining for lot in self.shop.rows(LotRow)})
        assert +remaining == sum((m.remaining for m in self.models.values()), Counter())

    @invariant()
    def offers_are_used_as_often_as_the_model_says(self) -> None:
        counted = {row.offer_id: row.uses for row in self.shop.rows(OfferTotalRow)}
        assert {offer: len(uses) for offer, uses in self.uses.items()} == {
            offer: counted[offer] for offer in self.uses
        }

    @property
    def _members(self) -> set[str]:
        return {phone.member_id for phone in self.phones.values()}

    def _join(self, person: int) -> str:
        """With an address of the person's own, by which the server knows who was a member before."""
        phone = self.shop.join_programme()
        address = f"person{person}@example.org"
        program, now = self.shop.program(), self.shop.clock.now

        def work(session: Session) -> None:
            member = session.get_one(MemberRow, phone.member_id)
            member.email = address
            recall(session, self.shop.keys, program, member, address, now)

        self.shop.write(work)
        self.phones[person], self.models[phone.member_id] = phone, PointsModel()
        return phone.member_id

    def _as_member(self, verb: Callable[..., T], member_id: str, what: str) -> T:
        program, now = self.shop.program(), self.shop.clock.now
        return self.shop.write(lambda session: verb(session, program, member_id, what, now))

    def _offers_due(self, member_id: str, lines: list[Line]) -> Callable[[Quote], Iterable[str]]:
        """Which offers must work, once it is known what of each line is paid in money."""
        has_room = {
            THRICE: len(self.uses[THRICE]) < 3,
            TWICE: self._uses_of_member(TWICE, member_id) < 2,
            BUDGET: len(self.uses[BUDGET]) < 3,
        }

        def due(quote: Quote) -> Iterable[str]:
            paid = [
                line for line, share in zip(lines, quote.by_line, strict=True) if share.to_pay > 0
            ]
            bread = sum(line.amount for line in lines if line.category == "bread")
            concerns = {
                THRICE: any(line.category == "coffee" for line in paid),
                TWICE: bread >= 10,
                BUDGET: bool(paid),
            }
            return [offer for offer in has_room if has_room[offer] and concerns[offer]]

        return due

    def _uses_of_member(self, offer: str, member_id: str) -> int:
        own = [one for one in self.uses[offer].values() if one == member_id]
        return len(own) + self.used_before[member_id]

    def _refund(self, bought: Bought, request: RefundRequest, back: Three) -> None:
        refunded = self.shop.at_till(refund, bought.purchase_id, request)
        assert (refunded.amount.amount, refunded.restored, refunded.reversed) == back
        model = self._settled(bought.member)
        model.restore(bought.purchase_id, refunded.restored, self.shop.clock.now)
        model.reverse(bought.purchase_id, refunded.reversed)
        assert refunded.balance == model.balance
        if bought.receipt.is_gone:
            self._let_uses_go(bought.purchase_id)

    def _refuse(self, bought: Bought, request: RefundRequest) -> None:
        with pytest.raises(Refused):
            self.shop.at_till(refund, bought.purchase_id, request)

    def _settled(self, member_id: str) -> PointsModel:
        model = self.models[member_id]
        model.settle(self.shop.clock.now)
        return model

    def _release(self, member_id: str, purchase_id: str) -> None:
        self._settled(member_id).release(purchase_id, self.shop.clock.now)
        self._let_uses_go(purchase_id)

    def _let_uses_go(self, purchase_id: str) -> None:
        for uses in self.uses.values():
            uses.pop(purchase_id, None)

    def _expired(self, bought: Bought) -> None:
        """A refused purchase had run out; whoever saw it first gave back what it held."""
        assert self.shop.is_expired(bought.purchase_id)
        if bought.purchase_id in self.models[bought.member].held:
            self._release(bought.member, bought.purchase_id)


def _effective(quote: Quote) -> set[str]:
    return {effect.rule for effect in quote.breakdown if effect.points or effect.money}


def _ask_to_leave(session: Session, member_id: str, now: datetime) -> None:
    session.get_one(MemberRow, member_id).erase_at = now


FEW = settings(
    max_examples=8,
    stateful_step_count=30,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.function_scoped_fixture],
)
MANY = settings(FEW, max_examples=200, stateful_step_count=50, derandomize=False)


def test_ledger_agrees_with_the_plain_model(new_database: Callable[[], Database]) -> None:
    run_state_machine_as_test(partial(TillsAndTime, new_database, every=10), settings=FEW)


@pytest.mark.long
def test_ledger_agrees_with_the_plain_model_for_long(
    new_database: Callable[[], Database],
) -> None:
    run_state_machine_as_test(partial(TillsAndTime, new_database, every=1), settings=MANY)
