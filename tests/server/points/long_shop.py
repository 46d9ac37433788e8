"""A shop beside its models: each thing that is done is done to both, and they are compared."""

from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import timedelta
from functools import partial
from typing import TypeVar

import pytest
from hypothesis.stateful import RuleBasedStateMachine, invariant
from sqlalchemy.orm import Session

from loyalty_api.receipts import Line
from loyalty_api.till import Quote, RefundRequest, Resolved
from loyalty_server.checks.invariants import broken_invariants
from loyalty_server.database.transactions import Database
from loyalty_server.problems import Refused
from loyalty_server.refunds.refund import refund
from loyalty_server.sign_in.earlier_membership import recall
from loyalty_server.tables import LotRow, MemberRow, OfferTotalRow
from tests.server.families_model import FamiliesModel
from tests.server.points.shelves import (
    BUDGET,
    CHOSEN_RATE,
    EXPIRES_AFTER_DAYS,
    PENDING_DAYS,
    PROGRAM,
    PROLONGED,
    SHORT,
    SHORT_DAYS,
    THRICE,
    TWICE,
    days_later,
    month_of,
)
from tests.server.points_model import ModelLot, PointsModel
from tests.server.receipt_model import ReceiptModel, Three
from tests.server.shop import Phone, Shop

T = TypeVar("T")
PEOPLE = 3


@dataclass(frozen=True)
class Bought:
    """A basket that was opened, and what the model says of its receipt."""

    member: str
    purchase_id: str
    receipt: ReceiptModel


