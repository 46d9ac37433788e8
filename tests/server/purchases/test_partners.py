"""A partner's stores: their own rate and share, offers that count there alone, and what a month settles."""

import re
from datetime import date, timedelta
from fractions import Fraction

import pytest
from sqlalchemy.orm import Session

from loyalty_api.receipts import Line
from loyalty_api.till import Quote, RefundLine, RefundRequest, Resolved
from loyalty_server.checks.invariants import broken_invariants
from loyalty_server.database.transactions import Database
from loyalty_server.offers.opting import activate_offer
from loyalty_server.problems import Refused
from loyalty_server.programme.file import parse_program
from loyalty_server.programme.partner_rules import PartnerTerms
from loyalty_server.publishing import publish
from loyalty_server.purchases.settlement import Sold, owed, settlements
from loyalty_server.refunds.refund import refund
from loyalty_server.tables import PurchaseRow
from loyalty_server.toml_file import FileRefused
from tests.server.shop import BREAD, OPENING, PROGRAM_FILE, Phone, Shop

TERMS = "terms = { rate = 4, share = 30, pays = 110, gets = 95 }"
PARTNER = f"""
[[offers]]
id = "bouquet"
title = "Букет"
text = "Плюс 150"
terms = "От 2 000 ₽"
reason = "Партнёр"
kind = "partner"
value = 150
minimum_basket = 200000
partner = "aster"
activation = "opt_in"
starts_on = "always"
ends_on = "never"

[[stores]]
id = "florist"
name = "Астра"
address = "Лиговский, 30"
partner = "aster"

[[partners]]
id = "aster"
name = "Цветы «Астра»"
text = "Карта работает на кассе"
{TERMS}
"""
TEXT = PROGRAM_FILE.read_text("utf-8") + PARTNER
ROSES = Line("roses", "Розы", "flowers", 2, 250_000)
COFFEE_THERE = Line("c1", "Капучино", "coffee", 1, 50_000)
NOVEMBER = date(2026, 11, 1)


@pytest.fixture
def shop(database: Database) -> Shop:
    return Shop(database, program_text=TEXT)


@pytest.fixture
def florist(shop: Shop) -> str:
    return shop.add_till("florist")


@pytest.fixture
def anna(shop: Shop) -> Phone:
    return shop.join_programme()


def quoted(shop: Shop, phone: Phone, till: str, *lines: Line, burn: int = 0) -> Quote:
    shop.clock.forward(seconds=30)
    scanned = shop.scan(phone.code(shop.clock.now), till_id=till)
    return shop.open(scanned.scan_id, lines, burn, till_id=till)


def bought(shop: Shop, phone: Phone, till: str, *lines: Line, burn: int = 0) -> Resolved:
    quote = quoted(shop, phone, till, *lines, burn=burn)
    return shop.complete(quote.purchase_id, till_id=till)


def opted_in(shop: Shop, phone: Phone) -> None:
    now = shop.clock.now
    shop.write(
        lambda session: activate_offer(
            session, phone.member_id, shop.program(), "bouquet", now, now
        )
    )


def settled(shop: Shop, month: date = NOVEMBER) -> tuple[Sold, int, int]:
    (one,) = shop.read(lambda session: settlements(session, shop.program(), month))
    return one.sold, one.by_partner, one.to_partner


def test_card_earns_at_the_partner_s_rate_and_no_offer_of_the_shop_s_own(
    shop: Shop, anna: Phone, florist: str
) -> None:
    assert bought(shop, anna, florist, ROSES).earned == 100
    assert bought(shop, anna, florist, COFFEE_THERE).earned == 20
    assert bought(shop, anna, shop.till_id, COFFEE_THERE).earned == 45


def test_partner_s_offer_counts_there_alone(shop: Shop, anna: Phone, florist: str) -> None:
    opted_in(shop, anna)
    apples = Line("a1", "Яблоки", "produce", 1, 250_000)
    assert bought(shop, anna, shop.till_id, apples).earned == 75
    assert bought(shop, anna, florist, ROSES).earned == 100 + 150


def test_points_pay_as_much_as_the_partner_takes(shop: Shop, anna: Phone, florist: str) -> None:
    for _ in range(8):
        bought(shop, anna, florist, ROSES)
    limit = quoted(shop, anna, florist, ROSES).burn_limit
    assert limit == 750
    assert quoted(shop, anna, shop.till_id, ROSES).burn_limit == 800
    with pytest.raises(Refused):
        quoted(shop, anna, florist, ROSES, burn=limit + 1)


