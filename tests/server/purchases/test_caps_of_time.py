"""What a day and a month earn at most, whatever is bought, left open, brought back and claimed in them."""

from collections.abc import Callable
from contextlib import suppress
from dataclasses import replace
from datetime import timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import update

from loyalty_api.claims import ClaimRequest
from loyalty_api.till import RefundLine, RefundRequest
from loyalty_server.checks.invariants import broken_invariants
from loyalty_server.database.transactions import Database
from loyalty_server.problems import Refused
from loyalty_server.purchases.missed_claims import claim_missed
from loyalty_server.purchases.receipt_claims import claim_receipt, grant_claim
from loyalty_server.refunds.refund import refund
from loyalty_server.tables import PurchaseRow, ReceiptClaimRow
from tests.server.conftest import in_memory
from tests.server.shop import BREAD, PROGRAM_FILE, Phone, Shop

TEXT = PROGRAM_FILE.read_text("utf-8")
OPT_IN = """
[[offers]]
id = "plus"
title = "Плюс"
text = "Плюс 30"
terms = "Один раз"
reason = "Для всех"
kind = "bonus"
value = 30
activation = "opt_in"
starts_on = "always"
ends_on = "never"
"""


def shop_with(database: Database, caps: str) -> Shop:
    """Bread earns 27 points here."""
    text = TEXT.replace("[earn]\n", f"[earn]\n{caps}\n") + OPT_IN
    return Shop(database, program_text=text)


def earned(shop: Shop, phone: Phone, times: int) -> list[int]:
    return [shop.buy(phone, (BREAD,)).earned for _ in range(times)]


@pytest.fixture
def new_shop(database: Database) -> Callable[[str], Shop]:
    return lambda caps: shop_with(database, caps)


@pytest.mark.parametrize(
    ("caps", "one_day", "next_day", "next_month"),
    [
        ("cap_per_day = 40", [27, 13, 0], [27, 13], [27]),
        ("cap_per_month = 70", [27, 27, 16], [0, 0], [27]),
        ("cap_per_day = 40\ncap_per_month = 50", [27, 13, 0], [10, 0], [27]),
        ("purchases_a_day = 2", [27, 27, 0], [27, 27], [27]),
    ],
)
def test_day_and_month_earn_so_many_points_at_most(
    new_shop: Callable[[str], Shop],
    caps: str,
    one_day: list[int],
    next_day: list[int],
    next_month: list[int],
) -> None:
    shop = new_shop(caps)
    anna, boris = shop.join_programme(), shop.join_programme()
    assert earned(shop, anna, 3) == one_day
    assert earned(shop, boris, 1) == [27]
    shop.clock.forward(days=1)
    assert earned(shop, anna, 2) == next_day
    shop.clock.forward(days=11)
    assert earned(shop, anna, 1) == next_month
    assert shop.read(broken_invariants) == ()


def test_receipt_says_how_much_was_left(new_shop: Callable[[str], Shop]) -> None:
    shop = new_shop("cap_per_day = 40")
    anna = shop.join_programme()
    shop.buy(anna, (BREAD,))
    base, cap = shop.buy(anna, (BREAD,)).breakdown
    assert (base.points, cap.rule, cap.points) == (27, "cap", -14)
    assert cap.text == "до предела за день или месяц оставалось 13"


def test_open_basket_takes_its_part_of_the_day_until_it_is_given_up(
    new_shop: Callable[[str], Shop],
) -> None:
    shop = new_shop("cap_per_day = 40")
    anna = shop.join_programme()
    first = shop.open(shop.scan_phone(anna).scan_id, (BREAD,))
    second = shop.open(shop.scan_phone(anna).scan_id, (BREAD,))
    assert (first.will_earn, second.will_earn) == (27, 13)
    shop.cancel(first.purchase_id)
    assert shop.open(shop.scan_phone(anna).scan_id, (BREAD,)).will_earn == 27
    assert shop.complete(second.purchase_id).earned == 13


def test_what_goes_back_makes_room_for_what_comes_after_it(
    new_shop: Callable[[str], Shop],
) -> None:
    shop = new_shop("cap_per_day = 40\npurchases_a_day = 2")
    anna = shop.join_programme()
    first = shop.buy(anna, (BREAD,)).purchase_id
    assert earned(shop, anna, 2) == [13, 0]
    shop.at_till(refund, first, RefundRequest(lines=(RefundLine("b1", 1),)))
    assert earned(shop, anna, 1) == [0]  # the one that earned nothing was the day's second
    assert shop.points(anna).balance == 13
    assert shop.read(broken_invariants) == ()


