"""Tiers by purchases: each counts once, as long as something of it is not given back."""

import pytest

from loyalty_api.models import Measure
from loyalty_api.till import RefundRequest
from loyalty_server.database.transactions import Database
from loyalty_server.refunds.refund import refund
from loyalty_server.tables import MemberRow
from loyalty_server.tiers.tier import tier_of
from tests.server.shop import BREAD, PROGRAM_FILE, Phone, Shop

LEVELS = PROGRAM_FILE.read_text("utf-8")


@pytest.fixture
def shop(database: Database) -> Shop:
    text = LEVELS.replace("[tiers]\n", '[tiers]\nmeasure = "visits"\n').replace(
        'measure = "money"\n', ""
    )
    lines = [line for line in text.splitlines() if not line.startswith("keep = ")]
    needs = iter((2, 4))
    text = "\n".join(
        f"needs = {next(needs)}" if line.startswith("needs = ") else line for line in lines
    )
    return Shop(database, program_text=text)


def test_second_purchase_reaches_the_tier_and_only_its_whole_return_takes_it(shop: Shop) -> None:
    anna = shop.join_programme()
    shop.buy(anna, [BREAD])
    assert _tier(shop, anna) == ("bronze", 1, 2)
    bought = shop.buy(anna, [BREAD])
    assert _tier(shop, anna) == ("silver", 2, 4)
    shop.at_till(refund, bought.purchase_id, RefundRequest(amount=1))
    assert _tier(shop, anna) == ("silver", 2, 4)
    shop.at_till(refund, bought.purchase_id, RefundRequest(amount=BREAD.amount - 1))
    assert _tier(shop, anna) == ("bronze", 1, 2)


def _tier(shop: Shop, phone: Phone) -> tuple[str, int, int]:
    """The tier, and how many purchases of how many lead to the next."""
    with shop.database.reading() as session:
        member = session.get_one(MemberRow, phone.member_id)
        goal = tier_of(session, shop.program(), member, shop.clock.now).next
        assert goal
        assert goal.measure is Measure.VISITS
        return member.tier, goal.done, goal.needs
