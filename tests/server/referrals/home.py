"""A shop that rewards invited friends, and what they do in it."""

from typing import Final

from loyalty_api.referral import Referral
from loyalty_api.till import RefundRequest
from loyalty_server.checks.invariants import broken_invariants
from loyalty_server.programme.versions import rules_at
from loyalty_server.refunds.refund import refund
from loyalty_server.sign_in.friends import accept
from loyalty_server.tables import MemberRow
from tests.server.families.home import wallet
from tests.server.shop import PROGRAM_FILE, Phone, Shop

REFERRAL: Final = """
[family]
members_at_most = 3
joins_a_year = 4

[referral]
inviter = 200
friend = 100
minimum_basket = 500_00
within_days = 30
pending_days = 14
friends_a_year = 2
"""
PROGRAM: Final = PROGRAM_FILE.read_text("utf-8") + REFERRAL


def newcomer(shop: Shop) -> Phone:
    """Somebody who joins a moment later."""
    shop.clock.forward(minutes=1)
    return shop.join_programme()


def code_of(shop: Shop, phone: Phone) -> str:
    return shop.read(lambda session: session.get_one(MemberRow, phone.member_id).referral_code)


def accepts(shop: Shop, friend: Phone, inviter: Phone) -> None:
    """The friend comes by the inviter's invitation."""
    code, now = code_of(shop, inviter), shop.clock.now
    shop.write(
        lambda session: accept(
            session, shop.keys, rules_at(session, now), friend.member_id, code, now
        )
    )


def friend_of(shop: Shop, inviter: Phone) -> Phone:
    """A newcomer who came by this member's invitation."""
    friend = newcomer(shop)
    accepts(shop, friend, inviter)
    return friend


def brings_back(shop: Shop, purchase_id: str, amount: int) -> None:
    shop.at_till(refund, purchase_id, RefundRequest(amount=amount))


def referral(shop: Shop, phone: Phone) -> Referral:
    """What the phone shows of its invitations."""
    shown = wallet(shop, phone).referral
    assert shown is not None
    return shown


def pending(shop: Shop, *phones: Phone) -> list[int]:
    """The points of each that can be spent later."""
    return [shop.points(phone).pending for phone in phones]


def require_sound(shop: Shop) -> None:
    """Every invariant of the ledger holds."""
    assert shop.read(broken_invariants) == ()
