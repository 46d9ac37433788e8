"""A programme tried on what members really bought."""

from dataclasses import replace
from datetime import timedelta

import pytest

from loyalty_api.receipts import Line
from loyalty_server.offers.opting import activate_offer
from loyalty_server.programme.file import parse_program
from loyalty_server.programme.program import Program
from loyalty_server.publishing import publish
from loyalty_server.purchases import past_baskets as drawing
from loyalty_server.purchases.past_baskets import PastBaskets, past_baskets
from loyalty_server.purchases.rehearsal import OfferSums, Sums, rehearse
from loyalty_server.tables import PurchaseRow
from tests.server.shop import BREAD, COFFEE, Phone, Shop

NOW = timedelta(0)
MORE = """
[[offers]]
id = "plus-7"
title = "+7"
text = "x"
terms = "x"
reason = "x"
kind = "bonus"
value = 7
starts_on = "always"
ends_on = "never"
"""
OPT_IN = MORE.replace("plus-7", "mine").replace("+7", "Mine") + 'activation = "opt_in"\n'
CHEESE = Line("cheese", "Сыр", "dairy", 2, 90_000)


def past(shop: Shop) -> PastBaskets:
    since, until = shop.clock.now - timedelta(weeks=4), shop.clock.now + timedelta(minutes=1)
    return shop.read(lambda session: past_baskets(session, shop.program(), since, until))


def with_more(shop: Shop, text: str) -> Program:
    return parse_program(shop.program_text + text, "more.toml")


def test_rules_in_force_come_to_what_was_really_given(shop: Shop, anna: Phone) -> None:
    boris, text = shop.join_programme(), shop.program_text + MORE + OPT_IN
    shop.write(lambda session: publish(session, text, shop.clock.now))
    shop.clock.forward(seconds=1)
    program, now = shop.program(), shop.clock.now
    shop.write(lambda session: activate_offer(session, anna.member_id, program, "mine", now, now))
    for phone in (anna, boris, anna):
        shop.buy(phone, (COFFEE, BREAD, CHEESE))
        shop.clock.forward(hours=3)
    shop.buy(anna, (CHEESE,), burn=20)
    bought, rows = past(shop), shop.rows(PurchaseRow)
    found = rehearse(program, bought.baskets, NOW)
    points_paid = sum(program.burn.money(row.burned) for row in rows)
    assert (len(bought.baskets), bought.of) == (4, 4)
    assert found.sums == Sums(
        sum(row.total for row in rows),
        sum(row.discount for row in rows) - points_paid,
        20,
        sum(row.will_earn for row in rows),
        sum(program.burn.money(row.will_earn) for row in rows),
    )
    assert (found.offers["plus-7"].uses, found.offers["mine"].uses) == (4, 3)
    assert found.left_out == ()


def test_another_offer_is_counted_within_its_limits(shop: Shop, anna: Phone) -> None:
    boris = shop.join_programme()
    for phone in (anna, boris, anna):
        shop.buy(phone, (BREAD,))
    baskets = past(shop).baskets
    before = rehearse(shop.program(), baskets)
    free = rehearse(with_more(shop, MORE), baskets)
    assert free.offers["plus-7"] == OfferSums(3, 21, 0)
    assert free.sums.earned == before.sums.earned + 21
    once = rehearse(with_more(shop, MORE + "uses_per_member = 1\n"), baskets)
    assert once.offers["plus-7"].uses == 2
    bounded = rehearse(with_more(shop, MORE + "budget = 7\n"), baskets)
    assert bounded.offers["plus-7"].points == 7
    unknown = rehearse(with_more(shop, OPT_IN), baskets)
    assert unknown.left_out == ("Mine",)
    assert unknown.sums == before.sums


def test_caps_hold_in_the_weeks_to_come(shop: Shop, anna: Phone) -> None:
    for _ in range(2):
        shop.buy(anna, (CHEESE,))
    program, baskets = shop.program(), past(shop).baskets
    one = rehearse(program, baskets[:1]).sums.earned
    for capped in ({"cap_per_day": one + 1}, {"cap_per_month": one + 1}):
        rules = replace(program, earn=replace(program.earn, **capped))
        assert rehearse(rules, baskets).sums.earned == one + 1
    rules = replace(program, earn=replace(program.earn, purchases_a_day=1))
    assert rehearse(rules, baskets).sums.earned == one


def test_where_there_are_too_many_whole_members_are_drawn(
    shop: Shop, monkeypatch: pytest.MonkeyPatch
) -> None:
    phones = [shop.join_programme() for _ in range(12)]
    for phone in phones * 2:
        shop.buy(phone, (BREAD,))
    monkeypatch.setattr(drawing, "MOST", 15)
    found = past(shop)
    assert found.of == 24
    bought = [basket.member_id for basket in found.baskets]
    assert 0 < len(bought) <= 15
    assert found == past(shop)
    assert [one.at for one in found.baskets] == sorted(one.at for one in found.baskets)