def granted(shop: Shop, phone: Phone, receipt: str) -> int:
    """The points of a receipt for bread that a member missed and an operator counts."""
    now, request = shop.clock.now, ClaimRequest(receipt, shop.clock.now, BREAD.amount)
    claim = shop.write(
        lambda session: claim_receipt(session, shop.program(), phone.member_id, request, now)
    )
    return shop.write(lambda session: grant_claim(session, claim.id, now))


@pytest.mark.parametrize(
    ("caps", "first", "then", "second"),
    [
        ("cap_per_day = 40", 27, [13], 0),
        ("cap_per_month = 70", 27, [27], 16),
        ("purchases_a_day = 2", 27, [27], 0),
        ("purchases_a_day = 3", 27, [27], 27),
    ],
)
def test_missed_receipts_are_purchases_of_their_day(
    new_shop: Callable[[str], Shop], caps: str, first: int, then: list[int], second: int
) -> None:
    shop = new_shop(caps)
    anna = shop.join_programme()
    assert granted(shop, anna, "1") == first
    assert earned(shop, anna, 1) == then
    assert granted(shop, anna, "2") == second
    assert earned(shop, anna, 1) == [0]
    assert granted(shop, shop.join_programme(), "3") == 27
    assert shop.read(broken_invariants) == ()


def test_missed_offer_claimed_afterwards_stays_under_the_cap_of_the_day(
    new_shop: Callable[[str], Shop],
) -> None:
    shop = new_shop("cap_per_day = 60")
    anna = shop.join_programme()
    first, second = (shop.buy(anna, (BREAD,)).purchase_id for _ in range(2))

    def claim(purchase_id: str) -> None:
        now = shop.clock.now
        program = shop.program()
        shop.write(
            lambda session: claim_missed(
                session, program, anna.member_id, purchase_id, "plus", now, now
            )
        )

    claim(first)
    assert shop.points(anna).balance == 60
    with pytest.raises(Refused):
        claim(second)
    assert shop.read(broken_invariants) == ()


def test_check_finds_a_day_that_earned_more_than_its_cap(
    new_shop: Callable[[str], Shop],
) -> None:
    shop = new_shop("cap_per_day = 40")
    anna = shop.join_programme()
    shop.buy(anna, (BREAD,))
    shop.clock.forward(days=1)
    moved = shop.buy(anna, (BREAD,)).purchase_id

    def forge(session) -> None:
        session.get_one(PurchaseRow, moved).at -= timedelta(days=1)

    shop.write(forge)
    found = {broken.invariant: broken.rows for broken in shop.read(broken_invariants)}
    assert "earned 54 in 2026-11-20, where 40 is the most" in str(
        found["10 caps of days and months hold"]
    )


def test_check_finds_a_missed_receipt_that_was_given_more_than_the_day_had_left(
    new_shop: Callable[[str], Shop],
) -> None:
    shop = new_shop("cap_per_day = 40")
    anna = shop.join_programme()
    assert earned(shop, anna, 1) == [27]
    assert granted(shop, anna, "1") == 13
    shop.write(lambda session: session.execute(update(ReceiptClaimRow).values(points=27)))
    found = {broken.invariant: broken.rows for broken in shop.read(broken_invariants)}
    assert "earned 54 in 2026-11-20, where 40 is the most" in str(
        found["10 caps of days and months hold"]
    )


STEPS = st.lists(
    st.tuples(st.sampled_from(["buy", "open", "back", "wait", "close"]), st.integers(1, 900)),
    min_size=1,
    max_size=14,
)


@pytest.mark.slow
@given(STEPS)
@settings(max_examples=12, suppress_health_check=[HealthCheck.too_slow])
def test_no_order_of_purchases_and_returns_earns_more_than_the_caps(
    steps: list[tuple[str, int]],
) -> None:
    database = in_memory()
    try:
        shop = shop_with(database, "cap_per_day = 40\ncap_per_month = 70")
        anna, bought, opened = shop.join_programme(), list[str](), list[str]()
        for what, much in steps:
            line = (replace(BREAD, quantity=much, amount=much * 1000),)
            match what:
                case "buy":
                    bought.append(shop.buy(anna, line).purchase_id)
                case "open":
                    scan = shop.scan_phone(anna).scan_id
                    opened.append(shop.open(scan, line).purchase_id)
                case "close" if opened:
                    bought.append(shop.complete(opened.pop()).purchase_id)
                case "back" if bought:
                    some = RefundRequest(lines=(RefundLine("b1", 1),))
                    _tried(shop, bought[much % len(bought)], some)
                case _:
                    shop.clock.forward(hours=much % 40 if not opened else 0)
        assert shop.read(broken_invariants) == ()
    finally:
        database.close()


def _tried(shop: Shop, purchase_id: str, request: RefundRequest) -> None:
    """All of it may have gone back already."""
    with suppress(Refused):
        shop.at_till(refund, purchase_id, request)
