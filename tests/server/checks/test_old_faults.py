"""Each fault that was once in the ledger's rules, written into the rows by hand, is named by `kopilka ledger check`."""

import re
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import timedelta

import pytest
from sqlalchemy import text
from sqlalchemy.orm import Session

from loyalty_api.receipts import Line
from loyalty_api.till import RefundLine, RefundRequest
from loyalty_server.database.transactions import Database
from loyalty_server.points.gifts import Gift, give
from loyalty_server.programme.discounts import Discount
from loyalty_server.programme.versions import rules_at
from loyalty_server.refunds.refund import refund
from loyalty_server.rewards.coupons import Right, issue_coupon
from loyalty_server.tables import MemberRow
from tests.server.checks.test_checks import checked, take_guards_off
from tests.server.shop import PROGRAM_FILE, Phone, Shop

pytestmark = pytest.mark.slow

GIFT_CARD = Line("g", "Подарочная карта", "gift-card", 1, 1_000_00)
BREAD = Line("b", "Хлеб", "bakery", 1, 500_00)
APPLES = Line("a", "Яблоки", "fruit", 3, 300_00, "kg")
FEW = "uses_in_all = 1\nbudget = 60\nuses_per_member = 1\n"
PER_PIECE = """
[[offers]]
id = "apples"
title = "За каждое яблоко"
text = ""
terms = ""
reason = ""
kind = "bonus"
value = 10
per_piece = true
category = "fruit"
starts_on = 2026-11-01
ends_on = 2026-11-30

[[offers]]
id = "birthday"
title = "Ко дню рождения"
text = ""
terms = ""
reason = ""
kind = "birthday"
value = 300
uses_per_member = 1
starts_on = 2026-11-01
ends_on = 2026-11-30
"""
PROGRAM = (
    PROGRAM_FILE.read_text("utf-8")
    .replace("share = 50\n", 'share = 50\nexcluded_categories = ["gift-card"]\n')
    .replace('kind = "multiplier"\n', 'kind = "multiplier"\n' + FEW)
    + PER_PIECE
)


@dataclass
class Past:
    """What was done honestly before somebody wrote into the rows."""

    shop: Shop
    anna: Phone
    purchases: dict[str, str] = field(default_factory=dict)

    def buys(self, name: str, *lines: Line, burn: int = 0) -> None:
        self.purchases[name] = self.shop.buy(self.anna, lines, burn).purchase_id

    def gives_back(self, name: str, *skus: str) -> None:
        lines = tuple(RefundLine(sku, 1) for sku in skus)
        self.shop.at_till(refund, self.purchases[name], RefundRequest(lines=lines))

    def gives_amount_back(self, name: str, amount: int) -> None:
        self.shop.at_till(refund, self.purchases[name], RefundRequest(amount=amount))

    def writes(self, statement: str) -> None:
        """What only someone who owns the database can do."""
        named = {**self.purchases, "anna": self.anna.member_id}
        told = {name: one for name, one in named.items() if f":{name}" in statement}
        with self.shop.database.engine.begin() as connection:
            take_guards_off(connection)
            connection.execute(text(statement), told)


COFFEE = Line("c", "Кофе", "coffee", 1, 300_00)


def points_pay(past: Past) -> None:
    past.buys("first", BREAD, BREAD, BREAD)
    past.buys("sold", BREAD, GIFT_CARD, burn=30)


def bread_returned(past: Past) -> None:
    points_pay(past)
    past.gives_back("sold", "b")


def good_will(past: Past) -> None:
    past.buys("sold", BREAD, GIFT_CARD)
    past.gives_amount_back("sold", 1_00)
    past.gives_back("sold", "b")


def all_returned(past: Past) -> None:
    past.buys("sold", COFFEE)
    past.gives_back("sold", "c")


def weighed(past: Past) -> None:
    past.buys("sold", APPLES)


def two_coffees(past: Past) -> None:
    past.buys("sold", COFFEE)
    past.buys("later", COFFEE)


def million(past: Past) -> None:
    rich = Line("r", "Рояль", "music", 1, 1_000_000_00)
    past.buys("sold", rich)
    past.gives_back("sold", "r")


def came_late(past: Past) -> None:
    past.buys("sold", BREAD)
    quote = past.shop.open(past.shop.scan_phone(past.anna).scan_id, (BREAD,), burn=5)
    past.shop.cancel(quote.purchase_id)


def coupon(past: Past) -> None:
    past.buys("sold", BREAD)

    def issue(session: Session) -> None:
        right = Right(
            "Кофе", "", Discount("fixed_price", 0, "coffee"), past.shop.clock.now + timedelta(30)
        )
        issue_coupon(session, past.anna.member_id, right, past.shop.clock.now)

    past.shop.write(issue)


def welcomed(past: Past) -> None:
    """The points that a sign-in gives, by the way in which it does."""

    def welcome(session: Session) -> None:
        joined = session.get_one(MemberRow, past.anna.member_id).created_at
        program = rules_at(session, joined).program
        give(session, program, past.anna.member_id, Gift(100, "Welcome", "", {}), joined)

    past.shop.write(welcome)


