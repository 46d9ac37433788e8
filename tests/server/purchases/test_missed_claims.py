"""Missed offers claimed afterwards: together never more than if they had worked at the till."""

from collections.abc import Callable, Iterable
from dataclasses import replace
from datetime import date

import pytest

from loyalty_api.offers import OfferKind
from loyalty_api.problems import ProblemCode
from loyalty_api.receipts import Line
from loyalty_api.till import RefundLine, RefundRequest
from loyalty_server.checks.invariants import broken_invariants
from loyalty_server.database.transactions import Database
from loyalty_server.offers.for_member import histories_of
from loyalty_server.offers.opting import activate_offer
from loyalty_server.problems import Refused
from loyalty_server.programme.offer_rules import OfferRule
from loyalty_server.programme.program import Program
from loyalty_server.programme.tier_rules import Level
from loyalty_server.purchases import judging
from loyalty_server.purchases.earning import Judgement, judge
from loyalty_server.purchases.missed_claims import claim_missed
from loyalty_server.purchases.receipts import receipt_of
from loyalty_server.refunds.refund import refund
from loyalty_server.tables import OfferTotalRow
from tests.server.shop import BREAD, COFFEE, PROGRAM_FILE, Phone, Shop
from tests.server.tiers.test_tiers import moment

OFFER = """
[[offers]]
id = "plus-{points}"
title = "+{points}"
text = "t"
terms = "t"
reason = "r"
kind = "bonus"
value = {points}
activation = "opt_in"
starts_on = 2026-11-01
ends_on = 2026-11-30
{more}
"""
OFFERS = OFFER.format(points=400, more='category = "coffee"') + OFFER.format(points=600, more="")
CAPPED = PROGRAM_FILE.read_text("utf-8").replace("cap = 1000", "cap = 300") + OFFERS
BEST = CAPPED.replace("cap = 300", "cap = 5000") + '\n[stacking]\npoints = "best"\n'
BASE, COFFEE_X3 = 35, 16


def claim(shop: Shop, phone: Phone, purchase_id: str, offer_id: str) -> None:
    now, program = shop.clock.now, shop.program()
    shop.write(
        lambda session: claim_missed(
            session, program, phone.member_id, purchase_id, offer_id, now, now
        )
    )


def missed(shop: Shop, phone: Phone, purchase_id: str) -> dict[str, int]:
    program = shop.program()
    receipt = shop.read(lambda session: receipt_of(session, phone.member_id, purchase_id, program))
    assert sum(effect.points for effect in receipt.breakdown) == receipt.earned
    return {one.offer_id: one.points for one in receipt.missed}


def refused(work: Callable[[], None]) -> ProblemCode:
    with pytest.raises(Refused) as refusal:
        work()
    return refusal.value.code


def test_claims_stop_at_the_cap_of_the_programme(new_database: Callable[[], Database]) -> None:
    shop = Shop(new_database(), program_text=CAPPED)
    anna = shop.join_programme()
    bought = shop.buy(anna, (COFFEE, BREAD))
    rest = 300 - BASE - COFFEE_X3
    assert missed(shop, anna, bought.purchase_id) == {"plus-400": rest, "plus-600": rest}
    claim(shop, anna, bought.purchase_id, "plus-400")
    assert shop.points(anna).balance == 300
    assert missed(shop, anna, bought.purchase_id) == {"plus-400": rest}
    assert refused(lambda: claim(shop, anna, bought.purchase_id, "plus-600")) is (
        ProblemCode.NOT_FOUND
    )
    assert shop.points(anna).balance == 300
    assert shop.read(broken_invariants) == ()


@pytest.mark.parametrize("limit", ["budget = 799", "uses_in_all = 1"])
def test_claims_never_go_past_what_the_offer_may_give_in_all(
    new_database: Callable[[], Database], limit: str
) -> None:
    offer = OFFER.format(points=400, more=limit)
    shop = Shop(new_database(), program_text=PROGRAM_FILE.read_text("utf-8") + offer)
    anna, boris = shop.join_programme(), shop.join_programme()
    first, second = (shop.buy(one, (COFFEE,)) for one in (anna, boris))
    claim(shop, anna, first.purchase_id, "plus-400")
    assert refused(lambda: claim(shop, boris, second.purchase_id, "plus-400")) is (
        ProblemCode.CLAIM_ENDED
    )
    (total,) = (one for one in shop.rows(OfferTotalRow) if one.offer_id == "plus-400")
    assert (total.uses, total.points) == (1, 400)
    one_coffee = RefundRequest((RefundLine("c1", 1),))
    shop.at_till(refund, first.purchase_id, one_coffee)
    claim(shop, boris, second.purchase_id, "plus-400")
    assert shop.points(boris).balance == 400 + second.earned
    assert shop.read(broken_invariants) == ()


@pytest.mark.parametrize("order", [("plus-400", "plus-600"), ("plus-600", "plus-400")])
def test_where_only_the_best_offer_counts_claims_end_at_the_best(
    new_database: Callable[[], Database], order: tuple[str, str]
) -> None:
    shop = Shop(new_database(), program_text=BEST)
    anna = shop.join_programme()
    bought = shop.buy(anna, (COFFEE,))
    for offer_id in order:
        if offer_id in missed(shop, anna, bought.purchase_id):
            claim(shop, anna, bought.purchase_id, offer_id)
            claim(shop, anna, bought.purchase_id, offer_id)
    assert shop.points(anna).balance == 8 + 600
    assert shop.read(broken_invariants) == ()


