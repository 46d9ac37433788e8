"""A price by the card against offers: the better of the two, both, or never the offer."""

from dataclasses import replace
from itertools import chain, combinations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from loyalty_api.malformed import Malformed
from loyalty_api.offers import OfferKind
from loyalty_api.receipts import Line, LineShare, Purchase
from loyalty_api.till import JoinRequest, RefundLine, RefundRequest
from loyalty_server.checks.invariants import broken_invariants
from loyalty_server.database.transactions import Database
from loyalty_server.languages import Language
from loyalty_server.programme.discounts import Discount, money_off
from loyalty_server.programme.priced import CARD_PRICE, CardPrice, Promise, Stacking
from loyalty_server.programme.prices import priced
from loyalty_server.programme.translation import translator
from loyalty_server.programme.wording import words_in
from loyalty_server.purchases.joins import offer_join, take_join
from loyalty_server.purchases.receipts import receipt_of
from loyalty_server.refunds.refund import refund
from tests.server.purchases.test_missed_claims import OFFER, claim, missed
from tests.server.shop import BREAD, PROGRAM_FILE, Phone, Shop

BEST, BOTH, NEVER = CardPrice
TEA = Line("t1", "Чай", "tea", 1, 10_000, card_price=8_000)
MILK = Line("m1", "Молоко", "dairy", 1, 10_000)
TEXT = PROGRAM_FILE.read_text("utf-8")


def promise(
    value: float, card_price: CardPrice, kind: OfferKind = OfferKind.PERCENT_OFF
) -> Promise:
    return Promise(f"{kind}-{value}-{card_price}", "", Discount(kind, value), card_price)


def sold(*offers: Promise, stacking: Stacking = Stacking.BEST) -> tuple[int, int]:
    """What the tea and the milk cost."""
    tea, milk = priced((TEA, MILK), offers, (), stacking).lines
    return tea.amount, milk.amount


@pytest.mark.parametrize("stacking", list(Stacking))
@pytest.mark.parametrize(
    ("offer", "costs"),
    [
        (promise(10, BEST), (8_000, 9_000)),
        (promise(30, BEST), (7_000, 7_000)),
        (promise(10, BOTH), (7_200, 9_000)),
        (promise(30, NEVER), (8_000, 7_000)),
        (promise(1_000, BEST, OfferKind.AMOUNT_OFF), (8_000, 9_000)),
        (promise(6_000, BEST, OfferKind.AMOUNT_OFF), (8_000, 4_000)),
        (promise(1_000, NEVER, OfferKind.AMOUNT_OFF), (8_000, 9_000)),
    ],
    ids=lambda one: one.rule if isinstance(one, Promise) else None,
)
def test_each_good_is_sold_as_the_offer_says(
    stacking: Stacking, offer: Promise, costs: tuple[int, int]
) -> None:
    assert sold(offer, stacking=stacking) == costs


@pytest.mark.parametrize("stacking", list(Stacking))
def test_sum_on_top_of_the_card_price_is_taken_once_and_in_full(stacking: Stacking) -> None:
    off = promise(1_800, BOTH, OfferKind.AMOUNT_OFF)
    assert sum(sold(off, stacking=stacking)) == 8_000 + 10_000 - 1_800


@pytest.mark.parametrize("stacking", list(Stacking))
def test_each_good_of_a_long_receipt_has_the_better_of_the_two(stacking: Stacking) -> None:
    lines = tuple(
        Line(str(number), "", "tea", 1, 1_000, card_price=800 if number % 2 else 950)
        for number in range(200)
    )
    receipt = priced(lines, [promise(10, BEST)], (), stacking)
    assert [line.amount for line in receipt.lines] == [900, 800] * 100


def test_card_price_is_told_apart_from_the_offer_on_top_of_it() -> None:
    receipt = priced((TEA, MILK), [promise(10, BOTH)], (), Stacking.BEST)
    assert [(one.rule, one.money) for one in receipt.savings] == [
        (CARD_PRICE, 2_000),
        ("percent_off-10-both", 1_800),
    ]
    assert (receipt.off, receipt.by_card) == ((2_800, 1_000), (2_000, 0))
    assert [line.card_price for line in receipt.lines] == [8_000, None]


def test_coupons_work_on_what_is_left_and_nothing_works_on_what_is_never_cheaper() -> None:
    half = Promise("coupon:1", "", Discount(OfferKind.PERCENT_OFF, 50))
    assert priced((TEA,), (), [half], Stacking.BEST).lines[0].amount == 4_000
    assert priced((TEA,), [], [], Stacking.BEST, ("tea",)).off == (0,)