USE = "INSERT INTO offer_use (purchase_id, offer_id, member_id, at, points, money, is_claim)"
FAULTS: dict[str, tuple[Callable[[Past], None], tuple[str, ...], str]] = {
    "A1 points spread over goods that they may not pay for": (
        points_pay,
        (
            "UPDATE purchase_line SET burned = 10, paid = paid + 2000 WHERE purchase_id = :sold AND sku = 'b'",
            "UPDATE purchase_line SET burned = 20, paid = paid - 2000 WHERE purchase_id = :sold AND sku = 'g'",
        ),
        "10 .*is split over its lines otherwise",
    ),
    "A1 a return pays out money that was points": (
        bread_returned,
        (
            "UPDATE refund SET amount = amount + 1000, restored = restored - 10",
            "UPDATE purchase SET refunded = refunded + 1000, restored = restored - 10 WHERE id = :sold",
        ),
        "11 returns give .*gave back",
    ),
    "A1 goods after money for good will": (
        good_will,
        (
            "UPDATE refund SET amount = amount + 100 WHERE by_amount = false",
            "UPDATE purchase SET refunded = refunded + 100 WHERE id = :sold",
        ),
        "11 returns give .*gave back",
    ),
    "A1 an offer's use left behind by a return": (
        all_returned,
        (
            f"{USE} SELECT id, 'coffee-x3', member_id, at, 18, 0, false FROM purchase WHERE id = :sold",
            "UPDATE offer_total SET uses = 1, points = 18 WHERE offer_id = 'coffee-x3'",
        ),
        "11 what went back in whole used nothing",
    ),
    "A2 kilos counted as pieces": (
        weighed,
        ("UPDATE purchase SET earned = earned + 30, will_earn = will_earn + 30 WHERE id = :sold",),
        "10 each purchase earned what the rules give",
    ),
    "A3 an offer used past its limits": (
        two_coffees,
        (
            f"{USE} SELECT id, 'coffee-x3', member_id, at, 18, 0, false FROM purchase WHERE id = :later",
            "UPDATE offer_total SET uses = 2, points = 36 WHERE offer_id = 'coffee-x3'",
        ),
        "10 offers stay within their limits.*coffee-x3 was given 2, where 1",
    ),
    "A3 a budget passed": (
        two_coffees,
        (
            "UPDATE offer_use SET points = 80",
            "UPDATE offer_total SET points = 80 WHERE offer_id = 'coffee-x3'",
        ),
        "10 offers stay within their limits.*was given 80, where 60",
    ),
    "A3 a birthday twice in a year": (
        two_coffees,
        (
            f"{USE} SELECT id, 'birthday', member_id, at, 300, 0, false FROM purchase",
            "UPDATE offer_total SET uses = 2, points = 600 WHERE offer_id = 'birthday'",
        ),
        "10 offers stay within their limits.*had offer birthday 2 times, 1 at most",
    ),
    "A3 a coupon used up without effect": (
        coupon,
        ("UPDATE coupon SET used_at = valid_from, purchase_id = :sold",),
        "10 coupons that were used had an effect",
    ),
    "A4 a claim past the rules": (
        two_coffees,
        (
            "UPDATE purchase SET claimed = 400, earned = earned + 400, will_earn = will_earn + 400 WHERE id = :later",
        ),
        "10 each purchase earned what the rules give",
    ),
    "A5 a tier kept though everything went back": (
        million,
        ("UPDATE member SET tier = 'gold'",),
        "15 .*is gold, which nothing that they bought and kept reached",
    ),
    "A5 points brought to life again and again": (
        came_late,
        ("UPDATE lot SET graced = true, expires_at = '2026-12-11 09:00:00+00:00'",),
        "5 no lot lives longer.*longer than a week more",
    ),
    "A5 points that live on without having come back": (
        came_late,
        ("UPDATE lot SET expires_at = '2199-01-01 00:00:00+00:00'",),
        "5 no lot lives longer.*longer than any rule lets it",
    ),
    "A6 a purchase paid after its member was erased": (
        two_coffees,
        ("UPDATE member SET erased_at = '2020-01-01 00:00:00+00:00', first_name = ''",),
        "14 .*ended after its member was erased",
    ),
    "A6 welcome points paid to who was a member before": (
        welcomed,
        ("""UPDATE member SET had = '["membership"]'""",),
        "14 nobody is welcomed .*was given points for joining",
    ),
    "A6 a row of tastes left of an erased member": (
        two_coffees,
        ("UPDATE member SET erased_at = created_at, first_name = ''",),
        "14 .*was erased and has 1 rows of taste",
    ),
}
"""By the fault: what went before, what is written, and what is named."""


@pytest.fixture
def past(database: Database) -> Past:
    shop = Shop(database, program_text=PROGRAM)
    return Past(shop, shop.join_programme())


@pytest.mark.parametrize("fault", FAULTS)
def test_fault_of_old_is_named(past: Past, fault: str, capsys: pytest.CaptureFixture[str]) -> None:
    before, statements, named = FAULTS[fault]
    before(past)
    assert checked(past.shop) == 0, capsys.readouterr().err
    for statement in statements:
        past.writes(statement)
    assert checked(past.shop) == 1
    told = capsys.readouterr().err.split("broken: ")

    assert any(re.match(named, one, re.DOTALL) for one in told), told
