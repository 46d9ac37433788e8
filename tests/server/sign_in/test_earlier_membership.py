"""What is remembered of an erased member: a purchase of which something was kept."""

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta

import pytest
from sqlalchemy.orm import Session

from loyalty_api.offers import OfferKind
from loyalty_api.till import PurchaseRequest, RefundLine, RefundRequest
from loyalty_server.programme.discounts import Discount
from loyalty_server.programme.eligibility import HAS_BOUGHT
from loyalty_server.purchases.purchase import open_purchase
from loyalty_server.refunds.refund import refund
from loyalty_server.rewards.coupons import Right, issue_coupon
from loyalty_server.sign_in.earlier_membership import recall, remember
from loyalty_server.tables import MemberRow
from tests.server.shop import BREAD, COFFEE, Phone, Shop

ADDRESS = "+79991234567"


def is_remembered_to_have_bought(shop: Shop, phone: Phone) -> bool:
    """Whether who joins with the address of this member, once erased, has bought already."""
    newcomer, program, now = shop.join_programme(), shop.program(), shop.clock.now

    def work(session: Session) -> bool:
        member = session.get_one(MemberRow, phone.member_id)
        member.phone = ADDRESS
        remember(session, shop.keys, program, member, now)
        session.flush()
        another = session.get_one(MemberRow, newcomer.member_id)
        assert recall(session, shop.keys, program, another, ADDRESS, now)
        return HAS_BOUGHT in another.had

    return shop.write(work)


def buy_nothing(_shop: Shop, _phone: Phone) -> None:
    pass


def keep_the_coffee(shop: Shop, phone: Phone) -> None:
    bought = shop.buy(phone, (COFFEE, BREAD)).purchase_id
    shop.at_till(refund, bought, RefundRequest(lines=(RefundLine("b1", 1),)))


def keep_a_gift(shop: Shop, phone: Phone) -> None:
    """All of the money went back; what was free is still there."""
    bought = shop.buy(phone, (replace(COFFEE, amount=0), BREAD)).purchase_id
    shop.at_till(refund, bought, RefundRequest(amount=BREAD.amount))


def return_what_a_coupon_paid(shop: Shop, phone: Phone) -> None:
    """No money was paid, so none went back."""
    now = shop.clock.now
    right = Right("t", "", Discount(OfferKind.AMOUNT_OFF, BREAD.amount), now + timedelta(days=1))
    code = shop.write(lambda session: issue_coupon(session, phone.member_id, right, now).code)
    scan = shop.scan_phone(phone).scan_id
    request = PurchaseRequest(scan, "1", (BREAD,), BREAD.amount, coupons=(code,))
    quote = shop.at_till(open_purchase, request)
    assert quote.to_pay == 0
    shop.complete(quote.purchase_id)
    shop.at_till(refund, quote.purchase_id, RefundRequest(lines=(RefundLine("b1", 1),)))


@pytest.mark.parametrize(
    ("act", "is_remembered"),
    [
        (buy_nothing, False),
        (keep_the_coffee, True),
        (keep_a_gift, True),
        (return_what_a_coupon_paid, False),
    ],
)
def test_purchase_is_one_as_long_as_something_of_it_is_left(
    shop: Shop, anna: Phone, act: Callable[[Shop, Phone], None], is_remembered: bool
) -> None:
    act(shop, anna)
    assert is_remembered_to_have_bought(shop, anna) is is_remembered
