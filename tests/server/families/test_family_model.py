"""Whatever a family does, its balance is what its cards brought, earned and spent, to the point."""

from collections import Counter
from collections.abc import Callable
from contextlib import suppress
from functools import partial

import pytest
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    invariant,
    rule,
    run_state_machine_as_test,
)

from loyalty_api.till import RefundRequest
from loyalty_server.checks.invariants import broken_invariants
from loyalty_server.database.transactions import Database
from loyalty_server.privacy.erasure import erase
from loyalty_server.problems import Refused
from loyalty_server.refunds.refund import refund
from loyalty_server.rewards.redemptions import cancel_redemption, redeem
from loyalty_server.sweep import sweep
from loyalty_server.tables import BalanceRow, MemberRow
from tests.server.families.home import PROGRAM, balances, invited_by, joins, leaves
from tests.server.shop import COFFEE, Shop

pytestmark = pytest.mark.slow
PEOPLE = st.integers(0, 2)
PENDING = PROGRAM.replace("cap = 1000", "pending_days = 1").replace(
    "joins_a_year = 4", "joins_a_year = 20"
)


class Families(RuleBasedStateMachine):
    """Three members buy, pay with points, take rewards, bring goods back, join and leave each other and are
    erased, while the model keeps one number for each account.
    """

    def __init__(self, new_database: Callable[[], Database]) -> None:
        super().__init__()
        self.shop = Shop(new_database(), program_text=PENDING)
        self.heads: dict[int, int] = {}
        self.has: Counter[int] = Counter()
        self.of_purchase: dict[str, int] = {}
        self.bought: list[str] = []
        self.taken: list[tuple[int, int, str]] = []

    @initialize()
    def three_join_the_programme(self) -> None:
        self.phones = [self.shop.join_programme() for _ in range(3)]

    def teardown(self) -> None:
        assert self.shop.read(broken_invariants) == ()

    def _account(self, who: int) -> int:
        return self.heads.get(who, who)

    @rule(who=PEOPLE, part=st.floats(0, 1))
    def buy(self, who: int, part: float) -> None:
        (has,) = balances(self.shop, self.phones[who])
        burn = int(part * max(0, min(has, 100)))
        done = self.shop.buy(self.phones[who], (COFFEE,), burn)
        self.has[self._account(who)] += done.earned - done.burned
        self.of_purchase[done.purchase_id] = self._account(who)
        self.bought.append(done.purchase_id)

    @rule(which=st.integers(0, 20))
    def bring_back(self, which: int) -> None:
        if self.bought:
            purchase_id = self.bought[which % len(self.bought)]
            with suppress(Refused):
                back = self.shop.at_till(refund, purchase_id, RefundRequest(amount=5_000))
                self.has[self.of_purchase[purchase_id]] += back.restored - back.reversed

    @rule(who=PEOPLE)
    def take_a_reward(self, who: int) -> None:
        with suppress(Refused):
            taken = self._as_member(redeem, who, "cup")
            self.has[self._account(who)] -= 20
            self.taken.append((who, self._account(who), taken.redemption_id))

    @rule(which=st.integers(0, 20))
    def give_a_reward_back(self, which: int) -> None:
        if self.taken:
            who, account, redemption_id = self.taken.pop(which % len(self.taken))
            with suppress(Refused):
                self._as_member(cancel_redemption, who, redemption_id)
                self.has[account] += 20

    @rule(who=PEOPLE, head=PEOPLE)
    def join(self, who: int, head: int) -> None:
        with suppress(Refused):
            joins(self.shop, self.phones[who], invited_by(self.shop, self.phones[head]))
            self._all_goes(who, head)
            self.heads[who] = head

    @rule(who=PEOPLE)
    def leave(self, who: int) -> None:
        leaves(self.shop, self.phones[who])
        self._part(who)

    @rule(who=PEOPLE)
    def be_erased_and_join_again(self, who: int) -> None:
        """The points of a head go to who is longest in the family, those of anybody else stay or are lost."""
        phone, now = self.phones[who], self.shop.clock.now

        def ask(session) -> None:
            session.get_one(MemberRow, phone.member_id).erase_at = now

        self.shop.write(ask)
        self.shop.write(
            lambda session: erase(session, self.shop.keys, phone.member_id, lambda: now)
        )
        family = [one for one, head in self.heads.items() if head == who]
        self._part(who)
        if family:
            self.has[who] = max(0, self.has[who])
            self._all_goes(who, family[0])
        elif who not in self.heads:
            self.has[who] = min(0, self.has[who])
        self._forget(who)
        self.phones[who] = self.shop.join_programme()

    @rule(minutes=st.integers(1, 3_000))
    def time_goes_on(self, minutes: int) -> None:
        self.shop.clock.forward(minutes=minutes)
        sweep(self.shop.database, self.shop.clock)

    @invariant()
    def each_account_has_what_its_cards_brought_earned_and_left(self) -> None:
        rows = {row.member_id: row for row in self.shop.rows(BalanceRow)}
        for who, phone in enumerate(self.phones):
            row = rows[phone.member_id]
            due = 0 if who in self.heads else self.has[who]
            assert row.posted + row.pending == due
        shown = balances(self.shop, *self.phones)
        assert all(shown[who] == shown[head] for who, head in self.heads.items())

    @invariant()
    def ledger_is_whole(self) -> None:
        assert self.shop.read(broken_invariants) == ()

    def _all_goes(self, who: int, head: int) -> None:
        self.has[head] += self.has.pop(who, 0)
        for purchase_id, account in self.of_purchase.items():
            if account == who:
                self.of_purchase[purchase_id] = head
        self.taken = [(one, head if at == who else at, what) for one, at, what in self.taken]

    def _part(self, who: int) -> None:
        self.heads = {one: head for one, head in self.heads.items() if who not in (one, head)}

    def _forget(self, who: int) -> None:
        """Nobody returns what the erased member bought here; what is left of a debt is nobody's."""
        self.bought = [one for one in self.bought if self.of_purchase[one] != who]
        self.taken = [one for one in self.taken if who not in one[:2]]
        self.has[who] = 0

    def _as_member(self, verb, who: int, what: str):
        program, now, member_id = (
            self.shop.program(),
            self.shop.clock.now,
            self.phones[who].member_id,
        )
        return self.shop.write(lambda session: verb(session, program, member_id, what, now))


FEW = settings(
    max_examples=4,
    stateful_step_count=25,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.function_scoped_fixture],
    deadline=None,
)


def test_family_has_what_the_plain_model_says(new_database: Callable[[], Database]) -> None:
    run_state_machine_as_test(partial(Families, new_database), settings=FEW)


@pytest.mark.long
def test_family_has_what_the_plain_model_says_for_long(
    new_database: Callable[[], Database],
) -> None:
    many = settings(FEW, max_examples=150, stateful_step_count=50, derandomize=False)
    run_state_machine_as_test(partial(Families, new_database), settings=many)