def test_claimed_points_go_back_with_the_goods_and_what_went_back_claims_nothing(
    new_database: Callable[[], Database],
) -> None:
    shop = Shop(new_database(), program_text=CAPPED)
    anna = shop.join_programme()
    bought = shop.buy(anna, (COFFEE, BREAD))
    claim(shop, anna, bought.purchase_id, "plus-400")
    for sku in ("c1", "b1"):
        shop.at_till(refund, bought.purchase_id, RefundRequest((RefundLine(sku, 1),)))
        assert shop.read(broken_invariants) == ()
    assert shop.points(anna).balance == 0
    another = shop.buy(anna, (COFFEE, BREAD))
    shop.at_till(refund, another.purchase_id, RefundRequest(amount=1))
    assert refused(lambda: claim(shop, anna, another.purchase_id, "plus-400")) is (
        ProblemCode.CLAIM_ENDED
    )


def test_use_of_the_next_year_does_not_count_against_this_one(
    new_database: Callable[[], Database],
) -> None:
    offer = OFFER.format(points=400, more="uses_per_year = 1").replace("2026-11-30", "2027-01-31")
    shop = Shop(new_database(), program_text=PROGRAM_FILE.read_text("utf-8") + offer)
    anna, program = shop.join_programme(), shop.program()
    shop.clock.now = moment("2026-12-30T09:00:00+00:00")
    earlier = shop.buy(anna, (COFFEE,))
    shop.clock.now = now = moment("2027-01-01T09:00:00+00:00")
    told = anna.member_id, program, "plus-400", now, now
    shop.write(lambda session: activate_offer(session, *told))
    assert [shop.buy(anna, (COFFEE,)).earned for _ in range(2)] == [408, 8]
    shop.clock.forward(days=1)
    claim(shop, anna, earlier.purchase_id, "plus-400")
    assert shop.points(anna).balance == 8 + 400 + 408 + 8
    assert shop.read(broken_invariants) == ()


@pytest.mark.parametrize(
    ("day", "uses"),
    [("2026-12-30", (1, 1)), ("2027-01-01", (2, 2)), ("2028-02-01", (0, 0))],
)
def test_uses_of_a_year_and_of_a_birthday_are_those_of_that_day(
    new_database: Callable[[], Database], day: str, uses: tuple[int, int]
) -> None:
    offer = OFFER.format(points=400, more="").replace('"opt_in"', '"automatic"')
    text = PROGRAM_FILE.read_text("utf-8") + offer.replace("2026-11-30", "2027-01-31")
    shop = Shop(new_database(), program_text=text)
    anna, born = shop.join_programme(), date(1990, 7, 2)
    for bought in ("2026-12-30", "2027-01-01", "2027-01-02"):
        shop.clock.now = moment(f"{bought}T09:00:00+00:00")
        shop.buy(anna, (COFFEE,))
    asked = shop.program(), anna.member_id, born, moment(f"{day}T09:00:00+00:00")
    history = shop.read(lambda session: histories_of(session, *asked))["plus-400"]
    assert (history.birthday_uses, history.year_uses) == uses
    assert history.own_uses == 3


def earlier_way(
    program: Program,
    level: Level,
    lines: tuple[Line, ...],
    burn: int,
    offers: Iterable[OfferRule],
    room: int | None,
) -> Judgement:
    """As if a version before had not known offers that multiply."""
    known = [offer for offer in offers if offer.kind is not OfferKind.MULTIPLIER]
    return judge(program, level, lines, burn, known, room)


@pytest.mark.parametrize(
    ("text", "promised", "more"),
    [
        (CAPPED, 300 - BASE, 300 - BASE - COFFEE_X3),
        (CAPPED.replace("cap = 300", "cap = 440"), 400, 440 - BASE - COFFEE_X3),
        (BEST, 400, 400 - COFFEE_X3),
    ],
)
def test_what_an_earlier_version_judged_stays_and_a_claim_adds_the_offer(
    new_database: Callable[[], Database],
    monkeypatch: pytest.MonkeyPatch,
    text: str,
    promised: int,
    more: int,
) -> None:
    shop = Shop(new_database(), program_text=text)
    anna = shop.join_programme()
    with monkeypatch.context() as before:
        before.setattr(judging, "judge", earlier_way)
        before.setattr(judging, "JUDGED_BY", 0)
        bought = shop.buy(anna, (COFFEE, BREAD))
    assert bought.earned == BASE
    assert shop.read(broken_invariants) == ()
    assert missed(shop, anna, bought.purchase_id)["plus-400"] == promised
    claim(shop, anna, bought.purchase_id, "plus-400")
    assert shop.points(anna).balance == BASE + more
    assert missed(shop, anna, bought.purchase_id)["plus-400"] == more
    assert shop.read(broken_invariants) == ()
    for sku in ("c1", "b1"):
        shop.at_till(refund, bought.purchase_id, RefundRequest((RefundLine(sku, 1),)))
        assert shop.read(broken_invariants) == ()
    assert shop.points(anna).balance == 0


def test_nothing_more_is_offered_of_a_receipt_of_which_goods_without_money_went_back(
    new_database: Callable[[], Database],
) -> None:
    shop = Shop(new_database(), program_text=CAPPED)
    anna = shop.join_programme()
    gift = replace(BREAD, amount=0)
    bought = shop.buy(anna, (COFFEE, gift))
    assert set(missed(shop, anna, bought.purchase_id)) == {"plus-400", "plus-600"}
    back = shop.at_till(refund, bought.purchase_id, RefundRequest((RefundLine("b1", 1),)))
    assert back.amount.amount == 0
    assert missed(shop, anna, bought.purchase_id) == {}
    assert refused(lambda: claim(shop, anna, bought.purchase_id, "plus-400")) is (
        ProblemCode.CLAIM_ENDED
    )