class LongShop(RuleBasedStateMachine):
    """The shop, the models of all accounts, receipts and offers, and what must be true of them at any time."""

    def __init__(
        self, new_database: Callable[[], Database], every: int, *, prolonged: bool
    ) -> None:
        super().__init__()
        self.every, self.steps, self.prolonged = every, 0, prolonged
        text = PROLONGED if prolonged else PROGRAM
        self.shop = Shop(new_database(), program_text=text)
        self.phones: dict[int, Phone] = {}
        self.models = FamiliesModel()
        self.open: dict[str, Bought] = {}
        self.chosen: dict[tuple[str, str], str] = {}
        self.uses: dict[str, dict[str, str]] = {THRICE: {}, TWICE: {}, BUDGET: {}}
        self.used_before: Counter[str] = Counter()
        self.lots_made = 0

    def teardown(self) -> None:
        assert self.shop.read(broken_invariants) == ()

    @invariant()
    def ledger_is_whole(self) -> None:
        self.steps += 1
        if self.steps % self.every == 0:
            assert self.shop.read(broken_invariants) == ()

    @invariant()
    def accounts_have_what_the_model_says(self) -> None:
        for member_id, model in self.models.accounts.items():
            points = self.shop.points_of(member_id)
            assert (points.balance, points.pending) == (model.balance, model.pending)
            assert points.held == model.held_points

    @invariant()
    def lots_are_where_and_have_what_the_model_says(self) -> None:
        told = {
            number: (member_id, model.remaining[number])
            for member_id, model in self.models.accounts.items()
            for number in model.lots
        }
        assert {lot.id: (lot.member_id, lot.remaining) for lot in self.shop.rows(LotRow)} == told

    @invariant()
    def offers_are_used_as_often_as_the_model_says(self) -> None:
        counted = {row.offer_id: row.uses for row in self.shop.rows(OfferTotalRow)}
        assert {offer: len(uses) for offer, uses in self.uses.items()} == {
            offer: counted[offer] for offer in self.uses
        }

    def join_programme(self, person: int) -> str:
        """With an address of the person's own, by which the server knows who was a member before."""
        phone = self.shop.join_programme()
        address = f"person{person}@example.org"
        program, now = self.shop.program(), self.shop.clock.now

        def work(session: Session) -> None:
            member = session.get_one(MemberRow, phone.member_id)
            member.email = address
            recall(session, self.shop.keys, program, member, address, now)

        self.shop.write(work)
        self.phones[person], self.models.accounts[phone.member_id] = phone, PointsModel()
        return phone.member_id

    def open_basket(self, who: int, lines: list[Line], part: float) -> Bought:
        phone = self.phones[who]
        scan = self.shop.scan_phone(phone)
        model = self.models.of(phone.member_id)
        model.settle(self.shop.clock.now)
        assert scan.balance == model.balance
        price = sum(line.amount for line in lines) * 9 // 10
        burn = int(part * max(0, min(model.balance, price // 200)))
        due = self._offers_due(phone.member_id, lines)
        quote = self.shop.open(scan.scan_id, lines, burn)
        bought = Bought(phone.member_id, quote.purchase_id, ReceiptModel.of(lines, quote.by_line))
        assert set(self.uses) & _effective(quote) == set(due(quote))
        for offer in due(quote):
            self.uses[offer][bought.purchase_id] = bought.member
        self._require_chosen_rate(bought.member, lines, quote)
        model.hold(quote.purchase_id, burn)
        self.open[quote.purchase_id] = bought
        return bought

    def pay(self, bought: Bought) -> bool:
        """Whether it was not too late."""
        try:
            resolved = self.shop.complete(bought.purchase_id)
        except Refused:
            self.note_expired(bought)
            return False
        model = self._account_of(bought)
        del self.open[bought.purchase_id]
        model.capture(bought.purchase_id)
        bought_at = self.shop.bought_at(bought.purchase_id)
        if self.prolonged:
            model.prolong(self.shop.clock.now, days_later(bought_at, EXPIRES_AFTER_DAYS))
        self._earn(model, bought, resolved)
        return True

    def give_back(self, bought: Bought, request: RefundRequest, back: Three) -> None:
        refunded = self.shop.at_till(refund, bought.purchase_id, request)
        assert (refunded.amount.amount, refunded.restored, refunded.reversed) == back
        model = self._account_of(bought)
        model.restore(bought.purchase_id, refunded.restored, self.shop.clock.now)
        model.reverse(bought.purchase_id, refunded.reversed)
        assert refunded.balance == model.balance
        if bought.receipt.is_gone:
            self._let_uses_go(bought.purchase_id)

    def refuse_to_give_back(self, bought: Bought, request: RefundRequest) -> None:
        with pytest.raises(Refused):
            self.shop.at_till(refund, bought.purchase_id, request)

    def note_released(self, bought: Bought) -> None:
        """What it held went back to where it was taken from."""
        self._account_of(bought).release(bought.purchase_id, self.shop.clock.now)
        self._let_uses_go(bought.purchase_id)
        del self.open[bought.purchase_id]

    def note_expired(self, bought: Bought) -> None:
        """A refused purchase had run out; whoever saw it first gave back what it held."""
        assert self.shop.is_expired(bought.purchase_id)
        if bought.purchase_id in self.open:
            self.note_released(bought)

    def as_member(self, verb: Callable[..., T], member_id: str, *what: object) -> T:
        program, now = self.shop.program(), self.shop.clock.now
        return self.shop.write(lambda session: verb(session, program, member_id, *what, now))

    def uses_of_member(self, offer: str, member_id: str) -> int:
        own = [one for one in self.uses[offer].values() if one == member_id]
        return len(own) + self.used_before[member_id]

    def _account_of(self, bought: Bought) -> PointsModel:
        model = self.models.of_purchase(bought.purchase_id, bought.member)
        model.settle(self.shop.clock.now)
        return model

    def _earn(self, model: PointsModel, bought: Bought, resolved: Resolved) -> None:
        bought_at = self.shop.bought_at(bought.purchase_id)
        spendable_at = bought_at + timedelta(days=PENDING_DAYS)
        for effect in resolved.breakdown:
            if effect.points:
                self.lots_made += 1
                is_short = effect.rule == SHORT
                end = days_later(bought_at, SHORT_DAYS if is_short else EXPIRES_AFTER_DAYS)
                lot = ModelLot(bought.purchase_id, spendable_at, end, has_own_end=is_short)
                model.earn(self.lots_made, effect.points, lot, self.shop.clock.now)

    def _require_chosen_rate(self, member_id: str, lines: list[Line], quote: Quote) -> None:
        """What was chosen before for this month has its rate of the money that is paid, and no other rule's."""
        month = f"{month_of(self.shop.clock.now):%Y-%m}"
        category = self.chosen.get((member_id, month))
        paid = sum(
            share.to_pay
            for line, share in zip(lines, quote.by_line, strict=True)
            if line.category == category
        )
        told = [effect.points for effect in quote.breakdown if effect.rule == "chosen"]
        assert sum(told) == paid * CHOSEN_RATE // 10_000

    def _offers_due(self, member_id: str, lines: list[Line]) -> Callable[[Quote], Iterable[str]]:
        """Which offers must work, once it is known what of each line is paid in money."""
        has_room = {
            THRICE: len(self.uses[THRICE]) < 3,
            TWICE: self.uses_of_member(TWICE, member_id) < 2,
            BUDGET: len(self.uses[BUDGET]) < 3,
        }
        bread = sum(line.amount for line in lines if line.category == "bread")
        return partial(_due, lines, has_room, bread)

    def _let_uses_go(self, purchase_id: str) -> None:
        for uses in self.uses.values():
            uses.pop(purchase_id, None)


def _due(lines: list[Line], has_room: dict[str, bool], bread: int, quote: Quote) -> list[str]:
    paid = [line for line, share in zip(lines, quote.by_line, strict=True) if share.to_pay > 0]
    concerns = {
        THRICE: any(line.category == "coffee" for line in paid),
        TWICE: bread >= 10,
        BUDGET: bool(paid),
    }
    return [offer for offer in has_room if has_room[offer] and concerns[offer]]


def _effective(quote: Quote) -> set[str]:
    return {effect.rule for effect in quote.breakdown if effect.points or effect.money}
