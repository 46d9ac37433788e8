"""Bottles given back at the till: less to pay, and no rule works on them."""

from collections.abc import Iterable
from dataclasses import replace

import pytest

from loyalty_api.contests import Entry
from loyalty_api.malformed import Malformed
from loyalty_api.models import Measure
from loyalty_api.offers import OfferKind
from loyalty_api.problems import ProblemCode
from loyalty_api.receipts import Line
from loyalty_api.till import Delivery, JoinRequest, Refunded, RefundLine, RefundRequest
from loyalty_server.checks.invariants import broken_invariants
from loyalty_server.contests.entries import deeds_in
from loyalty_server.database.transactions import Database
from loyalty_server.problems import Refused
from loyalty_server.programme.contest_rules import ContestRule, PrizeRule
from loyalty_server.programme.discounts import Discount
from loyalty_server.programme.file import read_program
from loyalty_server.programme.priced import Promise, Stacking
from loyalty_server.programme.prices import priced
from loyalty_server.programme.program import Program
from loyalty_server.purchases.deliveries import note_delivery
from loyalty_server.purchases.earning import burn_limit, judge
from loyalty_server.purchases.joins import offer_join
from loyalty_server.purchases.receipts import receipt_of
from loyalty_server.referrals.counting import kept_money
from loyalty_server.refunds.found_receipts import found_receipts
from loyalty_server.refunds.refund import refund
from loyalty_server.tables import PurchaseRow, SurveyInvitationRow
from loyalty_server.tiers.counting import Count, done_in
from loyalty_server.tiers.windows import window_at
from tests.server.shop import BREAD, COFFEE, PROGRAM_FILE, Phone, Shop

TEXT = 'deposits = ["deposit"]\n' + PROGRAM_FILE.read_text("utf-8")
PROGRAM = replace(read_program(PROGRAM_FILE), deposits=("deposit",))
BRONZE = PROGRAM.tiers.levels[0]
HALF_PRICE = """
[[offers]]
id = "half"
title = "half"
text = "half"
terms = "half"
reason = "half"
kind = "percent_off"
value = 50
starts_on = "always"
ends_on = "never"
"""
GIVEN_BACK = Line("d1", "Тара", "deposit", 4, -4_000)
CHARGED = Line("d1", "Тара", "deposit", 1, 1_000)


@pytest.fixture
def shop(database: Database) -> Shop:
    return Shop(database, program_text=TEXT)


def spent(shop: Shop, phone: Phone) -> int:
    """What counts towards the tier by now."""
    program = shop.program()
    money = Count(Measure.MONEY, window_at(program, shop.clock.now))
    return shop.read(lambda session: done_in(session, phone.member_id, [money]))[money]


def give_back(shop: Shop, purchase_id: str, *skus: str, amount: int | None = None) -> Refunded:
    request = RefundRequest(tuple(RefundLine(sku, 1) for sku in skus), amount)
    return shop.at_till(refund, purchase_id, request)


def refused(shop: Shop, lines: Iterable[Line], burn: int = 0) -> Refused:
    scan = shop.scan_phone(shop.join_programme())
    with pytest.raises(Refused) as refusal:
        shop.open(scan.scan_id, lines, burn)
    return refusal.value


def test_goods_earn_and_cost_what_they_would_without_the_bottles() -> None:
    alone = judge(PROGRAM, BRONZE, (COFFEE, BREAD), 10, PROGRAM.offers)
    beside = judge(PROGRAM, BRONZE, (COFFEE, GIVEN_BACK, BREAD, CHARGED), 10, PROGRAM.offers)
    assert (beside.will_earn, beside.breakdown) == (alone.will_earn, alone.breakdown)
    assert beside.to_pay == alone.to_pay - 4_000 + 1_000
    coffee, given, bread, charged = beside.shares
    assert (coffee, bread) == alone.shares
    assert (given.paid, given.burned, given.earned) == (-4_000, 0, 0)
    assert (charged.paid, charged.burned, charged.earned) == (1_000, 0, 0)


@pytest.mark.parametrize(
    "discount",
    [
        Discount(OfferKind.PERCENT_OFF, 50),
        Discount(OfferKind.AMOUNT_OFF, 70_000),
        Discount(OfferKind.FIXED_PRICE, 100),
        Discount(OfferKind.BUY_X_GET_Y, 1),
        Discount(OfferKind.BUNDLE, 1_000, pieces=2),
        Discount(OfferKind.PERCENT_OFF, 50, minimum_basket=118_400),
    ],
    ids=lambda one: f"{one.kind}-{one.minimum_basket}",
)
@pytest.mark.parametrize("stacking", list(Stacking))
def test_no_discount_works_on_bottles_or_counts_them(
    discount: Discount, stacking: Stacking
) -> None:
    promise = [Promise("half", "", discount)]
    alone = priced((COFFEE, BREAD), promise, (), stacking, PROGRAM.money_only)
    lines = (GIVEN_BACK, COFFEE, CHARGED, BREAD)
    beside = priced(lines, promise, (), stacking, PROGRAM.money_only)
    assert alone.saved > 0
    assert beside.off == (0, alone.off[0], 0, alone.off[1])
    assert priced(lines, (), promise, stacking, PROGRAM.money_only).off == beside.off