def test_return_takes_back_by_the_terms_of_the_sale(shop: Shop, anna: Phone, florist: str) -> None:
    opted_in(shop, anna)
    sale = bought(shop, anna, florist, ROSES)
    new = TEXT.replace(TERMS, "terms = { rate = 20 }")
    shop.clock.forward(days=1)
    shop.write(lambda session: publish(session, new, shop.clock.now))
    one = RefundRequest((RefundLine("roses", 1),))
    shop.at_till(refund, sale.purchase_id, one, till_id=florist)
    (purchase,) = shop.rows(PurchaseRow)
    assert (purchase.earned, purchase.reversed, purchase.refunded) == (250, 125, 125_000)
    assert bought(shop, anna, florist, ROSES).earned == 500 + 150
    assert shop.read(broken_invariants) == ()


def test_month_settles_what_the_ledger_says(shop: Shop, anna: Phone, florist: str) -> None:
    opted_in(shop, anna)
    shop.buy(anna, (BREAD,))
    bought(shop, anna, florist, ROSES)
    sale = bought(shop, anna, florist, ROSES, burn=200)
    assert settled(shop) == (Sold(2, 480_000, 492, 200), 54_120, 19_000)
    shop.clock.forward(days=20)
    shop.at_till(
        refund, sale.purchase_id, RefundRequest((RefundLine("roses", 1),)), till_id=florist
    )
    assert settled(shop) == (Sold(2, 480_000, 492, 200), 54_120, 19_000)
    december, by_partner, to_partner = settled(shop, date(2026, 12, 1))
    assert december == Sold(0, -115_000, -121, -100)
    assert (by_partner, to_partner) == (-13_310, -9_500)
    assert shop.read(broken_invariants) == ()


def test_wrong_settlement_is_found(shop: Shop, anna: Phone, florist: str) -> None:
    sale = bought(shop, anna, florist, ROSES)

    def spoil(session: Session) -> None:
        row = session.get_one(PurchaseRow, sale.purchase_id)
        row.earned, row.will_earn = 90, 90

    shop.write(spoil)
    broken = [one.invariant for one in shop.read(broken_invariants)]
    assert "18 partners settle what their receipts gave and took" in broken


def test_debts_are_exact_until_they_are_rounded() -> None:
    terms = PartnerTerms(rate=3, pays=33.3, gets=95)
    debts = owed(Sold(earned=1, burned=3), terms, Fraction(1, 2))
    assert (debts.by_partner, debts.to_partner) == (Fraction(333, 2000), Fraction(57, 40))


def test_points_of_an_offer_come_in_the_partner_s_month(
    shop: Shop, anna: Phone, florist: str
) -> None:
    shop.clock.now = OPENING.replace(day=30, hour=20, minute=59)
    quote = quoted(shop, anna, florist, ROSES)
    shop.clock.forward(minutes=2)
    shop.complete(quote.purchase_id, till_id=florist)
    assert settled(shop)[0] == Sold()
    assert settled(shop, NOVEMBER + timedelta(days=30))[0].earned == 100


@pytest.mark.parametrize(
    ("old", "new", "path"),
    [
        ("share = 30", "share = 101", "partners[0].terms.share"),
        ("pays = 110", "pays = -1", "partners[0].terms.pays"),
        ("gets = 95", "gets = 101", "partners[0].terms.gets"),
        (TERMS, "", "stores[2].partner"),
        ('address = "Лиговский, 30"\npartner = "aster"', 'address = "x"', "partners[0].terms"),
        ('partner = "aster"\nactivation', 'partner = "Астра"\nactivation', "offers[1].partner"),
        ('partner = "aster"\nactivation', "activation", "offers[1].partner"),
        (
            'partner = "aster"\nactivation',
            'partner = "aster"\neligible = { stores = ["lesnaya"] }\nactivation',
            "offers[1].eligible.stores[0]",
        ),
    ],
)
def test_check_names_what_makes_no_sense(old: str, new: str, path: str) -> None:
    assert old in TEXT
    with pytest.raises(FileRefused, match=re.escape(f": {path}: ")):
        parse_program(TEXT.replace(old, new), "shop")
