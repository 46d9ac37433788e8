"""A reward that some stores alone give: its coupon waits elsewhere, and says where it is taken."""

import secrets
from collections.abc import Iterator

import pytest

from loyalty_api.receipts import Line
from loyalty_api.till import PurchaseRequest, Quote
from loyalty_server.languages import Language
from loyalty_server.points.gifts import Gift, give
from loyalty_server.programme.file import parse_program, translator_of
from loyalty_server.programme.versions import rules_at
from loyalty_server.purchases.purchase import open_purchase
from loyalty_server.rewards.catalogue import rewards_of
from loyalty_server.rewards.coupons import coupons_of
from loyalty_server.rewards.redemptions import redeem
from loyalty_server.toml_file import FileRefused
from tests.server.conftest import in_memory
from tests.server.shop import COFFEE, PROGRAM_FILE, Phone, Shop

CUP = """
[[rewards]]
id = "cup"
title = { ru = "Кружка", en = "A cup" }
text = { ru = "Белая, 300 мл.", en = "White, 300 ml." }
points = 10
stores = ["lesnaya"]

[[rewards]]
id = "coffee"
title = { ru = "Кофе", en = "Coffee" }
text = { ru = "Любой.", en = "Any." }
points = 10
discount = { kind = "fixed_price", value = 0, category = "coffee", pieces = 1 }
stores = ["lesnaya"]
"""
TEXT = PROGRAM_FILE.read_text("utf-8") + CUP


@pytest.fixture
def shop() -> Iterator[Shop]:
    shop = Shop(in_memory(), program_text=TEXT)
    yield shop
    shop.database.close()


@pytest.fixture
def anna(shop: Shop) -> Phone:
    anna, gift, program = shop.join_programme(), Gift(100, "x", "x", {}), shop.program()
    shop.write(lambda session: give(session, program, anna.member_id, gift, shop.clock.now))
    return anna


def coupon_of(shop: Shop, member: Phone, reward: str) -> str:
    program = shop.program()
    taken = shop.write(
        lambda session: redeem(session, program, member.member_id, reward, shop.clock.now)
    )
    assert taken.coupon
    return taken.coupon.code.payload


def shown(shop: Shop, member: Phone, code: str, till_id: str) -> Quote:
    """A coffee is rung up at this till, with the coupon."""
    shop.clock.forward(seconds=30)
    scan = shop.scan(member.code(shop.clock.now), till_id=till_id)
    lines: tuple[Line, ...] = (COFFEE,)
    request = PurchaseRequest(
        scan.scan_id, secrets.token_hex(4), lines, COFFEE.amount, coupons=(code,)
    )
    return shop.at_till(open_purchase, request, till_id=till_id)


@pytest.mark.parametrize(("reward", "saved"), [("coffee", COFFEE.amount), ("cup", 0)])
def test_coupon_is_used_in_its_store_and_stays_the_members_elsewhere(
    shop: Shop, anna: Phone, reward: str, saved: int
) -> None:
    code, elsewhere = coupon_of(shop, anna, reward), shop.add_till("sadovaya")
    quote = shown(shop, anna, code, elsewhere)
    assert quote.discount == 0
    title = {"coffee": "Кофе", "cup": "Кружка"}[reward]
    told = f"{title}: принимают в других магазинах, купон остаётся у вас"
    assert told in {one.text for one in quote.breakdown}
    shop.complete(quote.purchase_id, till_id=elsewhere)
    quote = shown(shop, anna, code, shop.till_id)
    assert quote.discount == saved
    shop.complete(quote.purchase_id)
    (coupon,) = shop.read(lambda session: coupons_of(session, anna.member_id, shop.clock.now))
    assert coupon.used_at == shop.clock.now


def test_catalogue_and_coupon_say_where_in_the_readers_language(shop: Shop, anna: Phone) -> None:
    coupon_of(shop, anna, "cup")
    (coupon,) = shop.read(lambda session: coupons_of(session, anna.member_id, shop.clock.now))
    assert coupon.text == "Белая, 300 мл. Только здесь: Лесная, 12"
    in_english = "White, 300 ml. Only here: Лесная, 12"
    assert translator_of(TEXT, Language.EN).say(coupon.text) == in_english
    english = shop.read(
        lambda session: rewards_of(
            session, rules_at(session, shop.clock.now, Language.EN).program, 0
        )
    )
    assert in_english in {reward.text for reward in english}


@pytest.mark.parametrize(
    ("change", "what"),
    [
        (('stores = ["lesnaya"]', 'stores = ["lesnaya", "gone"]'), "no store 'gone'"),
        (("points = 10\nstores", 'points = 10\ncharity = "x"\nstores'), "and no stores"),
    ],
)
def test_store_that_is_not_there_and_a_donation_with_one_are_refused(
    change: tuple[str, str], what: str
) -> None:
    with pytest.raises(FileRefused, match=what):
        parse_program(TEXT.replace(*change), "p.toml")