@pytest.mark.parametrize("deposits", [10_000, 59_200, 59_201, 60_000, 118_300, 118_400, 200_000])
def test_points_pay_no_more_than_half_of_the_goods_and_what_the_bottles_leave(
    deposits: int,
) -> None:
    lines = (COFFEE, BREAD, replace(GIVEN_BACK, amount=-deposits))
    assert burn_limit(PROGRAM, lines) == max(0, min(59_200, 118_400 - deposits)) // 100


def test_smallest_receipts_are_those_of_goods() -> None:
    earn, burn = PROGRAM.earn, PROGRAM.burn
    program: Program = replace(
        PROGRAM,
        earn=replace(earn, minimum_basket=118_400),
        burn=replace(burn, minimum_basket=118_400),
    )
    lines = (COFFEE, BREAD, GIVEN_BACK)
    assert judge(program, BRONZE, lines).will_earn == judge(PROGRAM, BRONZE, lines).will_earn > 0
    assert burn_limit(program, lines) == 592


def test_offer_on_everything_leaves_bottles_alone(database: Database) -> None:
    shop = Shop(database, program_text=TEXT + HALF_PRICE)
    lines = (COFFEE, GIVEN_BACK, BREAD, CHARGED)
    quote = shop.open(shop.scan_phone(shop.join_programme()).scan_id, lines)
    assert [one.to_pay for one in quote.by_line] == [13_500, -4_000, 45_700, 1_000]
    too_many = (COFFEE, replace(GIVEN_BACK, amount=-13_501))
    assert refused(shop, too_many).extra == {"limit": 13_500}


def test_line_below_zero_that_is_no_deposit_is_no_receipt(shop: Shop, anna: Phone) -> None:
    scan = shop.scan_phone(anna)
    with pytest.raises(Malformed) as fault:
        shop.open(scan.scan_id, (BREAD, replace(COFFEE, amount=-1)))
    assert fault.value.path == "$.lines[1].amount"


def test_no_till_pays_out_more_for_bottles_than_the_goods_cost(shop: Shop) -> None:
    many = replace(GIVEN_BACK, amount=-118_401)
    refusal = refused(shop, (COFFEE, BREAD, many))
    assert (refusal.code, refusal.extra) == (ProblemCode.DEPOSITS_TOO_MUCH, {"limit": 118_400})
    request = JoinRequest("r1", (COFFEE, BREAD, many), -1)
    with pytest.raises(Refused) as joined:
        shop.at_till(lambda s, till, now: offer_join(s, till, request, "https://a.example", now))
    assert joined.value.code is ProblemCode.DEPOSITS_TOO_MUCH


def test_card_discount_leaves_less_that_bottles_can_pay(database: Database) -> None:
    text = TEXT.replace('kind = "points"', 'kind = "discount"')
    shop = Shop(database, program_text=text)
    fits = replace(GIVEN_BACK, amount=-114_848)
    refusal = refused(shop, (COFFEE, BREAD, replace(fits, amount=fits.amount - 1)))
    assert (refusal.code, refusal.extra) == (ProblemCode.DEPOSITS_TOO_MUCH, {"limit": 114_848})
    quote = shop.open(shop.scan_phone(shop.join_programme()).scan_id, (COFFEE, BREAD, fits))
    assert (quote.to_pay, quote.discount) == (0, 3_552)


def test_quote_and_receipt_show_the_bottles_on_their_own_line(shop: Shop, anna: Phone) -> None:
    quote = shop.open(shop.scan_phone(anna).scan_id, (COFFEE, GIVEN_BACK, BREAD))
    assert (quote.to_pay, quote.discount, quote.saved) == (114_400, 0, 0)
    assert [one.to_pay for one in quote.by_line] == [27_000, -4_000, 91_400]
    assert [one.discount for one in quote.by_line] == [0, 0, 0]
    shop.complete(quote.purchase_id)
    receipt = shop.read(
        lambda session: receipt_of(session, anna.member_id, quote.purchase_id, PROGRAM)
    )
    assert (receipt.total.amount, receipt.paid.amount) == (114_400, 114_400)
    assert receipt.lines[1] == GIVEN_BACK
    assert receipt.by_line == quote.by_line