PRICES = st.integers(0, 1_000)
LINES = st.lists(
    st.builds(
        lambda sku, amount, part: Line(
            sku, "", "tea", 1, amount, card_price=None if part is None else amount * part // 10
        ),
        st.sampled_from("abc"),
        PRICES,
        st.none() | st.integers(0, 10),
    ),
    min_size=1,
    max_size=5,
).map(tuple)
EACH_ANOTHER = LINES.map(
    lambda lines: tuple(replace(line, sku="abcde"[place]) for place, line in enumerate(lines))
)
BY_GOOD = st.builds(
    lambda number, kind, value, sku, card_price: Promise(
        f"o{number}", "", Discount(kind, value, skus=sku), card_price
    ),
    st.integers(0, 99),
    st.sampled_from([OfferKind.PERCENT_OFF, OfferKind.FIXED_PRICE]),
    st.integers(1, 60),
    st.sampled_from([(), ("a",)]),
    st.sampled_from(CardPrice),
)
TOGETHER = st.builds(
    lambda kind, value, card_price: Promise("t", "", Discount(kind, value), card_price),
    st.sampled_from([OfferKind.AMOUNT_OFF, OfferKind.BUY_X_GET_Y]),
    st.integers(1, 3),
    st.sampled_from(CardPrice),
)


def least(line: Line, offers: list[Promise], stacking: Stacking) -> int:
    """What one good may cost at least, with every choice written out."""
    is_carded = line.card_price is not None and line.card_price < line.amount
    at_card = replace(line, amount=line.card_price if is_carded else line.amount)
    on_shelf = [one for one in offers if not (is_carded and one.card_price is NEVER)]
    on_card = [one for one in offers if one.card_price is BOTH] if is_carded else []
    costs = []
    for start, due in ((line, on_shelf), (at_card, on_card)):
        ways = [due] if stacking is Stacking.ALL else [[], *([one] for one in due)]
        for way in ways:
            now = start
            for one in way:
                now = replace(now, amount=now.amount - money_off([now], one.discount)[0])
            costs.append(now.amount)
    return min(costs)


@given(EACH_ANOTHER, st.lists(BY_GOOD, max_size=3), st.sampled_from(Stacking))
def test_offers_by_the_good_leave_each_good_at_the_least_it_may_cost(
    lines: tuple[Line, ...], offers: list[Promise], stacking: Stacking
) -> None:
    receipt = priced(lines, offers, (), stacking)
    assert [line.amount for line in receipt.lines] == [
        least(line, offers, stacking) for line in lines
    ]


@given(LINES, st.lists(BY_GOOD | TOGETHER, max_size=3), st.sampled_from(Stacking))
def test_no_good_has_both_unless_the_offer_says_so(
    lines: tuple[Line, ...], offers: list[Promise], stacking: Stacking
) -> None:
    apart = [one for one in offers if one.card_price is not BOTH]
    receipt = priced(lines, apart, (), stacking)
    for line, now, off, by_card in zip(
        lines, receipt.lines, receipt.off, receipt.by_card, strict=True
    ):
        assert now.amount == line.amount - off >= 0
        assert not by_card or off == by_card == line.amount - (line.card_price or 0)
        assert (now.card_price is not None) == bool(by_card)
    plain = tuple(replace(line, card_price=None) for line in lines)
    all_by_card = sum(
        line.amount - line.card_price for line in lines if line.card_price is not None
    )
    assert receipt.saved >= all_by_card
    on_the_shelf = [one for one in apart if one.card_price is BEST]
    assert receipt.saved >= priced(plain, on_the_shelf, (), stacking).saved
    assert sum(one.money for one in receipt.savings) == receipt.saved


@given(LINES, TOGETHER)
def test_few_goods_of_one_offer_cost_the_least_in_all_the_ways_they_may_be_sold(
    lines: tuple[Line, ...], offer: Promise
) -> None:
    carded = [
        place
        for place, line in enumerate(lines)
        if line.card_price is not None and line.card_price < line.amount
    ]
    costs = []
    for by_card in chain.from_iterable(
        combinations(carded, size) for size in range(len(carded) + 1)
    ):
        prices = [
            replace(line, amount=line.card_price) if place in by_card else line
            for place, line in enumerate(lines)
        ]
        kept_out = {BOTH: (), BEST: by_card, NEVER: carded}[offer.card_price]
        meant = [line for place, line in enumerate(prices) if place not in kept_out]
        off = sum(money_off(sorted(meant, key=sort_key), offer.discount))
        costs.append(sum(line.amount for line in prices) - off)
    receipt = priced(lines, [offer], (), Stacking.ALL)
    assert sum(line.amount for line in receipt.lines) == min(costs)


def sort_key(line: Line) -> tuple[str, int]:
    return line.sku, line.amount


CARD_OFFER = OFFER.format(points=400, more='category = "coffee"\ncard_price = "{how}"')
MONEY = """
[[offers]]
id = "tenth"
title = "−10 %"
text = "t"
terms = "t"
reason = "r"
kind = "percent_off"
value = 10
starts_on = "always"
ends_on = "never"
"""
AUTOMATIC = (
    OFFER.format(points=50, more='category = "coffee"\ncard_price = "never"')
    .replace('activation = "opt_in"\n', "")
    .replace("plus-50", "fifty")
)
COFFEE = Line("c1", "Капучино", "coffee", 2, 27_000, card_price=20_000)


