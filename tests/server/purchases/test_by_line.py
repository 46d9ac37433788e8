"""What a till prints on each line of a fiscal receipt sums to the receipt."""

from collections.abc import Callable

import pytest

from loyalty_api.receipts import Line
from loyalty_server.database.transactions import Database
from loyalty_server.purchases.receipts import receipt_of
from tests.server.shop import PROGRAM_FILE, Shop

pytestmark = pytest.mark.slow

COFFEE = Line("c1", "Капучино", "coffee", 3, 33_333)
BREAD = Line("b1", "Хлеб", "bakery", 1, 7_001)
WINE = Line("w1", "Вино", "alcohol", 1, 100_000)


@pytest.mark.parametrize("burn", [0, 1, 37, 111])
def test_lines_sum_to_the_quote_and_the_receipt_says_the_same(
    new_database: Callable[[], Database], burn: int
) -> None:
    shop = Shop(new_database())
    phone = shop.join_programme()
    shop.buy(phone, (Line("j", "Сок", "juice", 1, 900_000),))
    lines = (COFFEE, BREAD, WINE, COFFEE)
    quote = shop.open(shop.scan_phone(phone).scan_id, lines, burn)
    told = quote.by_line
    assert [one.discount + one.to_pay for one in told] == [line.amount for line in lines]
    assert sum(one.discount for one in told) == quote.discount
    assert sum(one.to_pay for one in told) == quote.to_pay
    assert sum(one.burned for one in told) == burn == quote.held
    assert sum(one.earned for one in told) == quote.will_earn
    assert min(one.to_pay for one in told) >= 0
    shop.complete(quote.purchase_id)
    program = shop.program()
    receipt = shop.read(
        lambda session: receipt_of(session, phone.member_id, quote.purchase_id, program)
    )
    assert receipt.by_line == told


def test_points_lie_on_the_goods_that_they_may_pay_for(
    new_database: Callable[[], Database],
) -> None:
    text = PROGRAM_FILE.read_text("utf-8")
    text = text.replace("[burn]", '[burn]\nexcluded_categories = ["alcohol"]')
    shop = Shop(new_database(), program_text=text)
    phone = shop.join_programme()
    shop.buy(phone, (Line("j", "Сок", "juice", 1, 900_000),))
    quote = shop.open(shop.scan_phone(phone).scan_id, (WINE, BREAD), 10)
    wine, bread = quote.by_line
    assert (wine.discount, wine.burned) == (0, 0)
    assert (bread.discount, bread.burned) == (1_000, 10)