def test_bread_goes_back_for_all_that_it_cost_and_the_bottles_do_not(
    shop: Shop, anna: Phone
) -> None:
    bought = shop.buy(anna, (CHARGED, GIVEN_BACK, BREAD))
    found = shop.at_till(found_receipts, _receipt_id(shop, bought.purchase_id), None, None)
    assert found.receipts[0].refundable == 92_400
    assert [line.sku for line in found.receipts[0].lines] == ["d1", "b1"]
    assert spent(shop, anna) == 92_400
    assert give_back(shop, bought.purchase_id, "b1").amount.amount == 91_400
    assert spent(shop, anna) == 1_000
    assert give_back(shop, bought.purchase_id, "d1").amount.amount == 1_000
    with pytest.raises(Refused) as refusal:
        give_back(shop, bought.purchase_id, "d1")
    assert refusal.value.code is ProblemCode.REFUND_TOO_MUCH
    assert (spent(shop, anna), shop.points(anna).balance) == (0, 0)
    assert shop.read(broken_invariants) == ()


def test_good_will_can_be_all_that_the_goods_cost(shop: Shop, anna: Phone) -> None:
    bought = shop.buy(anna, (GIVEN_BACK, BREAD))
    assert give_back(shop, bought.purchase_id, amount=91_400).reversed == bought.earned
    with pytest.raises(Refused) as refusal:
        give_back(shop, bought.purchase_id, amount=1)
    assert refusal.value.extra == {"refundable": 0}
    assert shop.read(broken_invariants) == ()


def test_receipt_paid_by_bottles_alone_is_a_purchase(shop: Shop, anna: Phone) -> None:
    bought = shop.buy(anna, (BREAD, replace(GIVEN_BACK, amount=-91_400)))
    assert (bought.paid, bought.earned) == (0, 27)
    assert spent(shop, anna) == 91_400


def test_forged_deposit_is_found(shop: Shop, anna: Phone) -> None:
    bought = shop.buy(anna, (GIVEN_BACK, BREAD))
    give_back(shop, bought.purchase_id, "b1")
    shop.write(
        lambda session: setattr(session.get_one(PurchaseRow, bought.purchase_id), "deposits", 0)
    )
    assert shop.read(broken_invariants)


def _receipt_id(shop: Shop, purchase_id: str) -> str:
    return shop.read(lambda session: session.get_one(PurchaseRow, purchase_id).receipt_id)


def bought_beside_bottles(shop: Shop, phone: Phone) -> PurchaseRow:
    bought = shop.buy(phone, (COFFEE, GIVEN_BACK, BREAD))
    return shop.read(lambda session: session.get_one(PurchaseRow, bought.purchase_id))


@pytest.mark.parametrize(("least", "is_free"), [(118_400, True), (118_401, False)])
def test_goods_are_brought_for_nothing_by_what_they_cost(
    database: Database, least: int, is_free: bool
) -> None:
    text = TEXT.replace("rate = 3\n", f"rate = 3\nfree_delivery_from = {least}\n")
    shop = Shop(database, program_text=text)
    anna = shop.join_programme()
    quote = shop.open(shop.scan_phone(anna).scan_id, (COFFEE, GIVEN_BACK, BREAD))
    assert quote.free_delivery is is_free
    shop.complete(quote.purchase_id)
    shop.at_till(note_delivery, Delivery(quote.purchase_id))
    told = anna.member_id, quote.purchase_id, shop.program()
    assert shop.read(lambda session: receipt_of(session, *told)).free_delivery is is_free


def test_friend_has_paid_what_bottles_paid(shop: Shop, anna: Phone) -> None:
    assert kept_money(bought_beside_bottles(shop, anna)) == 118_400


@pytest.mark.parametrize(("least", "entries"), [(118_400, 1), (118_401, 0)])
def test_receipt_is_in_a_contest_by_what_its_goods_leave(
    shop: Shop, anna: Phone, least: int, entries: int
) -> None:
    purchase = bought_beside_bottles(shop, anna)
    day = PROGRAM.day(purchase.at)
    prize = (PrizeRule("t"),)
    rule = ContestRule("c", "t", "t", Entry.PURCHASE, day, day, day, prize, minimum_basket=least)
    assert len(shop.read(lambda session: deeds_in(session, PROGRAM, rule))) == entries


@pytest.mark.parametrize(("least", "asked"), [(118_400, 1), (118_401, 0)])
def test_survey_asks_by_what_the_goods_cost(database: Database, least: int, asked: int) -> None:
    survey = f"""
[[surveys]]
id = "visit"
title = "t"
trigger = "purchase"
minimum_basket = {least}
definition = '{{"elements": [{{"type": "boolean", "name": "again"}}]}}'
"""
    shop = Shop(database, program_text=TEXT + survey)
    bought_beside_bottles(shop, shop.join_programme())
    assert len(shop.rows(SurveyInvitationRow)) == asked