@pytest.fixture
def card_shop(database: Database) -> Shop:
    return Shop(database, program_text=TEXT + AUTOMATIC + MONEY)


def receipt(shop: Shop, phone: Phone, purchase_id: str) -> Purchase:
    program = shop.program()
    return shop.read(lambda session: receipt_of(session, phone.member_id, purchase_id, program))


def test_quote_and_receipt_say_what_the_card_saved(card_shop: Shop) -> None:
    anna = card_shop.join_programme()
    quote = card_shop.open(card_shop.scan_phone(anna).scan_id, (COFFEE, BREAD))
    assert (quote.to_pay, quote.saved) == (20_000 + 82_260, 7_000 + 9_140)
    assert "fifty" not in [one.rule for one in quote.breakdown]
    assert [one.by_card for one in quote.by_line] == [7_000, 0]
    told = [(one.rule, one.text, one.money) for one in quote.breakdown if one.money]
    assert told == [(CARD_PRICE, "Цена по карте", 7_000), ("tenth", "−10 %", 9_140)]
    english = translator({}, Language.RU, Language.EN)
    assert english.say("Цена по карте") == words_in(Language.EN).card_price
    card_shop.complete(quote.purchase_id)
    seen = receipt(card_shop, anna, quote.purchase_id)
    assert (seen.by_line, seen.lines) == (quote.by_line, (COFFEE, BREAD))
    assert card_shop.read(broken_invariants) == ()


def test_offer_of_the_file_works_on_top_where_it_says_so(database: Database) -> None:
    shop = Shop(database, program_text=TEXT + MONEY + 'card_price = "both"\n')
    quote = shop.open(shop.scan_phone(shop.join_programme()).scan_id, (COFFEE,))
    assert (quote.to_pay, quote.by_line[0].by_card) == (18_000, 7_000)


def test_card_price_goes_back_as_it_was_paid(card_shop: Shop) -> None:
    anna = card_shop.join_programme()
    bought = card_shop.buy(anna, (COFFEE, BREAD))
    one_cup = RefundRequest((RefundLine("c1", 1),))
    for _ in range(2):
        back = card_shop.at_till(refund, bought.purchase_id, one_cup)
        assert back.amount.amount == 10_000
    assert card_shop.read(broken_invariants) == ()


@pytest.mark.parametrize(("how", "points"), [("never", {}), ("best", {"plus-400": 400})])
def test_points_that_never_come_on_card_prices_were_not_missed(
    database: Database, how: str, points: dict[str, int]
) -> None:
    text = TEXT.replace("cap = 1000", "cap = 5000") + CARD_OFFER.format(how=how)
    shop = Shop(database, program_text=text)
    anna = shop.join_programme()
    bought = shop.buy(anna, (COFFEE, BREAD))
    assert missed(shop, anna, bought.purchase_id) == points
    assert missed(shop, anna, shop.buy(anna, (at_shelf(COFFEE),)).purchase_id) == {"plus-400": 400}
    for offer_id in points:
        claim(shop, anna, bought.purchase_id, offer_id)
    assert shop.read(broken_invariants) == ()


def at_shelf(line: Line) -> Line:
    return replace(line, card_price=None)


def test_receipt_that_finds_its_member_later_was_paid_at_the_shelf_price(card_shop: Shop) -> None:
    anna = card_shop.join_programme()
    request = JoinRequest("r1", (COFFEE,), COFFEE.amount)
    join = card_shop.at_till(
        lambda session, till, now: offer_join(session, till, request, "https://a.example", now)
    )
    code = join.url.rsplit("/", 1)[1]
    now = card_shop.clock.now
    taken = card_shop.write(lambda session: take_join(session, anna.member_id, code, now))
    assert (taken.paid, taken.earned) == (27_000, join.will_earn)
    assert "fifty" in [one.rule for one in taken.breakdown]
    assert receipt(card_shop, anna, taken.purchase_id).by_line == (
        LineShare(0, 27_000, 0, taken.earned),
    )
    assert card_shop.read(broken_invariants) == ()


@pytest.mark.parametrize(("amount", "card_price"), [(100, 101), (100, -1), (-100, -100)])
def test_card_price_above_the_shelf_or_below_zero_is_no_receipt(
    card_shop: Shop, amount: int, card_price: int
) -> None:
    scan = card_shop.scan_phone(card_shop.join_programme())
    line = Line("c1", "c", "coffee", 1, amount, card_price=card_price)
    with pytest.raises(Malformed) as fault:
        card_shop.open(scan.scan_id, (BREAD, line))
    assert fault.value.path == "$.lines[1].card_price"
